import { CONFIRM_WITHIN_MS, type LetterStanding } from '../actions/index.js';
import type { Letter } from '../letters/index.js';
import { momentText } from '../platform/clock.js';
import { lettersText, paragraphs } from './mail-text.js';

/** A letter of the action with its text. */
export type WrittenLetter = { readonly standing: LetterStanding; readonly letter: Letter };

/** What the mails of one action speak of. */
export type Subject = {
  readonly campaign: { readonly title: string; readonly organization: string; readonly timeZone: string };
  readonly createdAt: number;
  readonly letters: readonly WrittenLetter[];
  readonly receiptUrl: string;
  readonly confirmUrl: string;
  /** Where the owner of the address says which letter is theirs, where that is asked. */
  readonly whoseUrl?: string;
};

/** A letter and to whom it is. */
type AddressedLetter = { readonly standing: Pick<LetterStanding, 'target'>; readonly letter: Letter };

/** What a copy speaks of. */
export type CopySubject = Pick<Subject, 'campaign' | 'receiptUrl'> & { readonly letters: readonly AddressedLetter[] };

/** What a mail says, without what stands at the foot of each. `below` comes last, behind all words of our own. */
export type Words = { readonly subject: string; readonly text: string; readonly below?: string };

/** Asks whether the address is the writer's own. It holds nothing that the writer typed, since that may be somebody else. */
export function confirmWords({ campaign, letters, confirmUrl, createdAt }: Subject, isReminder: boolean): Words {
  const waiting = letters.filter(({ standing }) => standing.hold === 'confirm').length;
  const until = momentText(createdAt + CONFIRM_WITHIN_MS, campaign.timeZone);
  const what = waiting > 0 ? lettersText(waiting) : 'a copy of the letters';
  return {
    subject: `${isReminder ? 'Still waiting: please' : 'Please'} confirm your e-mail address`,
    text: paragraphs([
      'Hello,',
      `Somebody, we hope you, wrote with this e-mail address in the campaign “${campaign.title}” of ${campaign.organization}.`,
      `Before ${what} can go out, please open this page and press the button:`,
      confirmUrl,
      `Nothing goes out until then. What is not confirmed by ${until} is not sent at all.`,
    ]),
  };
}

/** Tells the owner of an address that somebody wrote again with it. It holds nothing of what was typed then. */
export function againWords(about: Subject, confirmUrl: string | undefined): Words {
  const { campaign, receiptUrl, whoseUrl, createdAt } = about;
  if (whoseUrl !== undefined) return whoseWords({ campaign, whoseUrl, createdAt });
  return {
    subject: 'You had written before: here is your receipt',
    text: paragraphs([
      'Hello,',
      `Somebody, perhaps you, wrote once more with this e-mail address in the campaign “${campaign.title}” of ${campaign.organization}. Each person is counted once, so nothing more was sent: the first letters count.`,
      'What became of them stands here. The address of this page is yours alone:',
      receiptUrl,
      ...toConfirm(confirmUrl),
    ]),
  };
}

/** Asks which of the letters is theirs, since nobody has shown yet that the first is. */
function whoseWords({
  campaign,
  whoseUrl,
  createdAt,
}: Required<Pick<Subject, 'campaign' | 'whoseUrl' | 'createdAt'>>): Words {
  return {
    subject: 'Two letters with your address: which is yours?',
    text: paragraphs([
      'Hello,',
      `Somebody, perhaps you, wrote once more with this e-mail address in the campaign “${campaign.title}” of ${campaign.organization}. A letter had been taken with it before, on ${momentText(createdAt, campaign.timeZone)}.`,
      'Each person is counted once, so what came later is not sent unless you say so. This page shows both. There you say that the first was yours too, or that it was not, and have your own sent. The address of this page is yours alone:',
      whoseUrl,
      'If you do nothing, it stays as it is.',
    ]),
  };
}

/** The link to all that is known of the letters, as it was asked for on a receipt. */
export function linkWords({ campaign, receiptUrl }: Subject, confirmUrl: string | undefined): Words {
  return {
    subject: `Your receipt: ${campaign.title}`,
    text: paragraphs([
      'Hello,',
      `Somebody, we hope you, asked for this link after writing with this e-mail address in the campaign “${campaign.title}” of ${campaign.organization}. The page shows what really happens to each letter. Its address is yours alone:`,
      receiptUrl,
      ...toConfirm(confirmUrl),
    ]),
  };
}

