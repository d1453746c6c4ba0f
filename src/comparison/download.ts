import type { Coalition } from '../partners/index.js';
import { fileName, tableCsv, tableJson, tablePdf } from './files.js';
import type { Table } from './table.js';

/** What a table may be taken along as. */
export const FILE_ENDINGS = ['csv', 'json', 'pdf'] as const;
export type FileEnding = (typeof FILE_ENDINGS)[number];

/** What the links to the files say. */
export const FILE_NAMES: Readonly<Record<FileEnding, string>> = {
  csv: 'Table (CSV)',
  json: 'Data (JSON)',
  pdf: 'Page to print (PDF)',
};

const TYPES: Readonly<Record<FileEnding, string>> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
  pdf: 'application/pdf',
};

/** A table as a file: just what the page shows of it, with definitions and date. */
export function fileOf(
  coalition: Coalition,
  table: Table,
  ending: FileEnding,
): {
  readonly name: string;
  readonly type: string;
  readonly content: readonly string[] | AsyncIterable<Uint8Array>;
} {
  const write = { csv: tableCsv, json: tableJson };
  const content = ending === 'pdf' ? tablePdf(coalition, table) : [write[ending](coalition, table)];
  return { name: fileName(coalition, table, ending), type: TYPES[ending], content };
}
