import { dayText } from '../platform/clock.js';
import { plain } from '../platform/number-text.js';

/** A number that a partner took from another tool, and declares with its days and source. */
export type Declared = {
  readonly partner: string;
  /** What was counted: `Letters on paper`. */
  readonly what: string;
  readonly count: number;
  /** Both days count: `2027-03-01`. */
  readonly fromOn: string;
  readonly toOn: string;
  readonly source: string;
};

/** Declared numbers as the page shows them, apart from all that was counted here. */
export function declaredRows(declared: readonly Declared[]): readonly Readonly<Record<string, string>>[] {
  return declared.map(({ partner, what, count, fromOn, toOn, source }) => ({
    partner,
    what,
    number: plain(count),
    days: fromOn === toOn ? dayText(fromOn) : `${dayText(fromOn)} to ${dayText(toOn)}`,
    source,
  }));
}