function toConfirm(confirmUrl: string | undefined): string[] {
  return confirmUrl === undefined
    ? []
    : [
        'The letters still wait for you to confirm this address. Please open this page and press the button:',
        confirmUrl,
      ];
}

/** A copy of the letters, as they go out. */
export function copyWords({ campaign, letters, receiptUrl }: CopySubject): Words {
  return {
    subject: `Your copy: ${campaign.title}`,
    text: paragraphs([
      'Hello,',
      `Here is the copy that you asked for when you wrote in the campaign “${campaign.title}”: ${lettersText(letters.length)}. It stands at the end of this mail.`,
      'Your receipt shows what really happens to each letter. Its address is yours alone:',
      receiptUrl,
    ]),
    below: lettersBelow(letters),
  };
}

/** Says that letters could not be delivered, what can be done about it, and gives the text for that. */
export function failedWords({ campaign, letters, receiptUrl }: Subject, failed: readonly WrittenLetter[]): Words {
  const isOne = failed.length === 1;
  const isAll = failed.length === letters.length;
  const whole = isOne ? 'your letter' : `your ${failed.length} letters`;
  const which = isAll ? whole : `${isOne ? 'one' : failed.length} of your ${letters.length} letters`;
  return {
    subject: `${isOne ? 'A letter' : lettersText(failed.length)} of yours could not be delivered`,
    text: paragraphs([
      'Hello,',
      `In the campaign “${campaign.title}”, ${which} could not be delivered by e-mail. We are sorry. ${isOne ? 'You can still send it' : 'You can still send them'} another way:`,
      ...failed.map(({ standing }) => otherWays(standing, campaign.timeZone)),
      `The text to copy stands at the end of this mail. Your receipt shows how all your letters stand:`,
      receiptUrl,
    ]),
    below: lettersBelow(failed),
  };
}

/** Asks whether offices answered. */
export function askWords(
  { campaign, receiptUrl }: Subject,
  asked: readonly WrittenLetter[],
  isReminder: boolean,
): Words {
  return {
    subject: isReminder ? 'One more time: did you get an answer?' : 'Did you get an answer to your letter?',
    text: paragraphs([
      'Hello,',
      `You wrote in the campaign “${campaign.title}”, to:`,
      asked.map(({ standing: { target } }) => `${target.title} ${target.name}`).join('\n'),
      `Did they answer? Please tell us on this page. ${campaign.organization} learns from it which offices listen:`,
      `${receiptUrl}/answers`,
      isReminder
        ? 'This is the last time that we ask.'
        : 'If you do not tell us, we ask once more in a week, and not again.',
    ]),
  };
}

function otherWays({ target, state, stateAt }: LetterStanding, timeZone: string): string {
  const when = momentText(stateAt, timeZone);
  const what = state === 'bounced' ? `the letter came back (${when}).` : `its mail server did not take it (${when}).`;
  const form = target.formUrl ?? target.website;
  const locals = (target.localPhones ?? []).map(({ city, phone }) => `${city} ${phone}`).join(', ');
  return [
    `${target.title} ${target.name}, ${target.office}: ${what}`,
    ...(form ? [`- The office’s own form: ${form}`] : []),
    ...(target.phone ? [`- By phone: ${target.phone}`] : []),
    ...(locals ? [`- Local offices: ${locals}`] : []),
    `- By post: ${target.office}`,
  ].join('\n');
}

/** The letters as they are, those that differ in their greeting alone only once. */
function lettersBelow(letters: readonly AddressedLetter[]): string {
  const groups = new Map<string, AddressedLetter[]>();
  for (const one of letters) {
    const key = `${one.letter.subject}\n${one.letter.text.replace(/^[\s\S]*?\n\n/, '')}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()]
    .map((group) => {
      const to = group.map(({ standing: { target } }) => `${target.title} ${target.name}`).join('; ');
      const { subject = '', text = '' } = group[0]?.letter ?? {};
      const note = group.length > 1 ? '\n(The letters differ only in their greeting. This is the first.)' : '';
      return `To: ${to}${note}\nSubject: ${subject}\n\n${text.trimEnd()}`;
    })
    .join('\n\n\n');
}
