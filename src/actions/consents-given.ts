import type { Campaign } from '../campaigns/index.js';
import type { PartnerBoxes } from '../partners/index.js';
import type { NewAction } from './action.js';
import type { RequestKey } from './build-action.js';
import type { ActionInput } from './input.js';

export type ConsentTools = { readonly partnerBoxes: PartnerBoxes };

type Given = { readonly campaign: Campaign; readonly input: ActionInput; readonly requestKey: RequestKey };

/** The boxes that are ticked: the campaign's own, and those of partners that may be offered here. */
export async function consentsOf(
  { partnerBoxes }: ConsentTools,
  { campaign, input, requestKey }: Given,
): Promise<NewAction['consents']> {
  const given = campaign.file.opt_ins.filter((optIn) => input.opt_ins[optIn.organization] === true);
  const origin = { source: input.source ?? '', drawn: requestKey.drawn ?? '' };
  const toPartners = await partnerBoxes.agreed(campaign, origin, input.opt_ins);
  return [...given.map(({ organization, text }) => ({ organization, text })), ...toPartners];
}
