import { writing, type Db } from '../platform/db.js';
import { InputError, NotFoundError } from '../platform/errors.js';
import type { Log } from '../platform/log.js';
import { emailFaults } from './accounts.js';
import { canonicalAddress } from './address.js';
import { accountKey, countTry, TooManyTriesError, type AttemptTools } from './attempts.js';
import { noteAct, type AuditTools } from './audit.js';
import { mailInvitation, type Mailing } from './errands.js';
import { invitationMail } from './mails.js';
import type { Role } from './role.js';
import { deleteInvitation, findInvitation, markMailed, putInvitation, type Invitation } from './store-invitations.js';
import { findMember } from './store-members.js';
import { findUserByEmail, putMember } from './store-users.js';
import type { User } from './user.js';

/** How long an invitation can be accepted. */
const INVITED_MS = 7 * 24 * 3_600_000;

export type InvitationTools = AttemptTools &
  AuditTools & { readonly mailer: Mailing; readonly log: Log; readonly baseUrl: string };

type Host = { readonly organizationId: string; readonly name: string; readonly invitedBy: string };

/**
 * Asks somebody to join an organization, by mail where there is a mail server. An earlier invitation to the same address
 * is good for nothing then. @throws InputError for no address, a member's, or too many invitations
 */
export async function invite(
  tools: InvitationTools,
  host: Host,
  guest: { readonly email: string; readonly role: Role },
): Promise<Invitation> {
  const faults = emailFaults(guest.email);
  if (faults.length > 0) throw new InputError(faults);
  const emailKey = canonicalAddress(guest.email);
  const user = await findUserByEmail(tools.db, emailKey);
  if (user && (await findMember(tools.db, host.organizationId, user.id)))
    throw new InputError([{ field: 'email', message: `${user.name} is a member already.` }]);
  await countInvitation(tools, host.organizationId, emailKey);
  const sentAt = tools.clock.now();
  const invitation: Invitation = {
    id: tools.ids.next(),
    organizationId: host.organizationId,
    email: guest.email.trim(),
    emailKey,
    role: guest.role,
    invitedBy: host.invitedBy,
    sentAt,
    expiresAt: sentAt + INVITED_MS,
    mail: 'link',
  };
  await writing(tools.db, (trx) => putInvitation(trx, invitation));
  return (await isMailed(tools, host, invitation)) ? { ...invitation, mail: 'sent' } : invitation;
}

async function countInvitation(tools: InvitationTools, organizationId: string, emailKey: string): Promise<void> {
  const keys = [accountKey(tools, 'invites', organizationId), accountKey(tools, 'invited', emailKey)];
  await countTry(tools, keys).catch((error: unknown) => {
    throw error instanceof TooManyTriesError ? new InputError([{ field: 'email', message: error.message }]) : error;
  });
}

async function isMailed(tools: InvitationTools, host: Host, invitation: Invitation): Promise<boolean> {
  const link = invitationLink(tools, invitation);
  const about = { organization: host.name, invitedBy: host.invitedBy, role: invitation.role, link };
  if (!(await mailInvitation(tools, invitationMail(invitation, about)))) return false;
  await markMailed(tools.db, invitation.id);
  return true;
}

/** Where the invitation is accepted. */
export function invitationLink(
  { seal, baseUrl }: Pick<InvitationTools, 'seal' | 'baseUrl'>,
  { id, sentAt }: Invitation,
): string {
  return `${baseUrl}/invitation/${seal.sign('invitation', `${id}.${sentAt}`)}`;
}

/** The invitation of a link. @throws NotFoundError when it was accepted or taken back, or its time is over */
export async function getInvitation(tools: AttemptTools, db: Db, token: string): Promise<Invitation> {
  const [id = '', sentAt] = (tools.seal.open('invitation', token) ?? '').split('.');
  const invitation = await findInvitation(db, id);
  if (invitation?.sentAt !== Number(sentAt) || tools.clock.now() >= invitation.expiresAt) throw new NotFoundError(GONE);
  return invitation;
}

const GONE =
  'This invitation is no longer good: it was accepted, taken back or sent anew, or its time is over. Please ask the person who invited you for another one.';

/** An invitation of this organization. @throws NotFoundError for any other */
export async function getOwnInvitation(db: Db, organizationId: string, id: string): Promise<Invitation> {
  const invitation = await findInvitation(db, id);
  if (invitation?.organizationId !== organizationId) throw new NotFoundError('There is no such invitation any more.');
  return invitation;
}

/** Makes somebody a member by an invitation, which is used up. Who is a member already keeps their role. */
export async function acceptInvitation(
  tools: AuditTools,
  trx: Db,
  { invitation, user }: { readonly invitation: Invitation; readonly user: User },
): Promise<void> {
  const { id, organizationId, role } = invitation;
  if (!(await deleteInvitation(trx, id))) throw new NotFoundError(GONE);
  if (await findMember(trx, organizationId, user.id)) return;
  await putMember(trx, { organizationId, userId: user.id, role, sinceAt: tools.clock.now() });
  await noteAct(tools, trx, {
    organizationId,
    userId: user.id,
    who: user.name,
    did: 'accepted an invitation',
    about: `user:${user.id}`,
    detail: `as ${role}, invited by ${invitation.invitedBy}`,
  });
}
