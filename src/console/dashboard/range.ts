import { daysAfter } from '../../platform/calendar.js';

/** How far back the numbers go that are kept by day. */
export type Range = {
  readonly key: 'today' | '7' | '30' | 'all';
  /** In a heading: `the last 7 days`. */
  readonly words: string;
  /** The first day, in the campaign's time zone; undefined for the campaign's beginning. */
  readonly since: string | undefined;
};

const RANGES = [
  { key: 'today', label: 'Today', words: 'today', days: 1 },
  { key: '7', label: '7 days', words: 'the last 7 days', days: 7 },
  { key: '30', label: '30 days', words: 'the last 30 days', days: 30 },
  { key: 'all', label: 'All', words: 'since the beginning', days: undefined },
] as const;

/** The range that a query names; everything where it names none. */
export function rangeOf(key: string, today: string): Range {
  const { days, ...range } = RANGES.find((one) => one.key === key) ?? RANGES[3];
  return { key: range.key, words: range.words, since: days === undefined ? undefined : daysAfter(today, 1 - days) };
}

/** Links to the ranges; `href` makes an address of one. */
export function rangeLinks(
  chosen: Range,
  href: (key: string) => string,
): readonly { readonly label: string; readonly href: string; readonly isHere: boolean }[] {
  return RANGES.map(({ key, label }) => ({ label, href: href(key), isHere: key === chosen.key }));
}
