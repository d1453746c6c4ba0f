import { campaignFrame } from '../campaigns/index.js';
import { dayOf, dayText } from '../platform/clock.js';
import { NotFoundError } from '../platform/errors.js';
import { envelopeOf } from './handover-card.js';
import { unsignedLetter } from './receipt.js';
import type { ReceiptParts } from './receipt-parts.js';

type Wanted = { readonly token: string; readonly deliveryId: string; readonly now: number };

/** One letter on a page of its own, to print, sign and send by post. @throws NotFoundError */
export function printPage(receipt: Omit<ReceiptParts, 'baseUrl'>, wanted: Wanted): object {
  const { campaign, standings } = receipt;
  const standing = standings.find(({ deliveryId }) => deliveryId === wanted.deliveryId);
  const letter = standing && unsignedLetter(receipt, standing);
  if (!letter) throw new NotFoundError('There is no such letter on this receipt.');
  const { target } = standing;
  return {
    title: `To print: your letter to ${target.name}`,
    campaign: campaignFrame(campaign),
    token: wanted.token,
    deliveryId: wanted.deliveryId,
    name: `${target.title} ${target.name}`.trim(),
    envelope: envelopeOf(target),
    hasAddress: target.postalAddress !== undefined,
    website: target.website ?? target.formUrl,
    localOffices: target.localPhones?.filter(({ address }) => address),
    date: dayText(dayOf(wanted.now, campaign.file.time_zone)),
    ...letter,
  };
}
