import { insertRecords, query, records, type Db } from '../platform/db.js';
import type { Country } from './postal-code.js';
import type { DivisionId, Layer } from './division.js';

/** A postal code that touches a division. */
export type CodeDivision = { readonly code: string; readonly division: DivisionId };

/** Where a postal code lies: degrees, WGS 84. */
export type CodePoint = {
  readonly code: string;
  readonly lat: number;
  readonly lng: number;
  readonly place: string | null;
};

/** How many stored rows a replacement added, removed and kept. */
export type Replaced = { readonly added: number; readonly removed: number; readonly unchanged: number };

/** What a replacement covers: stored rows that it does not cover stay. */
export type CodeScope = {
  readonly country: Country;
  readonly layer: Layer;
  readonly dataSetId: string;
  /** The day the pairs come into force, `2027-01-03`; '' for those that always were. Those of other days stay. */
  readonly inForceFrom: string;
  readonly covers: (division: DivisionId) => boolean;
};

/** A pair as it is stored. */
export type StoredCode = CodeDivision & { readonly layer: Layer; readonly inForceFrom: string };

const KEY_COLUMNS = { code: 'text', division: 'text' } as const;
const PAIR_COLUMNS = {
  country: 'text',
  code: 'text',
  layer: 'text',
  division: 'text',
  in_force_from: 'text',
  data_set_id: 'text',
} as const;

/** All pairs of a country, or of one layer of it, of the past and the future as well, sorted by code. */
export function listCodeDivisions(db: Db, country: Country, layer?: Layer): Promise<StoredCode[]> {
  return query(
    db,
    `SELECT code, layer, division, in_force_from AS "inForceFrom" FROM postal_code_divisions
      WHERE country = ? ${layer ? 'AND layer = ?' : ''} ORDER BY code, division`,
    layer ? [country, layer] : [country],
  );
}

/** Makes the covered pairs of one layer and day equal to `wanted`, touching only what differs. */
export async function replaceCodeDivisions(
  trx: Db,
  scope: CodeScope,
  wanted: readonly CodeDivision[],
): Promise<Replaced> {
  const { country, layer, inForceFrom } = scope;
  const stored = (await listCodeDivisions(trx, country, layer)).filter(
    (pair) => pair.inForceFrom === inForceFrom && scope.covers(pair.division),
  );
  const key = (pair: CodeDivision): string => `${pair.code} ${pair.division}`;
  const [storedKeys, wantedKeys] = [new Set(stored.map(key)), new Set(wanted.map(key))];
  const added = [...new Map(wanted.map((pair) => [key(pair), pair])).values()].filter(
    (pair) => !storedKeys.has(key(pair)),
  );
  const removed = stored.filter((pair) => !wantedKeys.has(key(pair)));
  const leaving = records(trx, KEY_COLUMNS, removed);
  await trx.raw(
    `DELETE FROM postal_code_divisions
      WHERE country = ? AND layer = ? AND in_force_from = ?
        AND (code, division) IN (SELECT code, division FROM ${leaving.sql})`,
    [country, layer, inForceFrom, leaving.binding],
  );
  const rows = added.map((pair) => ({
    ...pair,
    country,
    layer,
    in_force_from: inForceFrom,
    data_set_id: scope.dataSetId,
  }));
  await insertRecords(trx, { table: 'postal_code_divisions', columns: PAIR_COLUMNS }, rows);
  return { added: added.length, removed: removed.length, unchanged: storedKeys.size - removed.length };
}

/** Stores where codes lie; a code that is already known gets its new place. */
export async function upsertCodePoints(
  trx: Db,
  scope: { readonly country: Country; readonly dataSetId: string },
  wanted: readonly CodePoint[],
): Promise<{ readonly added: number; readonly changed: number; readonly unchanged: number }> {
  const stored = new Map((await listCodePoints(trx, scope.country)).map((point) => [point.code, point]));
  const isSame = (point: CodePoint): boolean => {
    const old = stored.get(point.code);
    return old?.lat === point.lat && old.lng === point.lng && (point.place === null || old.place === point.place);
  };
  const differing = wanted.filter((point) => !isSame(point));
  const changed = differing.filter((point) => stored.has(point.code)).length;
  await insertRecords(
    trx,
    {
      table: 'postal_code_points',
      columns: {
        country: 'text',
        code: 'text',
        lat: 'double precision',
        lng: 'double precision',
        place: 'text',
        data_set_id: 'text',
      },
      conflict: `ON CONFLICT (country, code) DO UPDATE SET lat = excluded.lat, lng = excluded.lng,
                 place = COALESCE(excluded.place, postal_code_points.place), data_set_id = excluded.data_set_id`,
    },
    differing.map((point) => ({ ...point, country: scope.country, data_set_id: scope.dataSetId })),
  );
  return { added: differing.length - changed, changed, unchanged: wanted.length - differing.length };
}

export function listCodePoints(db: Db, country: Country): Promise<CodePoint[]> {
  return query(db, 'SELECT code, lat, lng, place FROM postal_code_points WHERE country = ?', [country]);
}

/** Where one code lies, if that is known. */
export async function findCodePoint(
  db: Db,
  country: Country,
  code: string,
): Promise<Pick<CodePoint, 'lat' | 'lng'> | undefined> {
  const rows = await query<Pick<CodePoint, 'lat' | 'lng'>>(
    db,
    'SELECT lat, lng FROM postal_code_points WHERE country = ? AND code = ?',
    [country, code],
  );
  return rows[0];
}
