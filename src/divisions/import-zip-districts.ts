import { InputError } from '../platform/errors.js';
import { readTable, rowFault, type ImportOptions, type ImportSource, type TableRow } from '../data-sets/index.js';
import type { DataFile } from '../platform/open-file.js';
import { forceRemarks, stateKey } from './codes-in-force.js';
import { congressDayOf } from './congress-begins.js';
import { congressionalDistrict, countryOf, layerOf, type DivisionId, type Layer } from './division.js';
import { legislativeDistrict } from './legislative-district.js';
import { parsePostalCode, postalCodeWords, type Country } from './postal-code.js';
import { replaceCodeDivisions, type CodeDivision } from './store.js';
import { findUsState, findUsStateByFips, type UsState } from './us-states.js';

/**
 * The Census relationship file between ZIP tabulation areas and districts (pipe-separated, columns such as
 * `GEOID_ZCTA5_20` and `GEOID_CD119_20`), and CSV with a row a pair (`zcta,state_abbr,cd`) or a row a ZIP
 * with all its districts (`zcta,districts` = `53811,WI-02;WI-03`). For any country: `postal_code,division` with the
 * division's OCD id. A table of a Congress (its number stands in the column's name) is in force from its first day.
 */
const COLUMNS = {
  code: ['zip', 'zcta', 'zcta5', 'zip_code', 'zipcode', 'postal_code', 'postcode', /^geoid_zcta5_\d\d$/],
  division: ['division', 'ocd_id'],
  cdGeoid: [/^geoid_cd\d+_\d\d$/, 'cd_geoid', 'geoid'],
  upperGeoid: [/^geoid_sldu\d+_\d\d$/],
  lowerGeoid: [/^geoid_sldl\d+_\d\d$/],
  state: ['state_abbr', 'state', 'stusab'],
  district: ['cd', 'district', 'congressional_district'],
  districts: ['districts'],
  /** Only the Census relationship files have it: there a blank district is an area outside of all districts. */
  areaOid: [/^oid_zcta5_\d\d$/],
} as const;

type Values = TableRow<keyof typeof COLUMNS>['values'];

export const zipDistricts: ImportSource = {
  name: 'zip-districts',
  title: 'ZIP codes and the districts they touch',
  licence: 'U.S. government work, public domain',
  origin: 'U.S. Census Bureau, ZCTA to district relationship files',
  prepare: async (file, progress, options) => {
    const groups = await readPairs(file, progress, options);
    const records = groups.reduce((sum, group) => sum + group.pairs.length, 0);
    if (records === 0) {
      throw new InputError([{ field: 'file', file: file.path, message: 'holds no postal code with a district' }]);
    }
    return {
      covers: groups.flatMap(partsOf),
      records,
      write: async (trx, dataSet) => {
        const total = { added: 0, changed: 0, ended: 0, unchanged: 0 };
        const remarks: string[] = [];
        for (const group of groups) {
          const { states, pairs, ...scope } = group;
          const covers = (division: DivisionId): boolean => states.has(stateKey(division));
          const done = await replaceCodeDivisions(trx, { ...scope, dataSetId: dataSet.id, covers }, pairs);
          total.added += done.added;
          total.ended += done.removed;
          total.unchanged += done.unchanged;
          remarks.push(...(await forceRemarks(trx, group, dataSet)));
        }
        return { ...total, remarks };
      },
    };
  },
};

/** The pairs of one country and layer, with the states that they speak about. */
type Group = {
  readonly country: Country;
  readonly layer: Layer;
  /** The day that the table comes into force; '' where nobody says. */
  readonly inForceFrom: string;
  readonly states: Set<string>;
  readonly pairs: CodeDivision[];
};

