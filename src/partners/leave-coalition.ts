import type { Clock } from '../platform/clock.js';
import { writing, type Db } from '../platform/db.js';
import { ConflictError, InputError, NotFoundError } from '../platform/errors.js';
import type { Coalition, Partner } from './coalition.js';
import { openCoalition } from './open-coalition.js';
import { endInvitation } from './store-invitations.js';
import { findSeat, lockCoalition, unseat } from './store-partners.js';
import { deleteCampaign, updateEnded, updateLead } from './store-settings.js';

export type LeaveTools = { readonly db: Db; readonly clock: Clock };

/** Why the lead cannot just go. */
const LEAD_STAYS =
  'Your organization leads this coalition. Hand the lead to another partner first, or end the coalition.';

/**
 * Ends a partner's part in a coalition; `campaignIds` are those of its own that it takes out. Its numbers stay.
 * @throws ConflictError for the lead
 */
export async function leaveCoalition(
  { db, clock }: LeaveTools,
  {
    coalition,
    partner,
    campaignIds,
  }: { readonly coalition: Coalition; readonly partner: Partner; readonly campaignIds: readonly string[] },
): Promise<void> {
  const [coalitionId, at] = [coalition.id, clock.now()];
  await writing(db, async (trx) => {
    const now = await lockCoalition(trx, coalitionId);
    const seat = await findSeat(trx, partner);
    if (!now || seat?.state !== 'joined')
      throw new NotFoundError('Your organization is not in this coalition any more.');
    if (now.leadOrganizationId === seat.organizationId) throw new ConflictError('leads', LEAD_STAYS);
    for (const campaignId of campaignIds) await deleteCampaign(trx, { coalitionId, campaignId, at });
    await unseat(trx, { id: partner.id, coalitionId, at, reason: '' });
  });
}

/** Ends the part of another organization in the coalition that one leads, or its invitation. @throws NotFoundError */
export async function removePartner(
  { db, clock }: LeaveTools,
  { id, coalitionId }: Pick<Partner, 'id' | 'coalitionId'>,
  reason: string,
): Promise<void> {
  const at = clock.now();
  await writing(db, async (trx) => {
    const { leadOrganizationId } = await openCoalition(trx, coalitionId);
    const seat = await findSeat(trx, { id, coalitionId });
    if (!seat || seat.state === 'left') throw new NotFoundError('This partner is not in the coalition any more.');
    if (seat.organizationId !== null && seat.organizationId === leadOrganizationId)
      throw new ConflictError('leads', LEAD_STAYS);
    await endInvitation(trx, { partnerId: id }, { state: 'withdrawn', at });
    await unseat(trx, { id, coalitionId, at, reason });
  });
}

/** Lets another partner lead. @throws InputError for one that has not joined */
export async function handLead(
  { db }: Pick<LeaveTools, 'db'>,
  { coalition, from, to }: { readonly coalition: Coalition; readonly from: string; readonly to: Partner },
): Promise<void> {
  await writing(db, async (trx) => {
    const { leadOrganizationId } = await openCoalition(trx, coalition.id);
    if (leadOrganizationId !== from)
      throw new ConflictError('leads', 'Your organization does not lead this coalition any more.');
    const seat = await findSeat(trx, to);
    if (seat?.state !== 'joined' || seat.organizationId === null)
      throw new InputError([{ field: 'lead', message: `${to.name} has not joined, so it cannot lead.` }]);
    await updateLead(trx, coalition.id, seat.organizationId);
  });
}

/** Ends a coalition: its campaigns go on by themselves, its numbers stay. */
export async function endCoalition({ db, clock }: LeaveTools, id: string): Promise<void> {
  await writing(db, async (trx) => {
    await openCoalition(trx, id);
    await updateEnded(trx, id, clock.now());
  });
}
