import { createTally, grouped } from '../prove-delivery/tally.js';
import { median } from '../numbers.js';
import { tallyText } from './accounts.js';
import type { Outcome } from './attack.js';

/** What became of people's letters. */
export type PeopleVerdict = {
  readonly came: number;
  readonly taken: number;
  /** Letters of theirs that go by mail, and those that were at their offices at the end. */
  readonly letters: number;
  readonly arrived: number;
  /** Whose letter was not taken or did not arrive, and why. */
  readonly lost: readonly string[];
  readonly asked: number;
  readonly confirmed: number;
  readonly told: number;
  readonly heldForReview: number;
  readonly reasons: string;
  readonly longestTakenS: number;
  readonly medianTakenS: number;
  /** Without those that a reviewer looked at first. */
  readonly longestArrivedS: number;
  readonly medianArrivedS: number;
};

/** Follows each person's letters from the button to the office. */
export function judgePeople({ people, before, after, mailbox, unread }: Outcome): PeopleVerdict {
  const ends = grouped(after, ({ token }) => token);
  const first = grouped(before, ({ token }) => token);
  const reasons = createTally();
  const lost: string[] = [];
  const waits: number[] = [];
  const counts = { letters: 0, arrived: 0, confirmed: 0, heldForReview: 0 };
  for (const { email, receipt, refused, pressedAt } of people) {
    const mailed = (ends.get(receipt ?? '') ?? []).filter(({ channel }) => channel === 'smtp');
    const there = mailed.filter(({ deliveryId }) => mailbox.letters.has(deliveryId));
    counts.letters += mailed.length;
    counts.arrived += there.length;
    if (mailed.length === 0 || there.length < mailed.length) {
      const states = mailed.map(({ state, hold }) => `${state} ${hold ?? ''}`).join(', ');
      lost.push(`${email}: ${refused ?? (states || 'no letters')}`);
    }
    const held = (first.get(receipt ?? '') ?? []).filter(({ hold }) => hold === 'review');
    if (held.length > 0) counts.heldForReview += 1;
    for (const why of held[0]?.suspicions ?? []) reasons.add(why);
    const unreadAt = there.filter(({ deliveryId }) => unread.has(deliveryId));
    waits.push(...unreadAt.map(({ deliveryId }) => ((mailbox.letters.get(deliveryId) ?? 0) - pressedAt) / 1_000));
    if (mailbox.mailsTo(email).some((subject) => /confirm/i.test(subject))) counts.confirmed += 1;
  }
  const takenS = people.filter(({ receipt }) => receipt).map(({ pressedAt, takenAt }) => (takenAt - pressedAt) / 1_000);
  return {
    ...counts,
    came: people.length,
    taken: takenS.length,
    lost,
    asked: people.filter(({ isAsked }) => isAsked).length,
    told: people.filter(({ timesToldToWait }) => timesToldToWait > 0).length,
    reasons: tallyText(reasons),
    longestTakenS: Math.max(0, ...takenS),
    medianTakenS: median(takenS),
    longestArrivedS: Math.max(0, ...waits),
    medianArrivedS: median(waits),
  };
}
