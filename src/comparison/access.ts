import type { Request } from 'express';
import { listMemberships, may, readSessionCookie, type Accounts } from '../organizers/index.js';
import { takesPart, type Coalition } from '../partners/index.js';
import type { Db } from '../platform/db.js';

/**
 * Who may see a comparison: `everybody`; `members`, while it is not public; `later` for others before the day on which it
 * is published, who are told that day; `nobody`, who are not told that it exists.
 */
export type Sight = 'everybody' | 'members' | 'later' | 'nobody';

/** What somebody sees who works for these organizations. */
export function sightOf(coalition: Coalition, organizationIds: ReadonlySet<string>, now: number): Sight {
  if (isOut(coalition, now)) return 'everybody';
  const own = coalition.partners.filter(takesPart).map(({ organizationId }) => organizationId);
  if (own.some((id) => id !== null && organizationIds.has(id))) return 'members';
  return coalition.isPublic ? 'later' : 'nobody';
}

/** Whether everybody may see it: its lead made it public, and its day has come. */
export function isOut({ isPublic, embargoUntil }: Coalition, now: number): boolean {
  return isPublic && (embargoUntil === null || now >= embargoUntil);
}

export type VisitorTools = Pick<Accounts, 'sessions'> & { readonly db: Db; readonly baseUrl: string };

/** The organizations that whoever asks works for and may look into; undefined where nobody is signed in. */
export async function organizationsOf(
  { sessions, db, baseUrl }: VisitorTools,
  request: Pick<Request, 'headers'>,
): Promise<ReadonlySet<string> | undefined> {
  const session = await sessions.find(readSessionCookie(request, baseUrl));
  if (!session) return undefined;
  const open = (await listMemberships(db, session.user.id)).filter(
    ({ role, needsSecondFactor }) => may(role, 'see') && (needsSecondFactor !== 1 || session.hasSecondFactor),
  );
  return new Set(open.map(({ organizationId }) => organizationId));
}
