type Cell = string | number | null;

/** Begins a file whose letters spreadsheet programs shall read as UTF-8. */
export const BYTE_ORDER_MARK = '\ufeff';

/**
 * What a spreadsheet may take for a formula: =, +, -, @ and their full-width forms, also behind spaces and marks that
 * nobody sees; tab and line ends as the first character (OWASP, CSV injection).
 */
const FORMULA = /^(?:[\s\p{C}\p{Z}]*[=+\-@\uff1d\uff0b\uff0d\uff20\u2212\ufe62\ufe63\ufe66\ufe6b]|[\t\r\n])/u;

/** A cell that no spreadsheet calculates: what could be a formula begins with an apostrophe. */
export function csvCell(value: Cell): string {
  const text = value === null ? '' : String(value);
  const safe = typeof value === 'string' && FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n\t;'#]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A line of a CSV file (RFC 4180) with its end. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** A whole CSV file of some rows, the columns' names first. */
export function csvText(rows: readonly (readonly Cell[])[]): string {
  return BYTE_ORDER_MARK + rows.map(csvLine).join('');
}
