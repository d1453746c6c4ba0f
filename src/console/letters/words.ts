import type { DeliveryState, Term } from '../../counts/index.js';
import { failureCauses, type FailureCause, type Hold, type LetterAct, type WaitsFor } from '../../deliveries/index.js';

/** States as organizers read them. */
export const STATES: Readonly<Record<DeliveryState, string>> = {
  held: 'Held',
  queued: 'Waiting to be sent',
  sending: 'Being sent',
  sent: 'Sent, bounce still possible',
  delivered: 'Delivered',
  unknown: 'Outcome unknown',
  bounced: 'Came back',
  failed: 'Failed',
  handed_over: 'Handed over',
  cancelled: 'Cancelled',
  previewed: 'Previewed',
};

export const TERM_WORDS: Readonly<Record<Term, string>> = {
  waiting: 'Waiting',
  delivered: 'Delivered',
  failed: 'Failed',
  handed_over: 'Handed over',
  cancelled: 'Cancelled',
  previewed: 'Previewed',
};

/** Why a letter is held. */
export const HOLD_WORDS: Readonly<Record<Hold, string>> = {
  confirm: 'Until its sender confirms the address',
  review: 'Until a reviewer has read it',
  target: 'Its target has changed',
  crashes: 'Sending it went wrong several times',
  restored: 'A backup was restored, and it may have been sent since',
};

/** What a queued letter waits for. */
export const WAIT_WORDS: Readonly<Record<WaitsFor | 'turn', string>> = {
  retry: 'another try',
  pace: 'its turn: letters leave one after the other',
  window: 'the hours in which this campaign sends',
  pause: 'the end of a pause',
  withdraw: 'the time in which it can be taken back',
  turn: 'its turn, usually less than a minute',
};

/** What an act does, as a button, and what came of it. */
export const ACTS: Readonly<
  Record<
    LetterAct,
    { readonly button: string; readonly done: string; readonly will: string; readonly isFinal: boolean }
  >
> = {
  retry: {
    button: 'Send again',
    done: 'queued again',
    will: 'They are queued again and leave at once, as far as pace, hours and pauses let them. Each keeps its number, by which mail programs know a second copy.',
    isFinal: false,
  },
  readdress: {
    button: 'Send to the corrected address',
    done: 'queued again to the corrected address',
    will: 'They are sent to the address that the same person has in the roster now. Where the address is still the same, or somebody else holds the office, the letter stays as it is.',
    isFinal: false,
  },
  cancel: {
    button: 'Withdraw',
    done: 'withdrawn',
    will: 'They are not sent, and this cannot be undone. Their senders’ receipts say that the organizers withdrew them, and offer other ways to reach the office; your reason is not shown there.',
    isFinal: true,
  },
  'hand-over': {
    button: 'Leave to the senders',
    done: 'left to their senders',
    will: 'They are left to their senders to send by hand, and this cannot be undone. Their receipts say so; your reason is not shown there.',
    isFinal: true,
  },
};

/** Why a letter is where it is, without anybody's data. */
export function whyOf(row: {
  readonly state: DeliveryState;
  readonly hold: Hold | null;
  readonly waitsFor: WaitsFor | null;
  readonly cause?: FailureCause | null;
}): string {
  if (row.state === 'held' && row.hold !== null) return HOLD_WORDS[row.hold];
  if (row.state === 'queued') return `For ${WAIT_WORDS[row.waitsFor ?? 'turn']}`;
  if (row.cause) return failureCauses[row.cause].title;
  return '';
}

/** `1 letter`, `12 letters`, `more than 1,000 letters` */
export function lettersText({
  letters,
  isMore = false,
}: {
  readonly letters: number;
  readonly isMore?: boolean;
}): string {
  return `${isMore ? 'more than ' : ''}${numberText(letters)} ${letters === 1 && !isMore ? 'letter' : 'letters'}`;
}

export function numberText(number: number): string {
  return number.toLocaleString('en-US');
}
