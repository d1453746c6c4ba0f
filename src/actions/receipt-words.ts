import { definitions } from '../counts/index.js';
import { bounceWindowEnd, stateWords } from '../deliveries/index.js';
import type { LetterStanding } from './letters-store.js';

/** What the words about a letter depend on besides the letter. */
export type Telling = {
  readonly now: number;
  /** A moment in the campaign's time zone. */
  readonly at: (moment: number) => string;
  /** What the campaign does where nobody knows whether a letter arrived. */
  readonly ifUnknown: 'ask' | 'resend';
  /** Who brought it into its state: `worker`, `supporter`, `reviewer`, `organizer`, …; undefined where nothing happened yet. */
  readonly actor: string | undefined;
  /** Somebody typed the person's address anew, so that nothing can be taken back on the receipt. */
  readonly isGuarded?: boolean;
};

/**
 * A letter as its supporter is told of it. Where the campaign itself has nothing read, one that is held to be read is
 * suspected; it is told of like any other that waits for its turn, so that nobody learns how to pass for a person.
 */
export function asTold(
  standing: LetterStanding,
  { isReviewed, now }: { isReviewed: boolean; now: number },
): LetterStanding {
  if (isReviewed || standing.state !== 'held' || standing.hold !== 'review') return standing;
  return { ...standing, state: 'queued', hold: null, waitsFor: standing.dueAt > now ? 'withdraw' : null };
}

/** A letter's state in a word or three. */
export function wordFor({ state, hold }: LetterStanding, { actor }: Telling): string {
  if (state === 'held' && hold === 'confirm') return 'Waiting for you';
  if (state === 'held' && hold === 'review') return 'Waiting to be read';
  if (state === 'cancelled' && actor === 'supporter') return 'Taken back';
  if (state === 'cancelled' && actor !== 'organizer') return 'Not sent';
  return stateWords[state];
}

/** What the state means for the person, with its time. */
export function explain(standing: LetterStanding, telling: Telling): string {
  const { at } = telling;
  const when = at(standing.stateAt);
  switch (standing.state) {
    case 'held':
      return explainHeld(standing);
    case 'queued':
      return explainQueued(standing, telling);
    case 'sending':
      return 'It is on its way to the mail server.';
    case 'sent':
      return `The mail server took it at ${when}. We call it delivered when no bounce has come back by ${at(standing.dueAt)}.`;
    case 'delivered':
      return `The mail server took it, and no bounce came back within 48 hours (${when}).`;
    case 'unknown':
      return explainUnknown(standing, telling);
    case 'failed':
      return standing.reason?.startsWith('Given up')
        ? `We tried for four days without success, and stopped at ${when}.`
        : `It could not be delivered (${when}), and another try would end the same way.`;
    case 'bounced':
      return `It was sent, but it came back (${when}).`;
    case 'handed_over':
      return standing.target.email === null
        ? 'This office takes letters only through its own web form, so this one is for you to send. It takes about two minutes.'
        : `We could not send this one as it was written, so the organizers leave it to you (${when}). Please check first who holds the office now.`;
    case 'cancelled':
      return explainCancelled(standing, telling);
    case 'previewed':
      return definitions.previewed;
  }
}

function explainHeld({ hold, reason, mayHaveArrived }: LetterStanding): string {
  if (hold === 'confirm') return 'It waits until you have confirmed your e-mail address.';
  if (hold === 'review')
    return 'In this campaign somebody reads each letter before it leaves. Yours waits for that; you need not do anything.';
  if (hold === 'crashes') {
    const rest = mayHaveArrived ? '' : ' It has not left.';
    return `Sending it went wrong several times on our side, so it is held back until somebody has looked at it.${rest}`;
  }
  if (hold === 'restored')
    return 'Our database had to be restored from a backup, and your letter may have been sent after that backup was made. It is held back, so that the office does not get it twice, until somebody has looked whether it was sent.';
  return reason
    ? `It is held back: ${reason} It was written to the office as it was then, so it is not sent on by itself; the organizers decide.`
    : 'It is held back until it has been looked at.';
}

