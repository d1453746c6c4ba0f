import { BYTE_ORDER_MARK, csvLine } from '../../platform/csv.js';
import type { Table } from './tables.js';

/**
 * A table as a file. It begins with a byte order mark: without one Excel reads UTF-8 as the machine's old character set, and
 * everything else that reads CSV today skips it. Lines that begin with # say what was counted, when, and what the columns
 * mean, so that a number that is passed on does not lose its meaning; the head of the columns follows them.
 */
export function csvOf(table: Table, head: { readonly campaign: string; readonly moment: string }): string {
  const notes = [
    // A separator in what an organizer wrote would begin a new cell, and that might begin a formula.
    `# ${table.title}: ${head.campaign.replace(/[,;\t\r\n]+/g, ' ')}`,
    `# Numbers of ${head.moment}. ${table.about}`,
    ...table.columns.map(({ name, means }) => `# ${name}: ${means}`),
  ];
  const lines = [
    [table.of, ...table.columns.map(({ name }) => name)],
    ...table.rows.map((row) => [
      row.note === undefined ? row.name : `${row.name} (${row.note})`,
      ...table.columns.map(({ key }) => rounded(row.values[key])),
    ]),
  ];
  return BYTE_ORDER_MARK + notes.map((note) => `${note}\r\n`).join('') + lines.map(csvLine).join('');
}

/** Shares from 0 to 1 with four digits. */
function rounded(value: number | undefined): number | null {
  return value === undefined ? null : Math.round(value * 10_000) / 10_000;
}
