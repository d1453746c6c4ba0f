import type { Clock } from '../platform/clock.js';
import type { Db } from '../platform/db.js';
import { NotFoundError } from '../platform/errors.js';
import type { Seal } from '../platform/seal.js';
import { findCoalitionInvitation, type CoalitionInvitation } from './store-invitations.js';

const PURPOSE = 'coalition invitation';

/** Where an invitation is looked at and answered, below the base address. The data base holds nothing that would open it. */
export function invitationPath(
  { seal }: { readonly seal: Seal },
  { id, sentAt }: Pick<CoalitionInvitation, 'id' | 'sentAt'>,
): string {
  return `/coalition-invitations/${seal.sign(PURPOSE, `${id}.${sentAt}`)}`;
}

export function invitationLink(
  tools: { readonly seal: Seal; readonly baseUrl: string },
  invitation: Pick<CoalitionInvitation, 'id' | 'sentAt'>,
): string {
  return tools.baseUrl + invitationPath(tools, invitation);
}

/** The invitation of a link. @throws NotFoundError when it was answered or taken back, or its time is over */
export async function getInvitation(
  { seal, clock }: { readonly seal: Seal; readonly clock: Clock },
  db: Db,
  token: string,
): Promise<CoalitionInvitation> {
  const [id = '', sentAt] = (seal.open(PURPOSE, token) ?? '').split('.');
  const invitation = await findCoalitionInvitation(db, id);
  const isGood = invitation?.state === 'open' && invitation.sentAt === Number(sentAt);
  if (!isGood || clock.now() >= invitation.expiresAt) throw new NotFoundError(GONE);
  return invitation;
}

export const GONE =
  'This invitation is no longer good: it was answered, taken back or sent anew, or its time is over. Please ask the organization that leads the coalition for another one.';
