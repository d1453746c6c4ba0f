import type { Clock } from '../platform/clock.js';
import type { Db } from '../platform/db.js';
import { sha256 } from '../platform/ids.js';
import { readSessionCookie } from './session-cookie.js';
import { IDLE_MS } from './sessions.js';
import { findSession } from './store-sessions.js';
import { listMemberships } from './store-users.js';

/** Asks without counting as use: a page that stays open does not keep anybody signed in. */
type Asking = { readonly db: Db; readonly clock: Clock; readonly baseUrl: string };

/** Whether whoever opened a page is still signed in and still a member. */
export async function mayStillSee(
  tools: Asking,
  { cookies, organizationId }: { readonly cookies: string | undefined; readonly organizationId: string },
): Promise<boolean> {
  const open = await listOpen(tools, cookies);
  return open.some((one) => one.organizationId === organizationId);
}

/** The organizations that whoever opened a page is signed in to and may look into, with a second factor where they ask for one. */
export async function openOrganizations(tools: Asking, cookies: string | undefined): Promise<readonly string[]> {
  const open = await listOpen(tools, cookies);
  return open.filter(({ lacksFactor }) => !lacksFactor).map(({ organizationId }) => organizationId);
}

type Open = { readonly organizationId: string; readonly lacksFactor: boolean };

async function listOpen({ db, clock, baseUrl }: Asking, cookies: string | undefined): Promise<Open[]> {
  const headers = cookies === undefined ? {} : { cookie: cookies };
  const cookie = readSessionCookie({ headers }, baseUrl);
  const session = cookie === undefined ? undefined : await findSession(db, sha256(cookie));
  const now = clock.now();
  if (!session || now >= session.expiresAt || now >= session.seenAt + IDLE_MS) return [];
  const memberships = await listMemberships(db, session.user.id);
  return memberships.map(({ organizationId, needsSecondFactor }) => ({
    organizationId,
    lacksFactor: needsSecondFactor === 1 && session.hasSecondFactor !== 1,
  }));
}