async function readPairs(
  file: DataFile,
  progress: (bytes: number) => void,
  { inForce }: ImportOptions,
): Promise<Group[]> {
  const groups = new Map<string, Group>();
  let congressDay = '';
  const onHeader = (names: readonly string[]): void => {
    congressDay = congressDayOf(names);
  };
  for await (const { line, values } of readTable(file, { columns: COLUMNS, required: ['code'], onHeader }, progress)) {
    // The Census file has rows for the parts of districts that lie in no tabulation area.
    if (values.code === '') continue;
    for (const division of divisionsOf(file, line, values)) {
      const [country, layer] = [countryOf(division), layerOf(division)];
      const code = country && parsePostalCode(values.code, country);
      if (!country || !layer) throw rowFault({ file, line }, 'division', `"${division}" is no division that we know`);
      if (!code) throw rowFault({ file, line }, 'zip', `"${values.code}" is not a ${postalCodeWords(country).name}`);
      const key = `${country} ${layer}`;
      const inForceFrom = inForce ?? (layer === 'cd' ? congressDay : '');
      const group = groups.get(key) ?? { country, layer, inForceFrom, states: new Set(), pairs: [] };
      groups.set(key, group);
      group.states.add(stateKey(division));
      group.pairs.push({ code, division });
    }
  }
  return [...groups.values()];
}

/** What a group replaces, state by state: `cd CO`, `cd-2027-01-03 CO`; elsewhere the country: `gb constituency`. */
function partsOf({ country, layer, inForceFrom, states }: Group): string[] {
  const table = [layer, inForceFrom].filter(Boolean).join('-');
  return [...states].map((state) => (country === 'us' ? `${table} ${state || 'us'}` : `${country} ${table}`));
}

function divisionsOf(file: DataFile, line: number, values: Values): DivisionId[] {
  const stateOf = (text: string, kind: 'abbr' | 'fips'): UsState => {
    const state = kind === 'abbr' ? findUsState(text) : findUsStateByFips(text);
    if (!state) throw rowFault({ file, line }, 'state', `"${text}" is not a state that we know`);
    return state;
  };
  // A GEOID is two digits of state FIPS code and the district; ZZ marks water that belongs to no district.
  const byGeoid = (geoid: string, layer: 'cd' | 'sldu' | 'sldl'): DivisionId[] => {
    const district = geoid.slice(2);
    if (/^Z+$/.test(district)) return [];
    const isWhole = layer === 'cd' ? /^\d{4}$/.test(geoid) : /^\d{2}[\dA-Z]{3}$/.test(geoid);
    if (!isWhole) {
      const example = layer === 'cd' ? '0802' : '08012';
      throw rowFault({ file, line }, 'geoid', `"${geoid}" is not a GEOID such as ${example}; is a leading zero lost?`);
    }
    const state = stateOf(geoid.slice(0, 2), 'fips');
    if (layer === 'cd') return [congressionalDistrict(state, district)];
    return [legislativeDistrict(state, layer, district)];
  };
  const byLabel = (abbr: string, district: string): DivisionId =>
    congressionalDistrict(stateOf(abbr, 'abbr'), checkedDistrict(file, line, district));

  if (values.division) return [values.division];
  if (values.upperGeoid) return byGeoid(values.upperGeoid, 'sldu');
  if (values.lowerGeoid) return byGeoid(values.lowerGeoid, 'sldl');
  if (values.cdGeoid) return byGeoid(values.cdGeoid, 'cd');
  if (values.districts) {
    const labels = values.districts.split(/[;, ]+/).map((label) => label.split('-'));
    return labels.map(([abbr = '', district = '']) => byLabel(abbr, district));
  }
  if (values.state && values.district) return [byLabel(values.state, values.district)];
  if (values.areaOid) return [];
  const message = 'no district stands here: give GEOID_CD…, state_abbr and cd, districts, or division';
  throw rowFault({ file, line }, 'district', message);
}

function checkedDistrict(file: DataFile, line: number, district: string): string {
  if (!/^(?:\d{1,2}|AL)$/i.test(district))
    throw rowFault({ file, line }, 'cd', `"${district}" is not a district number`);
  return district;
}
