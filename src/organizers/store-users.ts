import { query, type Db } from '../platform/db.js';
import type { Role } from './role.js';
import type { Membership, User } from './user.js';

export type StoredUser = User & { readonly passwordHash: string | null };

const USER = `SELECT id, name, email, password_hash AS "passwordHash" FROM users`;

/** `emailKey` is the canonical address. */
export async function findUserByEmail(db: Db, emailKey: string): Promise<StoredUser | undefined> {
  return (await query<StoredUser>(db, `${USER} WHERE email_key = ?`, [emailKey]))[0];
}

export async function findUser(db: Db, id: string): Promise<StoredUser | undefined> {
  return (await query<StoredUser>(db, `${USER} WHERE id = ?`, [id]))[0];
}

/** Whether anybody has an account. */
export async function hasUsers(db: Db): Promise<boolean> {
  return (await query(db, 'SELECT 1 FROM users LIMIT 1')).length > 0;
}

export type NewUser = User & {
  readonly emailKey: string;
  readonly passwordHash: string | null;
  readonly createdAt: number;
};

export async function insertUser(trx: Db, user: NewUser): Promise<void> {
  await trx('users').insert({
    id: user.id,
    name: user.name,
    email: user.email,
    email_key: user.emailKey,
    password_hash: user.passwordHash,
    created_at: user.createdAt,
  });
}

/** Without a hash nobody can sign in until a password is chosen. */
export async function updatePassword(trx: Db, id: string, passwordHash: string | null): Promise<void> {
  await trx('users').where({ id }).update({ password_hash: passwordHash });
}

export async function updateAddress(
  trx: Db,
  id: string,
  { email, emailKey }: Pick<NewUser, 'email' | 'emailKey'>,
): Promise<void> {
  await trx('users').where({ id }).update({ email, email_key: emailKey });
}

export async function renameUser(trx: Db, id: string, name: string): Promise<void> {
  await trx('users').where({ id }).update({ name });
}

/** Removes an account with all that is only its own; what it did stays in the log under its name. */
export async function deleteUser(trx: Db, id: string): Promise<void> {
  for (const table of ['sessions', 'members', 'recovery_codes', 'second_factors', 'account_links', 'address_changes'])
    await trx(table).where({ user_id: id }).delete();
  await trx('users').where({ id }).delete();
}

/** Makes somebody a member, or gives a member another role. */
export async function putMember(
  trx: Db,
  member: { readonly organizationId: string; readonly userId: string; readonly role: Role; readonly sinceAt: number },
): Promise<void> {
  await trx.raw(
    `INSERT INTO members (organization_id, user_id, role, since_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (organization_id, user_id) DO UPDATE SET role = excluded.role`,
    [member.organizationId, member.userId, member.role, member.sinceAt],
  );
}

const MEMBERSHIP = `SELECT organizations.id AS "organizationId", slug, organizations.name, role,
                           needs_second_factor AS "needsSecondFactor",
                           time_zone AS "timeZone"
                      FROM members JOIN organizations ON organizations.id = organization_id`;

/** The organizations that somebody works for, by name. */
export function listMemberships(db: Db, userId: string): Promise<Membership[]> {
  return query(db, `${MEMBERSHIP} WHERE user_id = ? ORDER BY organizations.name, slug`, [userId]);
}

/** An account as it is listed at the command line. */
export type ListedUser = User & { readonly createdAt: number; readonly memberships: readonly Membership[] };

export async function listUsers(db: Db): Promise<ListedUser[]> {
  const users = await query<User & { createdAt: number }>(
    db,
    'SELECT id, name, email, created_at AS "createdAt" FROM users ORDER BY email_key',
  );
  const members = await query<Membership & { userId: string }>(
    db,
    `${MEMBERSHIP.replace('SELECT', 'SELECT user_id AS "userId",')} ORDER BY slug`,
  );
  return users.map((user) => ({ ...user, memberships: members.filter(({ userId }) => userId === user.id) }));
}
