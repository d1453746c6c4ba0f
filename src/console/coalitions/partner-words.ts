import type { Coalition, Partner } from '../../partners/index.js';
import { dayOf, dayText } from '../../platform/clock.js';

export type PartnerWord = { readonly label: string; readonly kind: '' | 'good' | 'warn' | 'bad' };

/** Where a partner stands, in a word. */
export function partnerWord(partner: Partner, { timeZone }: Coalition): PartnerWord {
  if (partner.state === 'named') return { label: 'only named', kind: '' };
  if (partner.state === 'invited') return { label: 'invited', kind: 'warn' };
  if (partner.state === 'joined')
    return partner.hasAccepted
      ? { label: 'takes part', kind: 'good' }
      : { label: 'must accept the agreement', kind: 'warn' };
  const day = partner.leftAt === null ? '' : ` ${dayText(dayOf(partner.leftAt, timeZone))}`;
  return { label: `left${day}`, kind: '' };
}
