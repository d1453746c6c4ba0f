import type { Campaign } from '../campaigns/index.js';
import type { Offer, PartnerBox } from '../partners/index.js';

/** The boxes of a coalition's partners on the letter page, with the rule behind them; undefined where there are none. */
export function partnerBoxesView(
  { file }: Campaign,
  offer: Offer | undefined,
  ticked: readonly string[],
): object | undefined {
  if (!offer || offer.first.length + offer.others.length === 0) return undefined;
  const { first, others } = offer;
  const view = (box: PartnerBox): object => ({ ...box, isTicked: ticked.includes(box.value) });
  const isAmongOthers = others.some(({ value }) => ticked.includes(value));
  return {
    first: first.map(view),
    others: others.map(view),
    heading: headingOf(first.length, others.length),
    isOpen: isAmongOthers,
    rule: ruleSentence(offer, file.organization.name),
  };
}

function headingOf(first: number, others: number): string {
  const organizations = others === 1 ? 'organization' : 'organizations';
  return first > 0
    ? `${others} other ${organizations} of this campaign`
    : `Hear from ${others} ${organizations} of this campaign`;
}

const WHAT = 'your name, e-mail address and postal code';

/** Why just these boxes are here, and who gets what. */
function ruleSentence({ sharing, first, drawn }: Offer, organizer: string): string {
  const name = first[0]?.name ?? '';
  if (sharing === 'all_consented')
    return `Several organizations run this campaign with ${organizer}. Each gets ${WHAT} only if you tick its own box; the others learn nothing but numbers.`;
  if (drawn !== '')
    return `Several organizations run this campaign with ${organizer}, and one of them is drawn by lot to ask you here, the more often the more people it brought. It gets ${WHAT} only if you tick its box; the others learn nothing but numbers.`;
  return `${name} may ask you because you came by its link. It gets ${WHAT} only if you tick its box; other partners of this campaign learn nothing but numbers.`;
}
