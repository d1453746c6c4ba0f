import { NotFoundError } from '../platform/errors.js';
import type { Db } from '../platform/db.js';
import type { Seal } from '../platform/seal.js';
import type { Membership } from '../organizers/index.js';
import type { Coalition } from './coalition.js';
import { findChoice } from './store-digests.js';

const PURPOSE = 'digest';

/** Where one click ends the weekly mail of a coalition, without any login (RFC 8058). */
export function unsubscribeLink(
  { seal, baseUrl }: { readonly seal: Seal; readonly baseUrl: string },
  { coalitionId, userId }: { readonly coalitionId: string; readonly userId: string },
): string {
  return `${baseUrl}/digest/${seal.sign(PURPOSE, `${coalitionId}.${userId}`)}`;
}

/** Whose mail of which coalition a link ends. @throws NotFoundError */
export function openUnsubscribe(
  { seal }: { readonly seal: Seal },
  token: string,
): { readonly coalitionId: string; readonly userId: string } {
  const [coalitionId, userId] = seal.open(PURPOSE, token)?.split('.') ?? [];
  if (coalitionId !== undefined && userId !== undefined) return { coalitionId, userId };
  throw new NotFoundError('There is no page at this address. Please check that the whole link was copied.');
}

/**
 * Whether somebody gets the weekly mail: as they chose. Who did not choose gets none, except the owners of the organization
 * that leads: they answer for the coalition's numbers, and nobody else asked for the coalition.
 */
export async function wantsDigest(
  db: Db,
  { id, leadOrganizationId }: Coalition,
  { userId, membership }: { readonly userId: string; readonly membership: Pick<Membership, 'organizationId' | 'role'> },
): Promise<boolean> {
  const isOwnerOfLead = membership.role === 'owner' && membership.organizationId === leadOrganizationId;
  return (await findChoice(db, id, userId)) ?? isOwnerOfLead;
}
