import type { Declared } from '../partners/index.js';
import { dayText } from '../platform/clock.js';
import { plain } from '../platform/number-text.js';

/** Declared numbers as the page shows them, apart from all that was counted here. */
export function declaredRows(declared: readonly Declared[]): readonly Readonly<Record<string, string | undefined>>[] {
  return declared.map(({ partner, kindName, count, fromOn, toOn, source, questioned }) => ({
    partner: partner.name,
    what: kindName,
    number: plain(count),
    days: fromOn === toOn ? dayText(fromOn) : `${dayText(fromOn)} to ${dayText(toOn)}`,
    source,
    questioned,
  }));
}
