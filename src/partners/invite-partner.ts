import { z } from 'zod';
import type { Campaign } from '../campaigns/index.js';
import {
  accountKey,
  canonicalAddress,
  countTry,
  emailFaults,
  mailInvitation,
  TooManyTriesError,
  type Mailing,
  type User,
} from '../organizers/index.js';
import type { Clock } from '../platform/clock.js';
import { writing, type Db } from '../platform/db.js';
import { ConflictError, InputError, NotFoundError } from '../platform/errors.js';
import type { Ids } from '../platform/ids.js';
import type { Log } from '../platform/log.js';
import type { Seal } from '../platform/seal.js';
import type { Coalition, Partner } from './coalition.js';
import { partnerName, readField, readForm } from './coalition-form.js';
import { invitationMail } from './coalition-mails.js';
import { invitationLink } from './invitation-link.js';
import { openCoalition } from './open-coalition.js';
import { codeFaults, codeSchema, nameFaults } from './partner-code.js';
import { insertPartner } from './store-changes.js';
import {
  countInvitations,
  endInvitation,
  forgetAddresses,
  insertCoalitionInvitation,
  markInvitationMailed,
  type CoalitionInvitation,
} from './store-invitations.js';
import { findSeat, updatePartnerName, updatePartnerState } from './store-partners.js';

const DAY_MS = 24 * 3_600_000;

/** How long an invitation can be accepted: boards meet. */
const INVITED_DAYS = 14;

/** How long an address is kept that never answered, so that the lead can write there again. */
const LATE_MS = 30 * DAY_MS;

/** So many invitations can one organization send in 24 hours, over all coalitions that it leads. */
export const MOST_INVITATIONS_A_DAY = 25;

export type InviteTools = {
  readonly db: Db;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly seal: Seal;
  readonly log: Log;
  readonly mailer: Mailing;
  readonly baseUrl: string;
};

/** The lead, and who of its people acts. */
export type Host = { readonly organizationId: string; readonly name: string; readonly user: User };

/** Where an invitation goes to. */
export type Addressee = { readonly email: string; readonly emailKey: string };

export type NamedPartner = Pick<Partner, 'id' | 'coalitionId' | 'code' | 'name'>;

/**
 * Adds an organization by its name; `typed.email` is where it shall be invited then, '' for nowhere yet.
 * @throws InputError for a name or a code that cannot be used, no address, or too many invitations; nothing is added then
 */
export async function namePartner(
  tools: InviteTools,
  {
    coalition,
    campaigns,
    host,
  }: { readonly coalition: Coalition; readonly campaigns: readonly Campaign[]; readonly host: Host },
  typed: { readonly name: string; readonly code: string; readonly email: string },
): Promise<{ readonly partner: NamedPartner; readonly to: Addressee | undefined }> {
  const { name, code } = readForm(z.object({ name: partnerName, code: codeSchema }), typed);
  const faults = [
    ...nameFaults(name, coalition.partners),
    ...codeFaults(code, { partners: coalition.partners, campaigns }),
    ...(typed.email === '' ? [] : emailFaults(typed.email)),
  ];
  if (faults.length > 0) throw new InputError(faults);
  const to = typed.email === '' ? undefined : await addresseeOf(tools, host, typed.email);
  const partner = { id: tools.ids.next(), coalitionId: coalition.id, code, name };
  await writing(tools.db, async (trx) => {
    await openCoalition(trx, coalition.id);
    const createdAt = tools.clock.now();
    if (!(await insertPartner(trx, { ...partner, organizationId: null, state: 'named', createdAt })))
      throw new InputError([
        { field: 'code', message: `${code} is somebody’s code already; please choose another one.` },
      ]);
  });
  return { partner, to };
}

/** Gives an organization that has not joined yet another name. Who joined names itself. */
export async function renamePartner(
  { db }: { readonly db: Db },
  { coalition, id }: { readonly coalition: Coalition; readonly id: string },
  typed: string,
): Promise<string> {
  const name = readField('name', partnerName, typed);
  const faults = nameFaults(name, coalition.partners, id);
  if (faults.length > 0) throw new InputError(faults);
  await writing(db, async (trx) => {
    await openCoalition(trx, coalition.id);
    const seat = await findSeat(trx, { id, coalitionId: coalition.id });
    if (!seat) throw new NotFoundError('There is no such partner.');
    if (seat.organizationId !== null) throw new ConflictError('partner-joined', 'A partner that joined names itself.');
    await updatePartnerName(trx, id, name);
  });
  return name;
}

