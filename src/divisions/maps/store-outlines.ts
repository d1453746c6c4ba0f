import { query, records, type Db } from '../../platform/db.js';
import type { DivisionId, Layer } from '../division.js';

/** A district's outline as it is stored. */
export type StoredOutline = {
  readonly layer: Layer;
  readonly division: DivisionId;
  /** The division right above, whose whole layer comes in one map: the state, the city. */
  readonly territory: DivisionId;
  /** The day the map comes into force, `2025-01-03`; '' for one that was always in force. */
  readonly inForceFrom: string;
  readonly congress: number | null;
  readonly outline: Buffer;
  readonly dataSetId: string;
};

/** Which maps there are, without their outlines. */
export type MapFacts = Pick<StoredOutline, 'layer' | 'territory' | 'inForceFrom'> & {
  readonly congress: number | null;
};

type MapKey = Pick<StoredOutline, 'layer' | 'territory' | 'inForceFrom'>;

const KEY_COLUMNS = { layer: 'text', territory: 'text', in_force_from: 'text' } as const;
const ROWS_IN_A_STATEMENT = 50;

export function listMaps(db: Db): Promise<MapFacts[]> {
  return query(
    db,
    `SELECT layer, territory, in_force_from AS "inForceFrom", MAX(congress) AS congress
       FROM district_outlines GROUP BY layer, territory, in_force_from ORDER BY layer, territory, in_force_from`,
  );
}

/** The outlines of some maps, by division. */
export function listOutlines(db: Db, maps: readonly MapKey[]): Promise<StoredOutline[]> {
  const wanted = keys(db, maps);
  return query(
    db,
    `SELECT layer, division, territory, in_force_from AS "inForceFrom", congress, outline, data_set_id AS "dataSetId"
       FROM district_outlines
      WHERE (layer, territory, in_force_from) IN (SELECT layer, territory, in_force_from FROM ${wanted.sql})
      ORDER BY layer, division`,
    [wanted.binding],
  );
}

/** Puts these outlines in the place of those of the same maps. */
export async function replaceOutlines(trx: Db, outlines: readonly StoredOutline[]): Promise<void> {
  const maps = new Map(outlines.map((one) => [`${one.layer} ${one.territory} ${one.inForceFrom}`, one]));
  const leaving = keys(trx, [...maps.values()]);
  await trx.raw(
    `DELETE FROM district_outlines
      WHERE (layer, territory, in_force_from) IN (SELECT layer, territory, in_force_from FROM ${leaving.sql})`,
    [leaving.binding],
  );
  const rows = outlines.map(({ inForceFrom, dataSetId, ...row }) => ({
    ...row,
    in_force_from: inForceFrom,
    data_set_id: dataSetId,
  }));
  for (let first = 0; first < rows.length; first += ROWS_IN_A_STATEMENT) {
    await trx('district_outlines').insert(rows.slice(first, first + ROWS_IN_A_STATEMENT));
  }
}

function keys(db: Db, maps: readonly MapKey[]): ReturnType<typeof records> {
  const rows = maps.map(({ layer, territory, inForceFrom }) => ({ layer, territory, in_force_from: inForceFrom }));
  return records(db, KEY_COLUMNS, rows);
}
