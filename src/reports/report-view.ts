import type { OfficeReport } from './office-report.js';

/** So many quotations, of such a length, stand on a page; the PDF has all of them in full. */
const MOST_ON_PAGE = 10;
const MOST_CHARACTERS = 900;

/** A report for its page. */
export function reportView(report: OfficeReport): object {
  const { quotations, position } = report;
  const shown = quotations.slice(0, MOST_ON_PAGE);
  const isShort = quotations.length > shown.length || shown.some(({ words }) => words.length > MOST_CHARACTERS);
  return {
    ...report,
    quotations: shown.map(({ words, by }) => ({ by, words: shortened(words) })),
    isShort,
    howMany: quotations.length,
    sourceLink: position && /^https?:\/\//.test(position.source) ? position.source : undefined,
  };
}

function shortened(words: string): string {
  if (words.length <= MOST_CHARACTERS) return words;
  return `${words.slice(0, MOST_CHARACTERS).replace(/(?<!\s)\s+\S*$/, '')} …`;
}
