import type { Campaign } from '../campaigns/index.js';
import { failureReasons } from '../deliveries/index.js';
import type { Fitted, Letter } from '../letters/index.js';
import type { Target } from '../targets/index.js';
import { fittedToForm } from './form-needs.js';
import type { LetterParts, LetterStanding } from './letters-store.js';
import { mailtoLink } from './mailto.js';

export type HandoverParts = {
  readonly campaign: Campaign;
  readonly standing: LetterStanding;
  /** The letter without name and address, as the receipt shows it. */
  readonly letter: Letter | undefined;
  /** What the person gave for the forms; undefined where the receipt does not show what they added. */
  readonly given: Pick<LetterParts, 'prefix' | 'phone'> | undefined;
  /** Whether it is the first of those that are left to send. */
  readonly isNext: boolean;
  /** It did not arrive and we do not try again. */
  readonly isUndelivered: boolean;
  readonly at: (moment: number) => string;
};

/** What the template shows, with the text that fits the form where the whole does not. */
type HandoverCard = object & { readonly fitted: Fitted | undefined };

/** What a person needs to send a letter by hand: for one that was left to them, and for one that we could not deliver. */
export function handoverCard(parts: HandoverParts): HandoverCard {
  const { standing, letter, at } = parts;
  const { target, saidSentAt, saidFailedAt, saidFailedWhy } = standing;
  const isHandedOver = standing.state === 'handed_over';
  const isToSend = isHandedOver && saidSentAt === null;
  const fitted = isHandedOver && letter ? fittedToForm(target, letter.text) : undefined;
  const card = {
    isHandedOver,
    isOpen: parts.isNext,
    needsAnotherWay: parts.isUndelivered || saidFailedAt !== null,
    asks: isToSend ? asksOf(parts) : undefined,
    movedLink: isToSend && target.form && target.website !== target.form.url ? target.website : undefined,
    mail: target.email && letter && mailtoLink({ to: target.email, subject: letter.subject, body: letter.text }),
    fitted,
    said: {
      sentAt: saidSentAt === null ? undefined : at(saidSentAt),
      failedAt: saidFailedAt === null ? undefined : at(saidFailedAt),
      failedWhy: saidFailedWhy ? failureReasons[saidFailedWhy] : undefined,
    },
    reasons: Object.entries(failureReasons).map(([value, words]) => ({ value, words: capitalized(words) })),
  };
  return card;
}

/** One thing that a form asks for: what to do, or a value to copy. */
type Ask = { readonly name: string; readonly what?: string | undefined; readonly copy?: string | undefined };

function asksOf({ campaign, standing, letter, given }: HandoverParts): readonly (Ask & { readonly id: string })[] {
  const asks = standing.target.form?.asks ?? [];
  const { topic } = campaign.file;
  const all: Readonly<Record<(typeof asks)[number], Ask>> = {
    topic: {
      name: 'Topic',
      what: topic ? `choose “${topic}” or the nearest` : 'choose what is nearest to your letter',
    },
    subject: { name: 'Subject', copy: letter?.subject },
    prefix: { name: 'How you are addressed', what: given?.prefix ? `you chose ${given.prefix}` : undefined },
    phone: { name: 'Your phone number', copy: given?.phone ?? undefined },
    street: { name: asks.includes('locality') ? 'Your street address and town' : 'Your street address' },
    locality: { name: 'Your town' },
    zip4: { name: 'The four digits after your ZIP code', what: 'on mail that you get, or at usps.com' },
  };
  const robots = standing.target.form?.hasCaptcha ? [{ id: 'robots', name: 'A check that you are no robot' }] : [];
  return [
    ...asks
      .filter((field) => field !== 'locality' || !asks.includes('street'))
      .map((field) => ({ ...all[field], id: field })),
    ...robots,
  ];
}

/** Where letters on paper go. */
export function envelopeOf(target: Target): readonly string[] {
  const name = `${target.title} ${target.name}`.trim();
  return [name, ...(target.postalAddress ?? [target.office])];
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
