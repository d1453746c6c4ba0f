import { openOrganizations } from '../organizers/index.js';
import { takesPart, type Coalition } from '../partners/index.js';
import type { Clock } from '../platform/clock.js';
import type { Db } from '../platform/db.js';

/**
 * Who may see a coalition's numbers: `everybody`; `members`, who are signed in, while they are not public; `later` for others
 * before the day of publication; `nobody`, who are not told that there is a coalition.
 */
export type Sight = 'everybody' | 'members' | 'later' | 'nobody';

/** What whoever sends these cookies may see now; asking does not count as use of their session. */
export async function maySee(
  tools: { readonly db: Db; readonly clock: Clock; readonly baseUrl: string },
  { isPublic, embargoUntil, partners }: Coalition,
  cookies: string | undefined,
): Promise<Sight> {
  if (isPublic && (embargoUntil === null || tools.clock.now() >= embargoUntil)) return 'everybody';
  const open = await openOrganizations(tools, cookies);
  const isMember = partners.some((one) => takesPart(one) && open.includes(one.organizationId ?? ''));
  if (isMember) return 'members';
  return isPublic ? 'later' : 'nobody';
}
