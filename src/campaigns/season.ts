import { dayText, endOfDay, momentText, parseLocalTime } from '../platform/clock.js';
import { remember } from '../platform/remember.js';

/** From when until when a campaign takes letters, as campaign.yaml says it. */
export type Season = {
  readonly opens_at?: string | undefined;
  readonly closes_at?: string | undefined;
  readonly time_zone: string;
};

/** When a campaign opens: the moment and how to say it; undefined where it opens at once. */
export function openingOf(season: Season): Boundary | undefined {
  return season.opens_at === undefined ? undefined : boundaryAt(season.time_zone, 'opens', season.opens_at);
}

/** When a campaign closes; a day without a time is taken to its end. */
export function closingOf(season: Season): Boundary | undefined {
  return season.closes_at === undefined ? undefined : boundaryAt(season.time_zone, 'closes', season.closes_at);
}

/** A moment and how people say it. */
export type Boundary = { readonly at: number; readonly text: string };

function boundaryAt(zone: string, kind: 'opens' | 'closes', written: string): Boundary | undefined {
  return readBoundary(`${zone} ${kind} ${written}`).boundary;
}

/** Every visitor of a campaign asks whether it is open; the calendar need not be asked anew each time. */
const readBoundary = remember(500, (key: string): { readonly boundary: Boundary | undefined } => {
  const [zone = '', kind, ...words] = key.split(' ');
  const written = words.join(' ');
  const at = kind === 'closes' && isDay(written) ? endOfDay(written, zone) : parseLocalTime(written, zone);
  if (at === undefined) return { boundary: undefined };
  return { boundary: { at, text: isDay(written) ? dayText(written) : momentText(at, zone) } };
});

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text);
}
