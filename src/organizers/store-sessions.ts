import { query, type Db } from '../platform/db.js';
import type { User } from './user.js';

/** A session with its user; `id` is the digest of what the cookie holds. */
export type StoredSession = {
  readonly id: string;
  readonly user: User;
  readonly createdAt: number;
  readonly seenAt: number;
  readonly expiresAt: number;
  readonly agent: string;
  /** 1 where the user confirms each sign-in with a second factor. */
  readonly hasSecondFactor: number;
};

type Row = Omit<StoredSession, 'user'> & { readonly userId: string; readonly name: string; readonly email: string };

export async function findSession(db: Db, id: string): Promise<StoredSession | undefined> {
  const [row] = await query<Row>(
    db,
    `SELECT sessions.id, sessions.user_id AS "userId", name, email, sessions.created_at AS "createdAt", seen_at AS "seenAt",
            expires_at AS "expiresAt", agent, CASE WHEN confirmed_at IS NULL THEN 0 ELSE 1 END AS "hasSecondFactor"
       FROM sessions JOIN users ON users.id = sessions.user_id
       LEFT JOIN second_factors ON second_factors.user_id = users.id WHERE sessions.id = ?`,
    [id],
  );
  if (!row) return undefined;
  const { userId, name, email, ...session } = row;
  return { ...session, user: { id: userId, name, email } };
}

export async function insertSession(
  trx: Db,
  session: Omit<StoredSession, 'user' | 'hasSecondFactor'> & { readonly userId: string },
): Promise<void> {
  await trx('sessions').insert({
    id: session.id,
    user_id: session.userId,
    created_at: session.createdAt,
    seen_at: session.seenAt,
    expires_at: session.expiresAt,
    agent: session.agent,
  });
}

export async function touchSession(db: Db, id: string, seenAt: number): Promise<void> {
  await db('sessions').where({ id }).update({ seen_at: seenAt });
}

export async function deleteSession(db: Db, id: string): Promise<void> {
  await db('sessions').where({ id }).delete();
}

/** A session as its owner sees it. */
export type ListedSession = Pick<StoredSession, 'id' | 'createdAt' | 'seenAt' | 'agent'>;

/** Where somebody is signed in, last used first. Those that have run out are left out. */
export function listSessions(
  db: Db,
  userId: string,
  since: { readonly now: number; readonly seenSince: number },
): Promise<ListedSession[]> {
  return query(
    db,
    `SELECT id, created_at AS "createdAt", seen_at AS "seenAt", agent FROM sessions
      WHERE user_id = ? AND expires_at > ? AND seen_at > ? ORDER BY seen_at DESC, id`,
    [userId, since.now, since.seenSince],
  );
}

/** Ends one of somebody's own sessions. */
export async function deleteOwnSession(db: Db, userId: string, id: string): Promise<void> {
  await db('sessions').where({ user_id: userId, id }).delete();
}

/** Ends all sessions of somebody, but the one that is named. */
export async function deleteSessionsOf(trx: Db, userId: string, but = ''): Promise<void> {
  await trx('sessions').where({ user_id: userId }).whereNot({ id: but }).delete();
}

/** Keeps a text for the session's next page. */
export async function putSaid(db: Db, id: string, said: string): Promise<void> {
  await db('sessions').where({ id }).update({ said });
}

/** The text for this page, which is gone then. */
export async function takeSaid(db: Db, id: string): Promise<string | undefined> {
  const [row] = await query<{ said: string | null }>(db, 'SELECT said FROM sessions WHERE id = ?', [id]);
  if (row?.said == null) return undefined;
  await db('sessions').where({ id, said: row.said }).update({ said: null });
  return row.said;
}
