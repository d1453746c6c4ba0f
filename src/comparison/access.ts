import { openOrganizations } from '../organizers/index.js';
import { takesPart, type Coalition } from '../partners/index.js';
import type { Clock } from '../platform/clock.js';
import type { Db } from '../platform/db.js';

/**
 * Who may see a comparison: `everybody`; `members`, while it is not public; `later` for others before the day on which it
 * is published, who are told that day; `nobody`, who are not told that it exists.
 */
export type Sight = 'everybody' | 'members' | 'later' | 'nobody';

export type VisitorTools = { readonly db: Db; readonly clock: Clock; readonly baseUrl: string };

/** What whoever sends these cookies may see now; asking does not count as use of their session. */
export async function maySee(tools: VisitorTools, coalition: Coalition, cookies: string | undefined): Promise<Sight> {
  const now = tools.clock.now();
  return isOut(coalition, now) ? 'everybody' : sightOf(coalition, await organizationsOf(tools, cookies), now);
}

/** What somebody sees who works for these organizations. */
export function sightOf(coalition: Coalition, organizationIds: ReadonlySet<string>, now: number): Sight {
  if (isOut(coalition, now)) return 'everybody';
  const own = coalition.partners.filter(takesPart).map(({ organizationId }) => organizationId);
  if (own.some((id) => id !== null && organizationIds.has(id))) return 'members';
  return coalition.isPublic ? 'later' : 'nobody';
}

/** Whether everybody may see it: its lead made it public, and its day has come. */
function isOut({ isPublic, embargoUntil }: Coalition, now: number): boolean {
  return isPublic && (embargoUntil === null || now >= embargoUntil);
}

/** The organizations that whoever sends these cookies is signed in to and may look into; none where nobody is. */
export async function organizationsOf(tools: VisitorTools, cookies: string | undefined): Promise<ReadonlySet<string>> {
  return new Set(await openOrganizations(tools, cookies));
}
