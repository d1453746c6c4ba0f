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

/** Actions of a campaign with a street or a phone that were taken before a moment, in order. */
export function listWithContacts(
  db: Db,
  of: { readonly campaignId: string; readonly before: number; readonly after: Place },
  limit: number,
): Promise<Place[]> {
  return query(
    db,
    `SELECT id, created_at AS "createdAt" FROM actions
      WHERE campaign_id = ? AND (street IS NOT NULL OR phone IS NOT NULL) AND created_at < ?
        AND (created_at, id) > (CAST(? AS bigint), ?)
      ORDER BY created_at, id LIMIT ?`,
    [of.campaignId, of.before, of.after.createdAt, of.after.id, limit],
  );
}

/**
 * Those of some actions whose letters can need nothing any more since before a moment. A letter that failed may be sent
 * again, and one that is the supporter's to send still shows them what to fill in.
 */
export async function listUsed(db: Db, actionIds: readonly string[], before: number): Promise<string[]> {
  const wanted = idRecords(db, actionIds);
  const rows = await query<{ id: string }>(
    db,
    `SELECT r.id FROM ${wanted.sql}
      WHERE NOT EXISTS (SELECT 1 FROM letters JOIN deliveries ON deliveries.letter_id = letters.id
                         WHERE letters.action_id = r.id
                           AND (state NOT IN ('delivered', 'cancelled', 'previewed') OR state_at >= ?))`,
    [wanted.binding, before],
  );
  return rows.map(({ id }) => id);
}

/** Empties street and phone. */
export async function wipeContacts(trx: Db, actionIds: readonly string[]): Promise<void> {
  const wanted = idRecords(trx, actionIds);
  await trx.raw(`UPDATE actions SET street = NULL, phone = NULL WHERE id IN (SELECT r.id FROM ${wanted.sql})`, [
    wanted.binding,
  ]);
  await wipeSignedContacts(trx, actionIds);
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
  await wipeSignedContacts(trx, actionIds);
  await wipeAnswers(trx, actionIds);
  return changed.length;
}

/** Street and phone that stand beside letters, where the person was corrected since. */
async function wipeSignedContacts(trx: Db, actionIds: readonly string[]): Promise<void> {
  const wanted = idRecords(trx, actionIds);
  const signed = await query<{ id: string; signed: string }>(
    trx,
    `SELECT letters.id, signed FROM ${wanted.sql} JOIN letters ON action_id = r.id WHERE signed IS NOT NULL`,
    [wanted.binding],
  );
  const rows = signed.map(({ id, signed: text }) => {
    return { id, signed: JSON.stringify({ ...(JSON.parse(text) as object), street: null, phone: null }) };
  });
  const emptied = records(trx, { id: 'text', signed: 'private' }, rows);
  await trx.raw(`UPDATE letters SET signed = r.signed FROM ${emptied.sql} WHERE letters.id = r.id`, [emptied.binding]);
}

/** What stands in the place of what other servers said, which may quote a letter or its writer. */
export const ANSWER_NOT_KEPT = 'What was said about this is no longer kept.';

/** Forgets what servers said about the letters and mails of actions; causes, states and moments stay. */
async function wipeAnswers(trx: Db, actionIds: readonly string[]): Promise<void> {
  const wanted = idRecords(trx, actionIds);
  const ours = `(SELECT deliveries.id FROM deliveries JOIN letters ON letters.id = letter_id
                  WHERE letters.action_id IN (SELECT r.id FROM ${wanted.sql}))`;
  for (const statement of [
    `UPDATE deliveries SET reason = NULL WHERE reason IS NOT NULL AND id IN ${ours}`,
    `UPDATE delivery_events SET answer = NULL, reason = '${ANSWER_NOT_KEPT}'
      WHERE actor IN ('worker', 'bounce') AND delivery_id IN ${ours}`,
    `UPDATE attempts SET response = NULL WHERE delivery_id IN ${ours}`,
    `UPDATE bounces SET answer = '' WHERE delivery_id IN ${ours}`,
    `UPDATE notices SET reason = NULL WHERE state <> 'waiting' AND action_id IN (SELECT r.id FROM ${wanted.sql})`,
  ])
    await trx.raw(statement, [wanted.binding]);
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
