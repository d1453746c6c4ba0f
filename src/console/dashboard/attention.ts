import type { Campaign, Standing } from '../../campaigns/index.js';
import { counted } from '../../platform/number-text.js';

/** Something that waits for an organizer, with the way to it. */
export type Attention = { readonly text: string; readonly href: string; readonly kind: 'bad' | 'warn' };

/** What waits for organizers of a campaign; `base` is the campaign's address in the console. */
export function attentionOf(
  of: {
    readonly campaign: Campaign;
    readonly standing: Standing;
    readonly base: string;
    readonly organization: string;
  },
  letters: { readonly failed: number; readonly unknown: number; readonly held: number; readonly suspected: number },
): Attention[] {
  const { campaign, standing, base } = of;
  const list: Attention[] = [];
  if (campaign.fault !== undefined)
    list.push({ kind: 'bad', text: 'It takes no letters: something in its text is faulty', href: `${base}/edit` });
  if (standing.kind === 'missing-data')
    list.push({
      kind: 'bad',
      text: `It takes no letters, because data are missing: ${standing.needs.map(({ what }) => what).join('; ')}`,
      href: `${of.organization}/data`,
    });
  if (letters.failed > 0)
    list.push({
      kind: 'bad',
      text: `${counted(letters.failed, 'letter', 'letters')} failed`,
      href: `${base}/letters?term=failed`,
    });
  if (letters.unknown > 0)
    list.push({
      kind: 'warn',
      text: `${counted(letters.unknown, 'letter needs', 'letters need')} a decision: nobody knows whether ${letters.unknown === 1 ? 'it' : 'they'} arrived`,
      href: `${base}/letters?state=unknown`,
    });
  list.push(...suspicionOf(letters.suspected, base));
  if (letters.held > 0)
    list.push({
      kind: 'warn',
      text: `${counted(letters.held, 'letter is', 'letters are')} held back, for a reader, a new office holder or a confirmed address`,
      href: `${base}/letters?state=held`,
    });
  return list;
}

function suspicionOf(suspected: number, base: string): Attention[] {
  if (suspected === 0) return [];
  const [them, wait] = suspected === 1 ? ['it', 'waits'] : ['them', 'wait'];
  const looks = counted(suspected, 'letter looks', 'letters look');
  return [
    {
      kind: 'bad',
      text: `${looks} as if a program had sent ${them}, and ${wait} for a reviewer; the public number leaves their senders out until then`,
      href: `${base}/review?reason=any`,
    },
  ];
}
