import { insertRecords, query, type Db } from '../platform/db.js';
import type { PositionEntry } from './position.js';

const COLUMNS = `id, campaign_id AS "campaignId", office_id AS "officeId", person, name, position, known_on AS "knownOn",
                 source, note, recorded_by AS "recordedBy", recorded_at AS "recordedAt", removed_at AS "removedAt"`;

export async function insertPositions(trx: Db, entries: readonly PositionEntry[]): Promise<void> {
  const columns = {
    id: 'text',
    campaign_id: 'text',
    office_id: 'text',
    person: 'text',
    name: 'text',
    position: 'text',
    known_on: 'text',
    source: 'text',
    note: 'text',
    recorded_by: 'text',
    recorded_at: 'bigint',
  } as const;
  await insertRecords(
    trx,
    { table: 'positions', columns },
    entries.map((entry) => ({
      ...entry,
      campaign_id: entry.campaignId,
      office_id: entry.officeId,
      known_on: entry.knownOn,
      recorded_by: entry.recordedBy,
      recorded_at: entry.recordedAt,
    })),
  );
}

/** Every entry of a campaign, or of one office in it, also those that were taken back, in no order. */
export function listPositions(db: Db, campaignId: string, officeId?: string): Promise<PositionEntry[]> {
  const ofOffice = officeId === undefined ? '' : 'AND office_id = ?';
  const bindings = officeId === undefined ? [campaignId] : [campaignId, officeId];
  return query(db, `SELECT ${COLUMNS} FROM positions WHERE campaign_id = ? ${ofOffice}`, bindings);
}

/** The entries of all campaigns that were not taken back. */
export function listAllPositions(db: Db): Promise<PositionEntry[]> {
  return query(db, `SELECT ${COLUMNS} FROM positions WHERE removed_at IS NULL`);
}

/** Takes entries of a campaign back, or with null puts them back; answers how many there were. */
export async function setRemoved(
  trx: Db,
  campaignId: string,
  { ids, at }: { readonly ids: readonly string[]; readonly at: number | null },
): Promise<number> {
  if (ids.length === 0) return 0;
  const rows = await query<{ id: string }>(
    trx,
    `UPDATE positions SET removed_at = ? WHERE campaign_id = ? AND id IN (${ids.map(() => '?').join(', ')}) RETURNING id`,
    [at, campaignId, ...ids],
  );
  return rows.length;
}
