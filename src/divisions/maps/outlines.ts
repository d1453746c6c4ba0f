import { dayOf, type Clock } from '../../platform/clock.js';
import type { Db } from '../../platform/db.js';
import type { DivisionId, Layer } from '../division.js';
import { UNITS_PER_DEGREE, unpackPolygons } from './area.js';
import { mapsInForce } from './maps.js';
import { listMaps, listOutlines } from './store-outlines.js';

/** A district to be drawn: rings of longitude and latitude by turns, in degrees; holes are rings as well. */
export type Outline = { readonly division: DivisionId; readonly rings: readonly Float64Array[] };

/**
 * The outlines of a layer's districts within a state or country, of the maps that are in force today; none where no map is
 * loaded. It unpacks all their points: keep what is made of them.
 */
export async function readOutlines(
  { db, clock }: { readonly db: Db; readonly clock: Clock },
  layer: Layer,
  within: DivisionId,
): Promise<Outline[]> {
  const maps = (await listMaps(db)).filter(
    (map) => map.layer === layer && `${map.territory}/`.startsWith(`${within}/`),
  );
  const inForce = mapsInForce(maps, dayOf(clock.now(), 'utc'));
  if (inForce.length === 0) return [];
  return (await listOutlines(db, inForce)).map(({ division, outline }) => ({
    division,
    rings: unpackPolygons(outline).flatMap((polygon) =>
      polygon.map((ring) => Float64Array.from(ring, (units) => units / UNITS_PER_DEGREE)),
    ),
  }));
}
