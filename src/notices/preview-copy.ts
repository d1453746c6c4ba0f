import type { Campaign } from '../campaigns/index.js';
import type { SupporterMail } from '../deliveries/index.js';
import type { Letter } from '../letters/index.js';
import type { LetterStanding } from '../actions/index.js';
import { mailOf } from './compose.js';
import { copyWords } from './words.js';

/** Links of a preview lead nowhere. */
const noSeal = { sign: () => '…', digest: () => '', open: () => undefined, hide: () => '…', reveal: () => undefined };

/** The copy that a supporter would be mailed, for organizers to read; nothing is stored and nothing sent. */
export function previewCopy(
  { baseUrl }: { readonly baseUrl: string },
  campaign: Pick<Campaign, 'file'>,
  given: {
    readonly letters: readonly { readonly target: LetterStanding['target']; readonly letter: Letter }[];
    readonly givenName: string;
    readonly familyName: string;
    readonly now: number;
    /** As the organization's settings say. */
    readonly senderName: string | null;
    readonly footer: string | null;
  },
): SupporterMail {
  const { title, organization, time_zone: timeZone } = campaign.file;
  const letters = given.letters.map(({ target, letter }) => ({ standing: { target }, letter }));
  const about = { title, organization: organization.name, timeZone };
  const words = copyWords({ campaign: about, letters, receiptUrl: `${baseUrl}/r/…` });
  const notice = { id: 'preview', kind: 'copy', addressKey: '' } as const;
  const facts = { actionId: '', createdAt: given.now, email: 'supporter@supporter.example', ...given };
  return mailOf({ seal: noSeal, baseUrl }, notice, { facts, campaign, words });
}
