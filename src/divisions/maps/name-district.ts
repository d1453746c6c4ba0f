import { congressionalDistrict, isDivisionId, layerOf, type DivisionId } from '../division.js';
import { censusDistrictLabel, legislativeDistrict } from '../legislative-district.js';
import { findUsStateByFips, type UsState } from '../us-states.js';

/** What a map's feature is: a division, nothing of anybody's (`ZZ`), or unknown. */
export type NamedDistrict =
  | { readonly kind: 'division'; readonly division: DivisionId; readonly congress?: number | undefined }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'unknown' };

/** How the person who imports says which division a feature is: `--within PREFIX --property NAME`. */
export type Naming = { readonly within?: string | undefined; readonly property?: string | undefined };

type Properties = Readonly<Record<string, unknown>>;

/** States whose Census codes are mere numbers where the districts are called by names: `Barnstable`, `Addison-1`. */
const NAMED_DISTRICTS = new Set(['MA', 'NH', 'VT']);

/**
 * Reads a division off a feature's attributes: an OCD id where there is one, the Census Bureau's codes (`CD119FP`,
 * `SLDUST`, `SLDLST` with `STATEFP`; TIGER/Line 2022 record layouts), or as the person said.
 */
export function nameDistrict(properties: Properties, naming: Naming = {}): NamedDistrict {
  if (naming.within !== undefined) return byProperty(properties, naming.within, naming.property);
  const text = (name: string): string => textOf(properties[name]);
  const own = [text('ocd_id'), text('ocdid'), text('ocd_division'), text('division')].find(isDivisionId);
  if (own)
    return layerOf(own) ? { kind: 'division', division: own, congress: congressOf(properties) } : { kind: 'unknown' };
  return byCensusCodes(properties);
}

function byProperty(properties: Properties, within: string, property = 'name'): NamedDistrict {
  const key = textOf(properties[property])
    .toLowerCase()
    .replace(/^(?:ward|district|council district)\s+/, '')
    .replace(/^0+(?=\d)/, '')
    .replace(/\s+/g, '_');
  const division = within.endsWith(':') ? within + key : `${within}/${key}`;
  return key !== '' && isDivisionId(division) && layerOf(division)
    ? { kind: 'division', division }
    : { kind: 'unknown' };
}

function byCensusCodes(properties: Properties): NamedDistrict {
  const names = Object.keys(properties);
  const valueOf = (pattern: RegExp): string => textOf(properties[names.find((name) => pattern.test(name)) ?? '']);
  const state = findUsStateByFips(
    valueOf(/^STATEFP(?:20|10)?$/i) || valueOf(/^STATE$/i) || valueOf(/^GEOID(?:20|10)?$/i).slice(0, 2),
  );
  if (!state) return { kind: 'unknown' };
  const codes = {
    cd: valueOf(/^CD\d{3}(?:FP)?$/i),
    sldu: valueOf(/^SLDU(?:ST)?(?:20)?$/i),
    sldl: valueOf(/^SLDL(?:ST)?(?:20)?$/i),
  };
  if (Object.values(codes).some((code) => /^Z+$/.test(code))) return { kind: 'nobody' };
  if (codes.cd)
    return { kind: 'division', division: congressionalDistrict(state, codes.cd), congress: congressOf(properties) };
  const layer = codes.sldu ? 'sldu' : 'sldl';
  const label = legislativeLabel(state, codes[layer], valueOf(/^NAMELSAD(?:20)?$/i) || valueOf(/^NAME(?:20)?$/i));
  return label === '' ? { kind: 'unknown' } : { kind: 'division', division: legislativeDistrict(state, layer, label) };
}

/** The code, but where the legislature calls its districts by names, the name. */
function legislativeLabel(state: UsState, code: string, name: string): string {
  return NAMED_DISTRICTS.has(state.abbr) && name !== '' ? censusDistrictLabel(name) : code;
}

/** The Congress a map is for, by its column `CD119FP` or its value in `congress` or `CDSESSN`. */
function congressOf(properties: Properties): number | undefined {
  const inName = Object.keys(properties).flatMap((name) => /^CD(\d{3})(?:FP)?$/i.exec(name)?.[1] ?? [])[0];
  const congress = Number(inName ?? (textOf(properties['congress']) || textOf(properties['CDSESSN'])));
  return Number.isInteger(congress) && congress > 0 ? congress : undefined;
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}
