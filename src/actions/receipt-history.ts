import type { DeliveryEvent } from '../deliveries/index.js';

/** A line of what happened to a letter. */
export type HistoryLine = {
  readonly at: string;
  readonly what: string;
};

type HistoryContext = {
  readonly takenAt: number;
  readonly at: (moment: number) => string;
  /** In this campaign each letter is read before it leaves, as its pages say. */
  readonly isReviewed: boolean;
};

/**
 * What happened to a letter so far, in words for the supporter, the first thing first. The reasons that organizers
 * note are theirs and are not shown.
 */
export function historyLines(
  events: readonly DeliveryEvent[],
  { takenAt, at, isReviewed }: HistoryContext,
): HistoryLine[] {
  const lines = events.map((event) => ({ at: at(event.at), what: whatHappened(event, isReviewed) }));
  return [{ at: at(takenAt), what: 'Taken: it is kept safely.' }, ...lines];
}

function whatHappened({ from, to, actor }: DeliveryEvent, isReviewed: boolean): string {
  switch (to) {
    case 'held':
      if (from === 'held') return isReviewed ? 'Confirmed; a person reads it next.' : 'Confirmed.';
      return 'Held back until somebody has looked at it.';
    case 'queued':
      return whyQueued(from, isReviewed || actor !== 'reviewer' ? actor : 'sweep');
    case 'sending':
      return 'A try to send it began.';
    case 'sent':
      return 'The mail server took it.';
    case 'delivered':
      return 'No bounce came back in time: delivered.';
    case 'unknown':
      return 'The connection broke while it was being handed over.';
    case 'bounced':
      return 'It came back.';
    case 'failed':
      return 'It could not be delivered; no further try.';
    case 'handed_over':
      return 'Left to you to send.';
    case 'cancelled':
      return whoCancelled(actor);
    case 'previewed':
      return 'Shown in the outbox of this server instead of being sent.';
  }
}

function whyQueued(from: DeliveryEvent['from'], actor: string): string {
  if (from === 'held') return actor === 'reviewer' ? 'Read, and let go.' : 'Released.';
  if (from === 'sending') return 'It did not leave; another try was planned.';
  return actor === 'organizer' ? 'The organizers decided to send it again.' : 'It is sent again.';
}

function whoCancelled(actor: string): string {
  switch (actor) {
    case 'supporter':
      return 'Taken back.';
    case 'reviewer':
      return 'Read, and not sent by the organizers’ decision.';
    case 'organizer':
      return 'Withdrawn by the organizers.';
    default:
      return 'Not sent: the address was not confirmed in time.';
  }
}

/** States in which what a mail server said helps to understand what happened. */
const TOLD: readonly string[] = ['failed', 'bounced', 'unknown', 'queued'];

/** A reply code at the beginning, or behind words of our own: `Given up after four days: 451 4.7.1 Try later`. */
const REPLY = /(?:^|: )[245]\d\d[ -]/;

/**
 * What a mail server said when the letter came into its state; addresses other than the office's are left out, since
 * the receipt shows none that the supporter gave.
 */
export function serverAnswer(last: DeliveryEvent | undefined, officeEmail: string | null): string | undefined {
  if (!last || !TOLD.includes(last.to)) return undefined;
  const said = last.answer ?? (MACHINES.includes(last.actor) && REPLY.test(last.reason) ? last.reason : undefined);
  return said === undefined ? undefined : maskAddresses(said, officeEmail);
}

/** A text of a machine without the addresses in it, but for the office's own. */
export function maskAddresses(text: string, officeEmail: string | null): string {
  return text.replace(/[^\s<>()"',;:]+/g, (word) => {
    const isOther = word.slice(1, -1).includes('@') && word.toLowerCase() !== officeEmail?.toLowerCase();
    return isOther ? '[an address]' : word;
  });
}

/** Actors whose notes are what machines said, and not a person's own words. */
const MACHINES: readonly string[] = ['worker', 'bounce'];
