import { momentText } from '../platform/clock.js';
import type { LetterStanding } from './letters-store.js';
import { CONFIRM_WITHIN_MS } from './notice-steps.js';

/** Whether an office may have an answer to give: the letter was sent, or its supporter says that they sent it. */
export function mayBeAnswered({ state, saidSentAt }: Pick<LetterStanding, 'state' | 'saidSentAt'>): boolean {
  return state === 'sent' || state === 'delivered' || (state === 'handed_over' && saidSentAt !== null);
}

type Noted = {
  readonly standings: readonly LetterStanding[];
  readonly receipt: { readonly createdAt: number };
  readonly campaign: { readonly file: { readonly time_zone: string; readonly mails: { ask_for_answers: boolean } } };
};

/** What a receipt says of the mails to its supporter: that an address waits to be confirmed, and where answers are noted. */
export function supporterNotes({ standings, receipt, campaign }: Noted): object {
  const { time_zone, mails } = campaign.file;
  const waiting = standings.filter(({ hold }) => hold === 'confirm').length;
  const until = momentText(receipt.createdAt + CONFIRM_WITHIN_MS, time_zone);
  return {
    confirmation: waiting > 0 && { waiting, isOne: waiting === 1, until },
    asksForAnswers: mails.ask_for_answers && standings.some(mayBeAnswered),
  };
}

/** The same where letters are shown as they were taken: for as long as addresses are confirmed, and nothing of answers. */
export function notesAsTaken({ standings, receipt, campaign, now }: Noted & { readonly now: number }): object {
  const isAsked = standings.some(({ hold }) => hold === 'confirm');
  const end = receipt.createdAt + CONFIRM_WITHIN_MS;
  if (!isAsked || now >= end) return { confirmation: false };
  return { confirmation: { isAsTaken: true, until: momentText(end, campaign.file.time_zone) } };
}

/** What a supporter said about an office's answer, in words. */
export function replyWords({ answer }: Pick<LetterStanding, 'answer'>): string | undefined {
  if (answer === null) return undefined;
  return answer === 'yes' ? 'You told us that they answered.' : 'You told us that they have not answered.';
}
