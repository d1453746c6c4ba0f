import type { Question } from './table.js';

/** How a table is looked at, beside what is asked. */
export type Look = {
  /** `?show=screen`: large, for a meeting; without filters and tables. */
  readonly isScreen: boolean;
  /** `?rows=all`: all rows and charts, however many there are. */
  readonly isWhole: boolean;
  /** `?map=coverage`: the map tells how many partners reached each area. */
  readonly isCoverage: boolean;
};

/** Reads how a page is looked at; what it does not know it leaves. */
export function readLook(query: Readonly<Record<string, unknown>>): Look {
  return {
    isScreen: query['show'] === 'screen',
    isWhole: query['rows'] === 'all',
    isCoverage: query['map'] === 'coverage',
  };
}

/** The address of the same page with something changed. */
export type Link = (changes: Partial<Question & Look>) => string;

/** Makes addresses of a coalition's comparison; `query` writes a question as a query. */
export function linksOf(
  at: { readonly path: string; readonly question: Question; readonly look: Look },
  query: (question: Question) => string,
): Link {
  return (changes) => {
    const { isScreen, isWhole, isCoverage, ...question } = { ...at.question, ...at.look, ...changes };
    const more = [
      ...(isScreen ? ['show=screen'] : []),
      ...(isWhole ? ['rows=all'] : []),
      ...(isCoverage ? ['map=coverage'] : []),
    ];
    const all = [query(question), ...more].filter((part) => part !== '').join('&');
    return all === '' ? at.path : `${at.path}?${all}`;
  };
}
