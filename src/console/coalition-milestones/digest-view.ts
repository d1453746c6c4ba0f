import { wantsDigest } from '../../partners/index.js';
import type { Db } from '../../platform/db.js';
import type { CoalitionVisit } from '../visit.js';

/**
 * What the partial `coalition-milestones/digest` shows: whether the visitor gets Monday's mail, and where to choose. It
 * leads back to the page that it stands on.
 */
export async function digestView(
  db: Db,
  { coalition, base, user, organization }: CoalitionVisit,
  from: 'overview' | 'milestones',
): Promise<object> {
  return {
    from,
    action: `${base}/coalitions/${coalition.slug}/digest`,
    wants: await wantsDigest(db, coalition, { userId: user.id, membership: organization }),
    email: user.email,
    hasEnded: coalition.endedAt !== null,
  };
}
