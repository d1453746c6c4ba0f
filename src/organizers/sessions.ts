import type { Clock } from '../platform/clock.js';
import type { Db } from '../platform/db.js';
import { sha256, type Ids } from '../platform/ids.js';
import type { Seal } from '../platform/seal.js';
import {
  deleteSession,
  findSession,
  insertSession,
  listSessions,
  touchSession,
  type ListedSession,
} from './store-sessions.js';
import type { User } from './user.js';

const HOUR_MS = 3_600_000;

/** After this long without a request somebody has to sign in again. */
export const IDLE_MS = 12 * HOUR_MS;

/** After this long in any case. */
export const SESSION_MS = 7 * 24 * HOUR_MS;

/** How exactly it is noted when a session was last used. */
const SEEN_EVERY_MS = 60_000;

/** Somebody who is signed in. */
export type Session = {
  /** The digest under which the session is stored; the cookie holds what it was made of. */
  readonly id: string;
  readonly user: User;
  /** Stands in each form: another site cannot know it. */
  readonly csrf: string;
  /** Whether the user confirms each sign-in with a second factor. */
  readonly hasSecondFactor: boolean;
};

export type Sessions = {
  /** Signs somebody in and answers what the cookie is to hold. */
  readonly begin: (userId: string, agent: string) => Promise<string>;
  /** Who holds this cookie; undefined for nobody, or where the session has run out. */
  readonly find: (cookie: string | undefined) => Promise<Session | undefined>;
  readonly end: (sessionId: string) => Promise<void>;
  /** Where somebody is signed in, last used first. */
  readonly list: (userId: string) => Promise<readonly ListedSession[]>;
  /** The token that stood in forms of the session of this cookie, also after it ended; undefined without a cookie. */
  readonly formToken: (cookie: string | undefined) => string | undefined;
};

export type SessionTools = { readonly db: Db; readonly clock: Clock; readonly ids: Ids; readonly seal: Seal };

export function createSessions({ db, clock, ids, seal }: SessionTools): Sessions {
  return {
    begin: async (userId, agent) => {
      const cookie = ids.token() + ids.token();
      const now = clock.now();
      const expiresAt = now + SESSION_MS;
      await insertSession(db, { id: sha256(cookie), userId, createdAt: now, seenAt: now, expiresAt, agent });
      return cookie;
    },
    find: async (cookie) => {
      if (cookie === undefined || cookie === '') return undefined;
      const session = await findSession(db, sha256(cookie));
      if (!session) return undefined;
      const now = clock.now();
      if (now >= session.expiresAt || now >= session.seenAt + IDLE_MS) {
        await deleteSession(db, session.id);
        return undefined;
      }
      if (now >= session.seenAt + SEEN_EVERY_MS) await touchSession(db, session.id, now);
      const { id, user, hasSecondFactor } = session;
      return { id, user, csrf: seal.digest('csrf', id), hasSecondFactor: hasSecondFactor === 1 };
    },
    end: (sessionId) => deleteSession(db, sessionId),
    list: (userId) => listSessions(db, userId, { now: clock.now(), seenSince: clock.now() - IDLE_MS }),
    formToken: (cookie) => (cookie ? seal.digest('csrf', sha256(cookie)) : undefined),
  };
}