/**
 * An address that an invitation may go to now; it counts as sent. @throws InputError for no address, or where the
 * organization, or who gets the mail, had too many
 */
export async function addresseeOf(tools: InviteTools, host: Host, email: string): Promise<Addressee> {
  const faults = emailFaults(email);
  if (faults.length > 0) throw new InputError(faults);
  const emailKey = canonicalAddress(email);
  await countInvitation(tools, host, emailKey);
  return { email: email.trim(), emailKey };
}

/**
 * Asks an organization by mail to join, where there is a mail server. Whether it is known to this installation is not
 * looked at. An earlier invitation of the same partner is good for nothing then.
 */
export async function invitePartner(
  tools: InviteTools,
  host: Host,
  { coalition, partner, to }: { readonly coalition: Coalition; readonly partner: NamedPartner; readonly to: Addressee },
): Promise<CoalitionInvitation> {
  const sentAt = tools.clock.now();
  const invitation = {
    id: tools.ids.next(),
    partnerId: partner.id,
    hostOrganizationId: host.organizationId,
    ...to,
    invitedBy: host.user.name,
    sentAt,
    expiresAt: sentAt + INVITED_DAYS * DAY_MS,
    mail: 'link',
  } as const;
  await writing(tools.db, async (trx) => {
    await openCoalition(trx, coalition.id);
    const seat = await findSeat(trx, partner);
    if (!seat) throw new NotFoundError('There is no such partner.');
    if (seat.state === 'joined') throw new ConflictError('partner-joined', `${partner.name} has joined already.`);
    await forgetAddresses(trx, sentAt - LATE_MS);
    await endInvitation(trx, { partnerId: partner.id }, { state: 'withdrawn', at: sentAt });
    await insertCoalitionInvitation(trx, invitation);
    await updatePartnerState(trx, partner.id, 'invited');
  });
  const kept = { ...invitation, coalitionId: coalition.id, state: 'open', endedAt: null } as const;
  const about = { coalition: coalition.name, lead: host.name, partner: partner.name };
  return (await isMailed(tools, kept, about)) ? { ...kept, mail: 'sent' } : kept;
}

/** @throws InputError where the organization, or who gets the mail, had too many */
async function countInvitation(tools: InviteTools, host: Host, emailKey: string): Promise<void> {
  const tooMany = (message: string): InputError => new InputError([{ field: 'email', message }]);
  const sent = await countInvitations(tools.db, host.organizationId, tools.clock.now() - DAY_MS);
  if (sent >= MOST_INVITATIONS_A_DAY)
    throw tooMany(
      `Your organization sent ${MOST_INVITATIONS_A_DAY} invitations within a day, which is the most. Please go on tomorrow.`,
    );
  await countTry(tools, [accountKey(tools, 'invited', emailKey)]).catch((error: unknown) => {
    throw error instanceof TooManyTriesError ? tooMany(error.message) : error;
  });
}

async function isMailed(
  tools: InviteTools,
  invitation: CoalitionInvitation,
  names: { readonly coalition: string; readonly lead: string; readonly partner: string },
): Promise<boolean> {
  const link = invitationLink(tools, invitation);
  const about = { ...names, invitedBy: invitation.invitedBy, link, days: INVITED_DAYS };
  if (!(await mailInvitation(tools, invitationMail(invitation, about)))) return false;
  await markInvitationMailed(tools.db, invitation.id);
  return true;
}

/** Takes an invitation back; its link is good for nothing then. Who was in the coalition before has left, as before. */
export async function withdrawInvitation(
  tools: Pick<InviteTools, 'db' | 'clock'>,
  { id, coalitionId }: Pick<Partner, 'id' | 'coalitionId'>,
): Promise<void> {
  await writing(tools.db, async (trx) => {
    await openCoalition(trx, coalitionId);
    await endAsked(trx, { id, coalitionId }, { state: 'withdrawn', at: tools.clock.now() });
  });
}

/** Ends the invitation of a partner that has not answered. @throws NotFoundError where none is open */
export async function endAsked(
  trx: Db,
  { id, coalitionId, invitationId }: Pick<Partner, 'id' | 'coalitionId'> & { readonly invitationId?: string },
  as: { readonly state: 'declined' | 'withdrawn'; readonly at: number },
): Promise<void> {
  const seat = await findSeat(trx, { id, coalitionId });
  const of = { partnerId: id, ...(invitationId !== undefined && { id: invitationId }) };
  if (seat?.state !== 'invited' || !(await endInvitation(trx, of, as)))
    throw new NotFoundError('There is no such invitation any more.');
  await updatePartnerState(trx, id, seat.leftAt === null ? 'named' : 'left');
}
