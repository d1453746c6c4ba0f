import type { Db } from '../platform/db.js';
import { findFoundPeople, listCandidates, type Cursor, type FoundPerson, type PeopleQuery } from './store-search.js';

/** People on one page of a list. */
export const PEOPLE_PER_PAGE = 50;

/** How many people one page looks through for those that fit; the next page goes on behind them. */
export const LOOKED_THROUGH = 5_000;

/** A page of people. */
export type PeoplePage = {
  readonly people: readonly FoundPerson[];
  /** Where the next page begins; undefined where nobody is left. */
  readonly next: Cursor | undefined;
  /** Nobody else fitted among those that were looked through, but there are more to look through. */
  readonly isCutShort: boolean;
};

/**
 * Finds an organization's people, a page at a time. However many there are, one page reads a bounded number of rows: it
 * goes along one index and looks at what else was asked for of a few thousand people at the most.
 */
export async function searchPeople(db: Db, asked: PeopleQuery, after?: Cursor): Promise<PeoplePage> {
  const limits = { found: PEOPLE_PER_PAGE + 1, looked: LOOKED_THROUGH };
  const { found, end } = await listCandidates(db, { asked, after, limits });
  const shown = found.slice(0, PEOPLE_PER_PAGE);
  const hasMore = found.length > PEOPLE_PER_PAGE;
  const ids = [...new Set(shown.map(({ id }) => id))];
  return {
    people: await findFoundPeople(db, ids),
    next: hasMore ? shown.at(-1)?.cursor : end,
    isCutShort: !hasMore && end !== undefined,
  };
}

/** A cursor as a field of a form. */
export function cursorText([first, second]: Cursor): string {
  return Buffer.from(JSON.stringify([first, second])).toString('base64url');
}

/** Reads such a field; undefined for what is none. */
export function readCursor(text: string): Cursor | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (!Array.isArray(value)) return undefined;
    const [first, second] = value as unknown[];
    const isKey = typeof first === 'string' || (typeof first === 'number' && Number.isSafeInteger(first));
    // PostgreSQL fails on a parameter with a NUL in it.
    return isKey && typeof second === 'string' && !`${first}${second}`.includes('\0') ? [first, second] : undefined;
  } catch {
    return undefined;
  }
}
