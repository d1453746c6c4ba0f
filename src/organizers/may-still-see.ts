import type { Clock } from '../platform/clock.js';
import type { Db } from '../platform/db.js';
import { sha256 } from '../platform/ids.js';
import { readSessionCookie } from './session-cookie.js';
import { IDLE_MS } from './sessions.js';
import { findSession } from './store-sessions.js';
import { listMemberships } from './store-users.js';

/**
 * Whether whoever opened a page is still signed in and still a member. It asks without counting as use: a page that stays
 * open does not keep anybody signed in.
 */
export async function mayStillSee(
  { db, clock, baseUrl }: { readonly db: Db; readonly clock: Clock; readonly baseUrl: string },
  who: { readonly cookies: string | undefined; readonly organizationId: string },
): Promise<boolean> {
  const headers = who.cookies === undefined ? {} : { cookie: who.cookies };
  const cookie = readSessionCookie({ headers }, baseUrl);
  const session = cookie === undefined ? undefined : await findSession(db, sha256(cookie));
  const now = clock.now();
  if (!session || now >= session.expiresAt || now >= session.seenAt + IDLE_MS) return false;
  const memberships = await listMemberships(db, session.user.id);
  return memberships.some(({ organizationId }) => organizationId === who.organizationId);
}
