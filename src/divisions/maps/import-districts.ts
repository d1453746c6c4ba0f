import type { DataSet, ImportOptions, ImportReport, ImportSource } from '../../data-sets/index.js';
import type { Db } from '../../platform/db.js';
import { InputError } from '../../platform/errors.js';
import type { DataFile } from '../../platform/open-file.js';
import { congressBegins } from '../congress-begins.js';
import { districtLabel, layerOf, type DivisionId, type Layer } from '../division.js';
import { packPolygons, type Polygon } from './area.js';
import { nameDistrict } from './name-district.js';
import { readMap } from './read-map.js';
import { listMaps, listOutlines, replaceOutlines, type StoredOutline } from './store-outlines.js';

/** A district of a map that was read. */
type District = {
  readonly layer: Layer;
  readonly division: DivisionId;
  readonly congress: number | undefined;
  readonly polygons: Polygon[];
};

/** Maps of districts of any level: GeoJSON, TopoJSON, or a zipped shapefile such as the Census Bureau's. */
export const districts: ImportSource = {
  name: 'districts',
  title: 'District lines',
  licence: 'U.S. government work, public domain',
  origin: 'U.S. Census Bureau, cartographic boundary and TIGER/Line files',
  prepare: async (file, progress, options) => {
    const found = await readDistricts(file, progress, options);
    const inForceFrom = inForceOf(found, options);
    return {
      covers: [...new Set(found.map((district) => partOf(district, inForceFrom)))],
      records: found.length,
      write: (trx, dataSet) => writeOutlines(trx, dataSet, { found, inForceFrom }),
    };
  },
};

async function readDistricts(
  file: DataFile,
  progress: (bytes: number) => void,
  options: ImportOptions,
): Promise<District[]> {
  const byDivision = new Map<DivisionId, District>();
  const unknown: number[] = [];
  let nobodys = 0;
  for (const feature of await readMap(file, progress)) {
    const named = nameDistrict(feature.properties, options);
    if (named.kind === 'unknown') unknown.push(feature.number);
    if (named.kind === 'nobody') nobodys++;
    const layer = named.kind === 'division' ? layerOf(named.division) : undefined;
    if (named.kind !== 'division' || !layer) continue;
    const { division, congress } = named;
    // A district may come in several features, an island each.
    const before = byDivision.get(division)?.polygons ?? [];
    byDivision.set(division, { layer, division, congress, polygons: [...before, ...feature.polygons] });
  }
  if (unknown.length > 0) throw unknownFeatures(file, unknown);
  if (byDivision.size === 0) {
    const why = nobodys > 0 ? 'holds only areas of no district (ZZ)' : 'holds no districts';
    throw new InputError([{ field: 'file', file: file.path, message: why }]);
  }
  return [...byDivision.values()];
}

function unknownFeatures(file: DataFile, numbers: readonly number[]): InputError {
  const first = numbers.slice(0, 5).join(', ');
  const message =
    `does not say which district ${numbers.length === 1 ? 'feature' : 'features'} ${first}${numbers.length > 5 ? ', …' : ''} ` +
    'is: expected ocd_id, or the Census columns STATEFP with CD119FP, SLDUST or SLDLST. For other maps say where its ' +
    'districts lie and which attribute names them: --within ocd-division/country:us/state:co/place:denver/ward: --property WARD';
  return new InputError([{ field: 'file', file: file.path, message }]);
}

/** A map of Congress is in force when that Congress begins, another one as the person says, or from ever. */
function inForceOf(found: readonly District[], { inForce }: ImportOptions): string {
  if (inForce !== undefined) return inForce;
  const congress = found[0]?.layer === 'cd' ? found[0].congress : undefined;
  return congress === undefined ? '' : congressBegins(congress);
}

/** A map as it stands among what data sets cover: `sldl-map co`, `cd-map-2027-01-03 co`. */
function partOf({ layer, division }: District, inForceFrom: string): string {
  const territory = territoryOf(division).split(/[/:]/).at(-1) ?? '';
  return `${[layer, 'map', inForceFrom].filter(Boolean).join('-')} ${territory}`;
}

/** What a division is a part of: a layer of it comes in one map. */
function territoryOf(division: DivisionId): DivisionId {
  return division.slice(0, division.lastIndexOf('/'));
}

async function writeOutlines(
  trx: Db,
  dataSet: DataSet,
  { found, inForceFrom }: { readonly found: readonly District[]; readonly inForceFrom: string },
): Promise<ImportReport> {
  const outlines: StoredOutline[] = found.map(({ layer, division, congress, polygons }) => ({
    layer,
    division,
    territory: territoryOf(division),
    inForceFrom,
    congress: congress ?? null,
    outline: packPolygons(polygons),
    dataSetId: dataSet.id,
  }));
  const covered = new Set(outlines.map((one) => `${one.layer} ${one.territory}`));
  const maps = (await listMaps(trx)).filter(
    (map) => map.inForceFrom === inForceFrom && covered.has(`${map.layer} ${map.territory}`),
  );
  const before = new Map((await listOutlines(trx, maps)).map((one) => [one.division, one]));
  const changed = outlines.filter((one) => before.get(one.division)?.outline.equals(one.outline) === false).length;
  const kept = new Set(outlines.map(({ division }) => division));
  const gone = [...before.keys()].filter((division) => !kept.has(division));
  const added = outlines.filter(({ division }) => !before.has(division)).length;
  await replaceOutlines(trx, outlines);
  const remarks = gone.length > 0 ? [`No longer on the map: ${gone.map(districtLabel).join(', ')}`] : [];
  return { added, changed, ended: gone.length, unchanged: outlines.length - added - changed, remarks };
}