function explainQueued(standing: LetterStanding, { at, now, isGuarded }: Telling): string {
  const { waitsFor, dueAt, attempts, mayHaveArrived } = standing;
  const due = at(dueAt);
  if (mayHaveArrived)
    return `The connection broke at an earlier try, so nobody knows whether that copy arrived. It is sent again (${due}) under the same number, by which mail programs can tell that it is the same letter.`;
  if (waitsFor === 'pause') return 'Sending is paused. Your letter is kept, and goes out when sending goes on.';
  if (dueAt <= now) return 'It is waiting for its turn, usually less than a minute.';
  switch (waitsFor) {
    case 'withdraw':
      return `It leaves at ${due}.${isGuarded ? '' : ' Until then you can take it back.'}`;
    case 'pace':
      return `Letters leave one after the other, so that no office gets too many at once. The turn of yours comes at ${due}.`;
    case 'window':
      return `This campaign sends letters only at certain hours of the office’s own day. Yours is due at ${due}.`;
    default:
      return waitsFor === null && attempts === 0
        ? `It is due at ${due}.`
        : `The mail server could not take it yet. The next try is due at ${due}; we try for four days.`;
  }
}

function explainUnknown(standing: LetterStanding, { at, ifUnknown, now }: Telling): string {
  const broke = `The connection broke at ${at(standing.stateAt)} while the letter was being handed over, so we cannot say whether it arrived.`;
  if (ifUnknown === 'resend')
    return `${broke} It is sent again under the same number, by which mail programs can tell that it is the same letter.`;
  const end = bounceWindowEnd(standing);
  const then = end > now ? ` If it came back, we would know by ${at(end)}; then they decide.` : '';
  return `${broke} It is not sent again without a decision by the organizers, so that the office does not get it twice.${then}`;
}

function explainCancelled(standing: LetterStanding, { at, actor }: Telling): string {
  const when = at(standing.stateAt);
  if (standing.mayHaveArrived)
    return actor === 'supporter'
      ? `It was taken back at ${when}, before another try. The connection broke at an earlier one, so nobody knows whether that copy arrived.`
      : `The connection broke while it was being handed over, so nobody knows whether it arrived. The organizers decided not to send it again (${when}).`;
  switch (actor) {
    case 'supporter':
      return `It was taken back at ${when}, before it left. The office does not get it.`;
    case 'reviewer':
      return `The organizers read it and decided not to send it (${when}).`;
    case 'organizer':
      return `The organizers withdrew it (${when}), so it is not going out.`;
    default:
      return `Your e-mail address was not confirmed in time, so the letter was not sent (${when}).`;
  }
}

/** Whether the person is offered other ways to reach the office: where a letter that they wanted sent does not arrive. */
export function needsAnotherWay({ state }: LetterStanding, { actor }: Telling): boolean {
  return state === 'failed' || state === 'bounced' || (state === 'cancelled' && actor !== 'supporter');
}

/**
 * Whether the person can take a letter back: it is held, or there is time left before it leaves. One that is sent again
 * or stood in a backup that was restored, may have arrived already.
 */
export function canTakeBack({ state, hold, dueAt, waitsFor, mayHaveArrived }: LetterStanding, now: number): boolean {
  if (state === 'held') return hold !== 'restored';
  return state === 'queued' && !mayHaveArrived && (dueAt > now || waitsFor === 'pause');
}

/** How soon a page that follows a letter should show something new. */
const SOON_MS = 90_000;

/** Whether something is about to happen to a letter by itself. */
export function isMoving({ state, dueAt, waitsFor }: LetterStanding, now: number): boolean {
  return state === 'sending' || (state === 'queued' && waitsFor !== 'pause' && dueAt - now < SOON_MS);
}
