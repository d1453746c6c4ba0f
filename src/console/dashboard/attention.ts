import type { Campaign, Standing } from '../../campaigns/index.js';
import { counted, plain } from '../../platform/number-text.js';

/** Something that waits for an organizer, with the way to it. */
export type Attention = { readonly text: string; readonly href: string; readonly kind: 'bad' | 'warn' };

/** What an organizer has to look at, by number. */
export type WaitingLetters = {
  readonly failed: number;
  readonly unknown: number;
  readonly held: number;
  readonly suspected: number;
  /** Alerts that nobody looked at yet. */
  readonly alerts: number;
};

/** What waits for organizers of a campaign; `base` is the campaign's address in the console. */
export function attentionOf(
  of: {
    readonly campaign: Campaign;
    readonly standing: Standing;
    readonly base: string;
    readonly organization: string;
  },
  letters: WaitingLetters,
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
  list.push(...undecidedOf(letters.unknown, base));
  list.push(...alertsOf(letters.alerts, of.organization), ...suspicionOf(letters.suspected, base));
  if (letters.held > 0)
    list.push({
      kind: 'warn',
      text: `${counted(letters.held, 'letter is', 'letters are')} held back, for a reader, a new office holder or a confirmed address`,
      href: `${base}/letters?state=held`,
    });
  return list;
}

function undecidedOf(unknown: number, base: string): Attention[] {
  if (unknown === 0) return [];
  const [they, need] = unknown === 1 ? ['it', 'letter needs'] : ['they', 'letters need'];
  const text = `${plain(unknown)} ${need} a decision: nobody knows whether ${they} arrived`;
  return [{ kind: 'warn', text, href: `${base}/letters?state=unknown` }];
}

function alertsOf(alerts: number, organization: string): Attention[] {
  if (alerts === 0) return [];
  const text = `${counted(alerts, 'alert', 'alerts')}: far more than usual arrived with something in common`;
  return [{ kind: 'bad', text, href: `${organization}/protection` }];
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
