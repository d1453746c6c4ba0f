import { insertRecords, isPostgres, query, type ColumnKind, type Db } from '../platform/db.js';
import type { Coalition } from './coalition.js';

/** Who wants the digest: as they chose; else who owns the organization that leads. */
const WANTS = `COALESCE(wants, CASE WHEN members.role = 'owner' AND partners.organization_id = ? THEN 1 ELSE 0 END) = 1`;

const MEMBERS = `FROM partners JOIN members ON members.organization_id = partners.organization_id
                 LEFT JOIN digest_choices ON digest_choices.coalition_id = partners.coalition_id
                       AND digest_choices.user_id = members.user_id
                WHERE partners.coalition_id = ? AND partners.state = 'joined'`;

/** Those who are to get a week and for whom it is not planned yet; who came or chose later gets the next one. */
export async function listReaders(
  db: Db,
  { id, leadOrganizationId }: Coalition,
  { weekOn, dueAt }: { readonly weekOn: string; readonly dueAt: number },
): Promise<string[]> {
  const rows = await query<{ userId: string }>(
    db,
    `SELECT DISTINCT members.user_id AS "userId" ${MEMBERS}
        AND members.since_at <= ? AND partners.joined_at <= ? AND COALESCE(chosen_at, 0) <= ? AND ${WANTS}
        AND NOT EXISTS (SELECT 1 FROM digests WHERE digests.coalition_id = partners.coalition_id
                           AND digests.user_id = members.user_id AND week_on = ?)`,
    [id, dueAt, dueAt, dueAt, leadOrganizationId, weekOn],
  );
  return rows.map(({ userId }) => userId);
}

/** Somebody who gets the digest, and one of their organizations that take part. */
export type Reader = {
  readonly name: string;
  readonly email: string;
  readonly organizationId: string;
  /** The organization's short name. */
  readonly organization: string;
};

/** The organizations for which somebody takes part in a coalition; none where they do not want the digest any more. */
export function listReaderOf(db: Db, { id, leadOrganizationId }: Coalition, userId: string): Promise<Reader[]> {
  return query(
    db,
    `SELECT users.name, users.email, partners.organization_id AS "organizationId", organizations.slug AS organization
       FROM (SELECT partners.organization_id, members.user_id, MAX(CASE WHEN ${WANTS} THEN 1 ELSE 0 END) OVER () AS wanted
             ${MEMBERS} AND members.user_id = ?) AS partners
       JOIN users ON users.id = partners.user_id JOIN organizations ON organizations.id = partners.organization_id
      WHERE wanted = 1 ORDER BY organizations.slug`,
    [leadOrganizationId, id, userId],
  );
}

/** Whether somebody chose; undefined where they did not. */
export async function findChoice(db: Db, coalitionId: string, userId: string): Promise<boolean | undefined> {
  const sql = 'SELECT wants FROM digest_choices WHERE coalition_id = ? AND user_id = ?';
  const [row] = await query<{ wants: number }>(db, sql, [coalitionId, userId]);
  return row && row.wants === 1;
}

/** Notes what somebody chose; the moment is that of the last change. */
export async function putChoice(
  trx: Db,
  choice: { readonly coalitionId: string; readonly userId: string; readonly wants: boolean; readonly at: number },
): Promise<void> {
  await trx.raw(
    `INSERT INTO digest_choices (coalition_id, user_id, wants, chosen_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (coalition_id, user_id) DO UPDATE SET wants = excluded.wants, chosen_at = excluded.chosen_at
      WHERE digest_choices.wants <> excluded.wants`,
    [choice.coalitionId, choice.userId, choice.wants ? 1 : 0, choice.at],
  );
}

/** A mail of one week to one member. */
export type Digest = {
  readonly id: string;
  readonly coalitionId: string;
  readonly userId: string;
  readonly weekOn: string;
  readonly attempts: number;
  readonly plannedAt: number;
};

/** Plans mails; one of the same week and person that is there already is left as it is. */
export async function insertDigests(trx: Db, digests: readonly Omit<Digest, 'attempts'>[]): Promise<void> {
  const columns: Readonly<Record<string, ColumnKind>> = {
    ...{ id: 'text', coalition_id: 'text', user_id: 'text', week_on: 'text', state: 'text' },
    ...{ planned_at: 'bigint', due_at: 'bigint' },
  };
  const rows = digests.map(({ id, coalitionId, userId, weekOn, plannedAt }) => ({
    ...{ id, coalition_id: coalitionId, user_id: userId, week_on: weekOn, state: 'waiting' },
    ...{ planned_at: plannedAt, due_at: plannedAt },
  }));
  await insertRecords(trx, { table: 'digests', columns, conflict: 'ON CONFLICT DO NOTHING' }, rows);
}

/** Ends mails whose sender died over them: they may have left, so they are not sent again. */
export async function endLost(trx: Db, now: number): Promise<void> {
  await trx.raw(
    `UPDATE digests SET state = 'unknown', ended_at = ?, reason = 'Its sender stopped over it.'
      WHERE state = 'sending' AND due_at <= ?`,
    [now, now],
  );
}

/** Claims a mail that is due: nobody else takes it, and after `leaseUntil` it counts as lost. */
export async function claimDigest(
  trx: Db,
  { now, leaseUntil }: { readonly now: number; readonly leaseUntil: number },
): Promise<Digest | undefined> {
  const rows = await query<Digest>(
    trx,
    `UPDATE digests SET state = 'sending', due_at = ?, attempts = attempts + 1
      WHERE id IN (SELECT id FROM digests WHERE state = 'waiting' AND due_at <= ? ORDER BY due_at, id LIMIT 1
                   ${isPostgres(trx) ? 'FOR UPDATE SKIP LOCKED' : ''})
     RETURNING id, coalition_id AS "coalitionId", user_id AS "userId", week_on AS "weekOn", attempts,
               planned_at AS "plannedAt"`,
    [leaseUntil, now],
  );
  return rows[0];
}

/** How a try ended: for good, or (`waiting`) to be tried again at `dueAt`. */
export type DigestEnd = {
  readonly state: 'waiting' | 'sent' | 'previewed' | 'unknown' | 'failed' | 'dropped';
  readonly reason: string;
  readonly at: number;
  readonly dueAt?: number;
};

/** Records how a try ended, unless it counts as lost since. */
export async function endDigest(
  trx: Db,
  { id, attempts }: Digest,
  { state, reason, at, dueAt }: DigestEnd,
): Promise<void> {
  await trx('digests')
    .where({ id, attempts, state: 'sending' })
    .update({ state, reason, due_at: dueAt ?? at, ended_at: dueAt === undefined ? at : null });
}

/** What came by one source code, by the days of each campaign. */
export type SourceSum = {
  readonly source: string;
  readonly actions: number;
  readonly letters: number;
  readonly ownWords: number;
};

/** What was counted for a coalition's campaigns on some days, by source code. */
export function sumSources(
  db: Db,
  coalitionId: string,
  { fromOn, toOn }: { readonly fromOn: string; readonly toOn: string },
): Promise<SourceSum[]> {
  return query(
    db,
    `SELECT source, SUM(actions) AS actions, SUM(letters) AS letters, SUM(own_words) AS "ownWords"
       FROM coalition_campaigns JOIN action_counts ON action_counts.campaign_id = coalition_campaigns.campaign_id
      WHERE coalition_id = ? AND day >= ? AND day <= ? GROUP BY source`,
    [coalitionId, fromOn, toOn],
  );
}
