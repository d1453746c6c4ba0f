import { idRecords, insertRecords, isPostgres, query, records, write, type Db } from '../platform/db.js';
import { lookupForms } from '../platform/private-columns.js';
import { isCountedSql, rootSql } from '../counts/index.js';
import { groupSql } from './store-reach.js';

/**
 * Notes actions for the count of people, in the transaction that takes them; those of no coalition's campaign are not. A
 * suspected one is noted once a reviewer lets it go.
 */
export async function noteActions(
  trx: Db,
  actions: readonly { readonly id: string; readonly campaignId: string; readonly suspicions?: readonly unknown[] }[],
): Promise<void> {
  const trusted = actions.filter(({ suspicions = [] }) => suspicions.length === 0);
  if (trusted.length === 0) return;
  const rows = trusted.map(({ id, campaignId }) => ({ id, campaign: campaignId }));
  const from = records(trx, { id: 'text', campaign: 'text' }, rows);
  const sql = `INSERT INTO coalition_inbox (coalition_id, action_id)
     SELECT coalition_id, r.id FROM ${from.sql} JOIN coalition_campaigns ON campaign_id = r.campaign WHERE true
     ON CONFLICT DO NOTHING`;
  await write(trx, { sql, binding: from.binding });
}

/** An action as the count of people sees it. */
export type CountedAction = {
  readonly id: string;
  readonly campaignId: string;
  readonly createdAt: number;
  /** The canonical address; of somebody who was erased a text of their id, which is nobody else's. */
  readonly address: string;
  readonly group: string;
};

/** Ids of noted actions, as many as are asked for. */
export async function listNoted(db: Db, coalitionId: string, limit: number): Promise<string[]> {
  const sql = 'SELECT action_id AS id FROM coalition_inbox WHERE coalition_id = ? ORDER BY action_id LIMIT ?';
  return (await query<{ id: string }>(db, sql, [coalitionId, limit])).map(({ id }) => id);
}

/** Those of some actions that belong to the coalition's campaigns and are not suspected. */
export function listActions(db: Db, coalitionId: string, ids: readonly string[]): Promise<CountedAction[]> {
  const wanted = idRecords(db, ids);
  return query(db, counted(db, `${wanted.sql} JOIN actions ON actions.id = r.id`), [wanted.binding, coalitionId]);
}

/** A place in the list of a coalition's actions, campaign by campaign. */
export type ActionPlace = Pick<CountedAction, 'id' | 'campaignId' | 'createdAt'>;

/** The next actions of a coalition's campaign behind a place, in order. */
export function listActionsAfter(
  db: Db,
  coalitionId: string,
  { after, limit }: { readonly after: ActionPlace; readonly limit: number },
): Promise<CountedAction[]> {
  const some = `(SELECT id, campaign_id, created_at, source, supporter_id, suspicions, cleared_at FROM actions
                  WHERE campaign_id = ? AND (created_at, id) > (CAST(? AS bigint), ?) AND ${isCountedSql('actions')}
                  ORDER BY created_at, id LIMIT ?) AS actions`;
  return query(db, `${counted(db, some)} ORDER BY actions.created_at, actions.id`, [
    ...[after.campaignId, after.createdAt, after.id, limit],
    coalitionId,
  ]);
}

function counted(db: Db, actions: string): string {
  const root = rootSql(db, 'source');
  return `SELECT actions.id, actions.campaign_id AS "campaignId", actions.created_at AS "createdAt",
                 email_key AS address, ${groupSql(root)} AS "group"
            FROM ${actions} JOIN supporters ON supporters.id = supporter_id
            JOIN coalition_campaigns ON coalition_campaigns.campaign_id = actions.campaign_id AND coalition_campaigns.coalition_id = ?
            LEFT JOIN partners ON partners.coalition_id = coalition_campaigns.coalition_id AND partners.code = ${root}
           WHERE ${isCountedSql('actions')}`;
}

export async function deleteNoted(trx: Db, coalitionId: string, ids: readonly string[]): Promise<void> {
  const wanted = idRecords(trx, ids);
  const sql = `DELETE FROM coalition_inbox WHERE coalition_id = ? AND action_id IN (SELECT r.id FROM ${wanted.sql})`;
  await trx.raw(sql, [coalitionId, wanted.binding]);
}

/** Digests that are to be forgotten. */
export async function listForgotten(db: Db, coalitionId: string, limit: number): Promise<string[]> {
  const sql = 'SELECT person_key AS id FROM coalition_forgotten WHERE coalition_id = ? ORDER BY person_key LIMIT ?';
  return (await query<{ id: string }>(db, sql, [coalitionId, limit])).map(({ id }) => id);
}

export async function insertForgotten(trx: Db, coalitionId: string, keys: readonly string[]): Promise<void> {
  const columns = { coalition_id: 'text', person_key: 'text' } as const;
  const rows = keys.map((key) => ({ coalition_id: coalitionId, person_key: key }));
  await insertRecords(trx, { table: 'coalition_forgotten', columns, conflict: 'ON CONFLICT DO NOTHING' }, rows);
}

export async function deleteForgotten(trx: Db, coalitionId: string, keys: readonly string[]): Promise<void> {
  const wanted = idRecords(trx, keys);
  const sql = `DELETE FROM coalition_forgotten WHERE coalition_id = ? AND person_key IN (SELECT r.id FROM ${wanted.sql})`;
  await trx.raw(sql, [coalitionId, wanted.binding]);
}

/** Notes again all that was done in a coalition's campaigns under some addresses, whichever organization has them. */
export async function noteAddresses(trx: Db, coalitionId: string, addresses: readonly string[]): Promise<void> {
  const wanted = idRecords(
    trx,
    addresses.flatMap((address) => lookupForms(trx, address)),
  );
  await trx.raw(
    `INSERT INTO coalition_inbox (coalition_id, action_id)
     SELECT coalition_id, actions.id FROM organizations
       JOIN supporters ON organization_id = organizations.id AND email_key IN (SELECT r.id FROM ${wanted.sql})
       JOIN actions ON actions.supporter_id = supporters.id
       JOIN coalition_campaigns ON coalition_campaigns.campaign_id = actions.campaign_id
      WHERE coalition_id = ? ON CONFLICT DO NOTHING`,
    [wanted.binding, coalitionId],
  );
}

/** Which addresses some supporters used in which coalitions. */
export function listAddresses(
  db: Db,
  supporterIds: readonly string[],
): Promise<{ readonly coalitionId: string; readonly address: string }[]> {
  const wanted = idRecords(db, supporterIds);
  return query(
    db,
    `SELECT DISTINCT coalition_id AS "coalitionId", email_key AS address
       FROM ${wanted.sql} JOIN supporters ON supporters.id = r.id JOIN actions ON actions.supporter_id = supporters.id
       JOIN coalition_campaigns ON coalition_campaigns.campaign_id = actions.campaign_id ORDER BY coalition_id, email_key`,
    [wanted.binding],
  );
}

/** Lets nobody take an action of a coalition until the transaction ends. */
export async function holdInbox(trx: Db): Promise<void> {
  if (isPostgres(trx)) await trx.raw('LOCK TABLE coalition_inbox IN EXCLUSIVE MODE');
}
