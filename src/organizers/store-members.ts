import { query, type Db } from '../platform/db.js';
import type { Role } from './role.js';

/** Somebody who works for an organization. */
export type Member = {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly sinceAt: number;
  /** 1 where they confirm each sign-in with a second factor. */
  readonly hasSecondFactor: number;
  /** When they last asked for a page; null where they are signed in nowhere. */
  readonly seenAt: number | null;
};

const MEMBER = `SELECT members.user_id AS "userId", name, email, role, since_at AS "sinceAt",
                       CASE WHEN confirmed_at IS NULL THEN 0 ELSE 1 END AS "hasSecondFactor",
                       (SELECT MAX(seen_at) FROM sessions WHERE sessions.user_id = users.id) AS "seenAt"
                  FROM members JOIN users ON users.id = members.user_id
                  LEFT JOIN second_factors ON second_factors.user_id = users.id
                 WHERE organization_id = ?`;

/** The organization's members, owners first, by name. */
export function listMembers(db: Db, organizationId: string): Promise<Member[]> {
  return query(db, `${MEMBER} ORDER BY CASE role WHEN 'owner' THEN 0 ELSE 1 END, name, users.id`, [organizationId]);
}

export async function findMember(db: Db, organizationId: string, userId: string): Promise<Member | undefined> {
  return (await query<Member>(db, `${MEMBER} AND members.user_id = ?`, [organizationId, userId]))[0];
}

/** Keeps others from changing who owns the organization until this transaction ends. */
export async function lockMembers(trx: Db, organizationId: string): Promise<void> {
  await trx.raw('UPDATE organizations SET name = name WHERE id = ?', [organizationId]);
}

export async function countOwners(db: Db, organizationId: string): Promise<number> {
  const rows = await query<{ owners: number }>(
    db,
    `SELECT COUNT(*) AS owners FROM members WHERE organization_id = ? AND role = 'owner'`,
    [organizationId],
  );
  return rows[0]?.owners ?? 0;
}

export async function deleteMember(trx: Db, organizationId: string, userId: string): Promise<void> {
  await trx('members').where({ organization_id: organizationId, user_id: userId }).delete();
}

export async function setNeedsSecondFactor(trx: Db, organizationId: string, needs: boolean): Promise<void> {
  await trx('organizations')
    .where({ id: organizationId })
    .update({ needs_second_factor: needs ? 1 : 0 });
}
