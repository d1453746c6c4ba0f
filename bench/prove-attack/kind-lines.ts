import { createTally, grouped } from '../prove-delivery/tally.js';
import { tallyText } from './accounts.js';
import type { Outcome } from './attack.js';
import { KINDS, type Kind, type Sent } from './bots.js';
import type { StoredLetter } from './evidence.js';

/** What became of one kind's submissions. */
export type KindLine = {
  readonly kind: Kind;
  readonly sent: number;
  readonly taken: number;
  readonly repeats: number;
  readonly held: number;
  readonly unconfirmed: number;
  readonly toldToProve: number;
  readonly toldToWait: number;
  readonly refused: number;
  /** Submissions of which a letter reached its office, and these letters. */
  readonly through: number;
  readonly letters: number;
  readonly reasons: string;
};

/** A line for each kind of bot. */
export function kindLines(outcome: Outcome): KindLine[] {
  const letters = grouped(outcome.before, ({ token }) => token);
  return (Object.keys(KINDS) as Kind[]).map((kind) =>
    lineOf(kind, {
      outcome,
      sent: outcome.sent.filter((one) => one.kind === kind),
      lettersOf: (sent) => letters.get(sent.receipt ?? '') ?? [],
    }),
  );
}

type Sight = {
  readonly outcome: Outcome;
  readonly sent: readonly Sent[];
  readonly lettersOf: (sent: Sent) => readonly StoredLetter[];
};

function lineOf(kind: Kind, { outcome, sent, lettersOf }: Sight): KindLine {
  const { unread, repeats } = outcome;
  const count = (isSo: (one: Sent) => boolean): number => sent.filter(isSo).length;
  const isHeldFor = (one: Sent, why: string): boolean => lettersOf(one).some(({ hold }) => hold === why);
  const arrived = (one: Sent): number => lettersOf(one).filter(({ deliveryId }) => unread.has(deliveryId)).length;
  const reasons = createTally();
  const held = sent.filter((one) => isHeldFor(one, 'review'));
  for (const one of held) for (const why of lettersOf(one)[0]?.suspicions ?? []) reasons.add(why);
  return {
    kind,
    sent: sent.length,
    taken: count(({ receipt }) => receipt !== undefined),
    repeats: count(({ receipt }) => repeats.has(receipt ?? '')),
    held: held.length,
    unconfirmed: count((one) => isHeldFor(one, 'confirm')),
    toldToProve: count(({ status }) => status === 403),
    toldToWait: count(({ status }) => status === 429 || status === 503),
    refused: count(({ status, receipt }) => receipt === undefined && ![403, 429, 503].includes(status)),
    through: count((one) => arrived(one) > 0),
    letters: sent.reduce((sum, one) => sum + arrived(one), 0),
    reasons: tallyText(reasons),
  };
}

/** All lines together. */
export function sumOf(lines: readonly KindLine[]): Omit<KindLine, 'kind' | 'reasons'> & { readonly name: string } {
  const sum = (measure: Exclude<keyof KindLine, 'kind' | 'reasons'>): number =>
    lines.reduce((total, line) => total + line[measure], 0);
  return {
    name: 'all',
    sent: sum('sent'),
    taken: sum('taken'),
    repeats: sum('repeats'),
    held: sum('held'),
    unconfirmed: sum('unconfirmed'),
    toldToProve: sum('toldToProve'),
    toldToWait: sum('toldToWait'),
    refused: sum('refused'),
    through: sum('through'),
    letters: sum('letters'),
  };
}
