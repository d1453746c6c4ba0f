import { insertRecords, isPostgres, query, records, type Db } from '../platform/db.js';
import type { Planned } from './caps.js';
import type { NewNotice, Notice, NoticeState } from './notice.js';

const COLUMNS = `id, action_id AS "actionId", kind, part, address_key AS "addressKey", state, attempts,
  planned_at AS "plannedAt"`;

/** Puts mails among those to be sent; one that is there already is left as it is. */
export async function insertNotices(trx: Db, notices: readonly NewNotice[]): Promise<void> {
  const columns = {
    id: 'text',
    action_id: 'text',
    kind: 'text',
    part: 'text',
    address_key: 'text',
    state: 'text',
    planned_at: 'bigint',
    due_at: 'bigint',
  } as const;
  const rows = notices.map(({ id, actionId, kind, part, addressKey, plannedAt }) => {
    const moments = { planned_at: plannedAt, due_at: plannedAt };
    return { id, action_id: actionId, kind, part, address_key: addressKey, state: 'waiting', ...moments };
  });
  await insertRecords(trx, { table: 'notices', columns, conflict: 'ON CONFLICT DO NOTHING' }, rows);
}

/** The mails that addresses got, or are going to get, since a moment; those that were not sent do not count. */
export function listPlanned(trx: Db, addressKeys: readonly string[], since: number): Promise<Planned[]> {
  const wanted = records(
    trx,
    { address_key: 'text' },
    [...new Set(addressKeys)].map((address_key) => ({ address_key })),
  );
  return query(
    trx,
    `SELECT notices.address_key AS "addressKey", kind, planned_at AS "plannedAt"
       FROM ${wanted.sql} JOIN notices ON notices.address_key = r.address_key
      WHERE planned_at > ? AND state NOT IN ('suppressed', 'dropped')`,
    [wanted.binding, since],
  );
}

/** Whether an address was sent a mail since a moment that asks to confirm it, or which letter is its owner's. */
export async function wasAskedSince(db: Db, addressKey: string, since: number): Promise<boolean> {
  const rows = await query(
    db,
    `SELECT id FROM notices WHERE address_key = ? AND planned_at > ? AND kind IN ('confirm', 'again') AND state IN ('sent', 'unknown')
      LIMIT 1`,
    [addressKey, since],
  );
  return rows.length > 0;
}

/** Claims mails that are due: nobody else takes them before `leaseUntil`. */
export function claimNotices(
  trx: Db,
  { now, leaseUntil, limit }: { readonly now: number; readonly leaseUntil: number; readonly limit: number },
): Promise<Notice[]> {
  return query(
    trx,
    `UPDATE notices SET due_at = ?, attempts = attempts + 1
      WHERE id IN (SELECT id FROM notices WHERE state = 'waiting' AND due_at <= ? ORDER BY due_at LIMIT ?
                   ${isPostgres(trx) ? 'FOR UPDATE SKIP LOCKED' : ''})
     RETURNING ${COLUMNS}`,
    [leaseUntil, now, limit],
  );
}

/** How a try ended: for good, or (`waiting`) to be tried again at `dueAt`. */
export type NoticeEnd = {
  readonly state: NoticeState;
  readonly reason: string;
  readonly at: number;
  readonly dueAt?: number;
};

/** Records how a try ended, unless another process has taken the mail over since; answers whether it did. */
export async function endTry(
  trx: Db,
  { id, attempts }: Pick<Notice, 'id' | 'attempts'>,
  { state, reason, at, dueAt }: NoticeEnd,
): Promise<boolean> {
  const changed = await trx('notices')
    .where({ id, attempts, state: 'waiting' })
    .update({ state, reason, due_at: dueAt ?? at, ended_at: dueAt === undefined ? at : null });
  return changed > 0;
}

/** Forgets that letters were told about which went on before the mail left: should they fail again, it is told then. */
export async function forgetUntold(trx: Db, { actionId, part }: Pick<Notice, 'actionId' | 'part'>): Promise<void> {
  await trx.raw(
    `UPDATE deliveries SET told_at = NULL
      WHERE letter_id IN (SELECT id FROM letters WHERE action_id = ?) AND told_at = ? AND state NOT IN ('failed', 'bounced')`,
    [actionId, Number(part)],
  );
}

/** The newest mails that were only previewed. */
export function listPreviewedNotices(db: Db, limit: number): Promise<Notice[]> {
  return query(db, `SELECT ${COLUMNS} FROM notices WHERE state = 'previewed' ORDER BY id DESC LIMIT ?`, [limit]);
}

export async function findPreviewedNotice(db: Db, id: string): Promise<Notice | undefined> {
  // PostgreSQL fails on a parameter with a NUL in it.
  if (!/^\w+$/.test(id)) return undefined;
  return (await query<Notice>(db, `SELECT ${COLUMNS} FROM notices WHERE state = 'previewed' AND id = ?`, [id]))[0];
}
