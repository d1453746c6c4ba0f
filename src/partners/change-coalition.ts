import type { Campaign } from '../campaigns/index.js';
import type { User } from '../organizers/index.js';
import { parseLocalTime, type Clock } from '../platform/clock.js';
import { writing, type Db } from '../platform/db.js';
import { InputError } from '../platform/errors.js';
import type { Ids } from '../platform/ids.js';
import type { Coalition, Partner, Sharing } from './coalition.js';
import type { TypedSettings } from './coalition-form.js';
import { openCoalition } from './open-coalition.js';
import { sharedNames } from './partner-code.js';
import { insertAcceptance, insertAgreement, insertCampaign } from './store-changes.js';
import { deleteCampaign, listAgreementVersions, updateCoalition, updateSharing } from './store-settings.js';

export type ChangeTools = { readonly db: Db; readonly clock: Clock; readonly ids: Ids };

/**
 * Publishes the next version of the data agreement, with the sharing rule that goes with it; each partner must accept it
 * anew, and who publishes it accepts it for the lead. Answers its number.
 */
export function publishAgreement(
  { db, clock, ids }: ChangeTools,
  { coalition, lead, user }: { readonly coalition: Coalition; readonly lead: Partner; readonly user: User },
  { text, sharing }: { readonly text: string; readonly sharing: Sharing },
): Promise<number> {
  const [id, at] = [ids.next(), clock.now()];
  return writing(db, async (trx) => {
    await openCoalition(trx, coalition.id);
    const [newest] = await listAgreementVersions(trx, coalition.id);
    if (newest?.text === text && newest.sharing === sharing)
      throw new InputError([
        { field: 'agreement', message: 'This is what is in force already; nothing was published.' },
      ]);
    await updateSharing(trx, coalition.id, sharing);
    await insertAgreement(trx, { id, coalitionId: coalition.id, text, who: user.name, createdAt: at });
    await insertAcceptance(trx, {
      ...{ agreementId: id, partnerId: lead.id },
      ...{ userId: user.id, who: user.name, acceptedAt: at },
    });
    return (newest?.number ?? 0) + 1;
  });
}

/** Adds a campaign to a coalition. @throws InputError where it is in one, or names opt-ins as partners are named */
export async function addCampaign(tools: ChangeTools, coalition: Coalition, campaign: Campaign): Promise<void> {
  const refuse = (message: string): InputError => new InputError([{ field: 'campaign', message }]);
  const shared = sharedNames(campaign, coalition);
  if (shared.length > 0)
    throw refuse(
      `${campaign.file.title} has an opt-in of its own named ${shared.join(' and ')}, as a partner’s code. Rename the opt-in in the campaign first.`,
    );
  const added = await writing(tools.db, async (trx) => {
    await openCoalition(trx, coalition.id);
    return insertCampaign(trx, { coalitionId: coalition.id, campaignId: campaign.id, at: tools.clock.now() });
  });
  if (!added) throw refuse(`${campaign.file.title} is in a coalition already, and can be in one at a time.`);
}

/** Takes a campaign out of a coalition; answers whether it was in it. */
export function removeCampaign(tools: ChangeTools, coalitionId: string, campaignId: string): Promise<boolean> {
  return writing(tools.db, (trx) => deleteCampaign(trx, { coalitionId, campaignId, at: tools.clock.now() }));
}

/** Changes what the lead may change at any time; the embargo ends with the beginning of its day in the coalition's zone. */
export async function changeSettings(
  { db }: Pick<ChangeTools, 'db'>,
  { id, timeZone }: Pick<Coalition, 'id' | 'timeZone'>,
  { embargoOn, ...settings }: TypedSettings,
): Promise<void> {
  const embargoUntil = embargoOn === null ? null : (parseLocalTime(`${embargoOn} 00:00`, timeZone) ?? null);
  await writing(db, async (trx) => {
    await openCoalition(trx, id);
    await updateCoalition(trx, id, { ...settings, embargoUntil });
  });
}
