import { dayText, endOfDay, momentText, parseLocalTime } from '../platform/clock.js';

/** From when until when a campaign takes letters, as campaign.yaml says it. */
export type Season = {
  readonly opens_at?: string | undefined;
  readonly closes_at?: string | undefined;
  readonly time_zone: string;
};

/** When a campaign opens: the moment and how to say it; undefined where it opens at once. */
export function openingOf(season: Season): Boundary | undefined {
  const at = season.opens_at === undefined ? undefined : parseLocalTime(season.opens_at, season.time_zone);
  return at === undefined ? undefined : { at, text: boundaryText(season, season.opens_at, at) };
}

/** When a campaign closes; a day without a time is taken to its end. */
export function closingOf(season: Season): Boundary | undefined {
  if (season.closes_at === undefined) return undefined;
  const read = isDay(season.closes_at) ? endOfDay : parseLocalTime;
  const at = read(season.closes_at, season.time_zone);
  return at === undefined ? undefined : { at, text: boundaryText(season, season.closes_at, at) };
}

/** A moment and how people say it. */
export type Boundary = { readonly at: number; readonly text: string };

function boundaryText(season: Season, written: string | undefined, at: number): string {
  return written !== undefined && isDay(written) ? dayText(written) : momentText(at, season.time_zone);
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text);
}
