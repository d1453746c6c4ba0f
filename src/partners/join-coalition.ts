import { noteAct, type Organization, type User } from '../organizers/index.js';
import type { Clock } from '../platform/clock.js';
import { writing, type Db } from '../platform/db.js';
import { InputError, NotFoundError } from '../platform/errors.js';
import type { Ids } from '../platform/ids.js';
import type { Coalition, Partner } from './coalition.js';
import { endAsked } from './invite-partner.js';
import { GONE } from './invitation-link.js';
import { openCoalition } from './open-coalition.js';
import { insertAcceptance } from './store-changes.js';
import { endInvitation, type CoalitionInvitation } from './store-invitations.js';
import { findPartnerOf, findSeat, seatOrganization } from './store-partners.js';
import { listAgreementVersions } from './store-settings.js';

export type JoinTools = { readonly db: Db; readonly clock: Clock; readonly ids: Ids };

/** An invitation with what it is to, as it stands at this moment. */
export type Guest = {
  readonly invitation: CoalitionInvitation;
  readonly coalition: Coalition;
  readonly partner: Partner;
};

/** Why the text that somebody accepts must be read again. */
const NEWER =
  'A newer version of the agreement was published while you read. Please read the text above, and accept it.';

/**
 * Lets an organization join, and notes who accepted which version of the agreement for it.
 * @throws InputError where the agreement is not the newest, or the organization cannot join by this invitation
 */
export async function joinCoalition(
  tools: JoinTools,
  trx: Db,
  by: Guest & { readonly organization: Organization; readonly user: User; readonly agreementId: string },
): Promise<void> {
  const { invitation, coalition, partner, organization, user, agreementId } = by;
  const at = tools.clock.now();
  await openCoalition(trx, coalition.id);
  const seat = await findSeat(trx, partner);
  const isOpen = await endInvitation(trx, { partnerId: partner.id, id: invitation.id }, { state: 'accepted', at });
  if (seat?.state !== 'invited' || !isOpen) throw new NotFoundError(GONE);
  const refuse = (message: string): InputError => new InputError([{ field: 'organization', message }]);
  const known = await findPartnerOf(trx, coalition.id, organization.id);
  if (known !== undefined && known !== partner.id)
    throw refuse(`${organization.name} is a partner of this coalition already.`);
  if (seat.organizationId !== null && seat.organizationId !== organization.id)
    throw refuse(
      'This invitation asks an organization to come back that was a partner before; only that one can accept it.',
    );
  await seatOrganization(trx, { id: partner.id, coalitionId: coalition.id, organizationId: organization.id, at });
  await acceptAgreement(tools, trx, { coalition, partner, user, agreementId });
  const act = { about: `coalition:${coalition.slug}`, did: 'joined a coalition', userId: user.id };
  await noteAct(tools, trx, { ...act, organizationId: organization.id, who: user.name, detail: '' });
  if (coalition.leadOrganizationId === null) return;
  const who = `${user.name} of ${organization.name}`;
  await noteAct(tools, trx, {
    ...act,
    organizationId: coalition.leadOrganizationId,
    userId: null,
    who,
    detail: partner.code,
  });
}

/** Notes that a partner accepted the agreement. @throws InputError where it is not the newest version */
export async function acceptAgreement(
  tools: Pick<JoinTools, 'clock'>,
  trx: Db,
  by: {
    readonly coalition: Coalition;
    readonly partner: Partner;
    readonly user: User;
    readonly agreementId: string;
  },
): Promise<void> {
  const [newest] = await listAgreementVersions(trx, by.coalition.id);
  if (newest?.id !== by.agreementId) throw new InputError([{ field: 'accept', message: NEWER }]);
  const { id: userId, name: who } = by.user;
  const of = { agreementId: newest.id, partnerId: by.partner.id };
  await insertAcceptance(trx, { ...of, userId, who, acceptedAt: tools.clock.now() });
}

/** Says no to an invitation; the organization stays in the coalition by its name only. */
export async function declineInvitation(
  tools: Pick<JoinTools, 'db' | 'clock'>,
  { invitation, coalition, partner }: Guest,
): Promise<void> {
  const of = { id: partner.id, coalitionId: coalition.id, invitationId: invitation.id };
  await writing(tools.db, async (trx) => {
    await openCoalition(trx, coalition.id);
    await endAsked(trx, of, { state: 'declined', at: tools.clock.now() });
  });
}
