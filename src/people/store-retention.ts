import { idRecords, query, records, type Db } from '../platform/db.js';
import { forgetDerived } from './store-derived.js';

/** An action in a list that is gone along. */
export type Place = { readonly createdAt: number; readonly id: string };

/** Actions of a campaign with texts that were taken before a moment, in order. */
export function listOldActions(
  db: Db,
  of: { readonly campaignId: string; readonly before: number; readonly after: Place },
  limit: number,
): Promise<Place[]> {
  return query(
    db,
    `SELECT id, created_at AS "createdAt" FROM actions
      WHERE campaign_id = ? AND texts_erased_at IS NULL AND created_at < ? AND (created_at, id) > (CAST(? AS bigint), ?)
      ORDER BY created_at, id LIMIT ?`,
    [of.campaignId, of.before, of.after.createdAt, of.after.id, limit],
  );
}

/** Those of some actions whose letters have all ended before a moment. */
export async function listEnded(db: Db, actionIds: readonly string[], before: number): Promise<string[]> {
  const wanted = idRecords(db, actionIds);
  const rows = await query<{ id: string }>(
    db,
    `SELECT r.id FROM ${wanted.sql}
      WHERE NOT EXISTS (SELECT 1 FROM letters JOIN deliveries ON deliveries.letter_id = letters.id
                         WHERE letters.action_id = r.id
                           AND (state IN ('held', 'queued', 'sending', 'sent', 'unknown') OR state_at >= ?))`,
    [wanted.binding, before],
  );
  return rows.map(({ id }) => id);
}

/** Empties what people wrote, their street and phone; answers of how many actions. */
export async function wipeTexts(trx: Db, actionIds: readonly string[], at: number): Promise<number> {
  const wanted = idRecords(trx, actionIds);
  const changed = await query(
    trx,
    `UPDATE actions SET subject = NULL, text = NULL, own_words = NULL, street = NULL, phone = NULL, texts_erased_at = ?
      WHERE texts_erased_at IS NULL AND id IN (SELECT r.id FROM ${wanted.sql}) RETURNING id`,
    [at, wanted.binding],
  );
  await forgetDerived(trx, actionIds);
  const signed = await query<{ id: string; signed: string }>(
    trx,
    `SELECT letters.id, signed FROM ${wanted.sql} JOIN letters ON action_id = r.id WHERE signed IS NOT NULL`,
    [wanted.binding],
  );
  const rows = signed.map(({ id, signed: text }) => {
    return { id, signed: JSON.stringify({ ...(JSON.parse(text) as object), street: null, phone: null }) };
  });
  const emptied = records(trx, { id: 'text', signed: 'text' }, rows);
  await trx.raw(`UPDATE letters SET signed = r.signed FROM ${emptied.sql} WHERE letters.id = r.id`, [emptied.binding]);
  return changed.length;
}

/** People whom no consent keeps and who were first seen before a moment, in order. */
export function listOldPeople(
  db: Db,
  of: { readonly organizationId: string; readonly before: number; readonly after: Place },
  limit: number,
): Promise<Place[]> {
  return query(
    db,
    `SELECT id, created_at AS "createdAt" FROM supporters
      WHERE organization_id = ? AND opted_in_at IS NULL AND erased_at IS NULL AND created_at < ?
        AND (created_at, id) > (CAST(? AS bigint), ?) ORDER BY created_at, id LIMIT ?`,
    [of.organizationId, of.before, of.after.createdAt, of.after.id, limit],
  );
}

/** Those of some people who have not acted since a moment, and of whom nothing is on its way. */
export async function listQuiet(db: Db, supporterIds: readonly string[], since: number): Promise<string[]> {
  const wanted = idRecords(db, supporterIds);
  const rows = await query<{ id: string }>(
    db,
    `SELECT r.id FROM ${wanted.sql}
      WHERE NOT EXISTS (SELECT 1 FROM actions WHERE supporter_id = r.id AND created_at >= ?)
        AND NOT EXISTS (SELECT 1 FROM actions JOIN letters ON letters.action_id = actions.id
                          JOIN deliveries ON deliveries.letter_id = letters.id
                         WHERE supporter_id = r.id AND state IN ('held', 'queued', 'sending'))`,
    [wanted.binding, since],
  );
  return rows.map(({ id }) => id);
}

/** The campaigns of an organization, by id. */
export async function listCampaignIds(db: Db, organizationId: string): Promise<string[]> {
  const sql = 'SELECT id FROM campaigns WHERE organization_id = ? ORDER BY id';
  return (await query<{ id: string }>(db, sql, [organizationId])).map(({ id }) => id);
}

/** Empties what people typed who wrote again before a moment: in all campaigns, or in those of one organization. */
export async function emptyRepeats(trx: Db, before: number, organizationId?: string): Promise<void> {
  const ofOne = 'AND campaign_id IN (SELECT id FROM campaigns WHERE organization_id = ?)';
  const organization = organizationId === undefined ? [] : [organizationId];
  await trx.raw(
    `UPDATE repeats SET typed = NULL
      WHERE typed IS NOT NULL AND created_at <= ? ${organizationId === undefined ? '' : ofOne}`,
    [before, ...organization],
  );
}
