import { Script } from 'node:vm';
import { attacksOn, attackText, type Attack } from './attacks.js';
import type { Pattern } from './collect.js';

/** A pattern that takes longer than it may, and over what. */
export type SlowPattern = { readonly pattern: Pattern; readonly attack: Attack };

/**
 * Time of the processor, in milliseconds, that a character may cost in a text of any length. What grows in line with the text
 * stays far below; what grows with its square is far above at ten thousand characters.
 */
const MOST_MS_EACH = 1 / 400;
const STOPPED_AFTER_MS = 400;

/** The text of so many characters that the pattern takes too long over, if one is found. */
export function findSlow(pattern: Pattern, characters: number): SlowPattern | undefined {
  const expression = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, '') + 'g');
  const attack = attacksOn(pattern).find((one) => {
    return isSlow(expression, { whole: attackText(one, characters), half: attackText(one, characters / 2) });
  });
  return attack && { pattern, attack };
}

/** What grows with the square takes four times as long over twice the text, what grows in line twice as long. */
const MOST_GROWTH = 3;

/** Slow each of three times: a machine that is busy, or tidying up, is not slow at the same text again and again. */
function isSlow(expression: RegExp, { whole, half }: { readonly whole: string; readonly half: string }): boolean {
  return [1, 2, 3].every(() => {
    const spent = spentMs(expression, whole);
    if (spent <= whole.length * MOST_MS_EACH) return false;
    // A busy machine takes long over half of the text too.
    return spent >= STOPPED_AFTER_MS / 2 || spent > MOST_GROWTH * spentMs(expression, half);
  });
}

const script = new Script('text.replace(expression, "")');

function spentMs(expression: RegExp, text: string): number {
  const before = process.cpuUsage();
  Object.assign(globalThis, { expression, text });
  try {
    script.runInThisContext({ timeout: STOPPED_AFTER_MS });
  } catch {
    // It was stopped; how long it took until then is what counts.
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
