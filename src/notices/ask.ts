import { ASK_AFTER_MS } from '../actions/index.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** While letters still wait, it is looked again after a week, up to two months after the action. */
const LOOK_AGAIN_MS = 7 * DAY_MS;
const LOOK_FOR_MS = 60 * DAY_MS;

/** A letter as far as asking for an answer goes. */
export type AskableLetter = {
  /** When it left, or its supporter said that they sent it; null while neither is so. */
  readonly leftAt: number | null;
  /** It may still leave. */
  readonly isWaiting: boolean;
  readonly isAnswered: boolean;
};

/** Whether to ask a supporter for answers now, later or never. */
export type AskDecision = 'now' | 'never' | { readonly at: number };

/** Decides by the letters: a question makes sense two weeks after a letter left, and while one has no answer noted. */
export function decideToAsk(letters: readonly AskableLetter[], createdAt: number, now: number): AskDecision {
  const open = letters.flatMap(({ leftAt, isAnswered }) => (leftAt === null || isAnswered ? [] : [leftAt]));
  if (open.length > 0) {
    const at = Math.min(...open) + ASK_AFTER_MS;
    return at <= now ? 'now' : { at };
  }
  const mayComeYet = letters.some(({ isWaiting }) => isWaiting) && now < createdAt + LOOK_FOR_MS;
  return mayComeYet ? { at: now + LOOK_AGAIN_MS } : 'never';
}
