import type { Coalition } from '../partners/index.js';
import { momentText } from '../platform/clock.js';
import { csvText } from '../platform/csv.js';
import { openPaper } from '../reports/index.js';
import type { Column, Row, Table } from './table.js';
import { FILE_WORDS, valueData, valueText } from './value-text.js';

/** Whose comparison it is. */
export type Owner = Pick<Coalition, 'slug' | 'name' | 'timeZone'>;

type Block = Pick<Table, 'title' | 'columns' | 'rows' | 'total'>;

/** `safe-harbourview-weeks.csv` */
export function fileName({ slug }: Owner, { question }: Table, ending: 'csv' | 'json' | 'pdf'): string {
  return `${slug}-${question.view}.${ending}`;
}

/**
 * Just what is shown as CSV: the table first, so that it can be sorted and drawn at once; below an empty row what it means and
 * of when it is. A number that is hidden is `hidden`, shares go from 0 to 1.
 */
export function tableCsv(owner: Owner, table: Table): string {
  const about = [
    ['Coalition', '', owner.name],
    ['Table', '', table.title],
    ['As of', '', momentText(table.asOf, owner.timeZone)],
    ...definedColumns(table).map(({ name, means }) => ['Definition', name, means]),
    ['Definition', 'hidden', 'Under 10 people, or hidden so that another number under 10 cannot be worked out.'],
    ...table.notes.map((note) => ['Note', '', note]),
  ];
  const further = table.further ? [[''], ...csvBlock(table.further)] : [];
  return csvText([...csvBlock(table), ...further, [''], ...about]);
}

function csvBlock({ title, columns, rows, total }: Block): (string | number | null)[][] {
  return [
    [title, 'Code', 'Note', ...columns.map(({ name }) => name)],
    ...[...rows, ...(total ? [total] : [])].map((row) => [
      row.name,
      row.key,
      row.note ?? '',
      ...columns.map((column) => valueData(column, row.values[column.key])),
    ]),
  ];
}

/** In the overlap the columns of partners all mean the same. */
function definedColumns({ columns, further }: Table): Column[] {
  const known = new Set<string>();
  return [...columns, ...(further?.columns ?? [])].filter(({ means }) => !known.has(means) && known.add(means));
}

/** Just what is shown as JSON: docs/comparison-files.md tells its shape. */
export function tableJson(owner: Owner, table: Table): string {
  const { question, notes, asOf, further } = table;
  const answer = {
    coalition: { slug: owner.slug, name: owner.name },
    as_of: new Date(asOf).toISOString(),
    question: {
      view: question.view,
      measure: question.measure,
      campaign: question.campaign ?? null,
      partner: question.partner ?? null,
      layer: question.layer ?? null,
      sort: `${question.isDescending ? '-' : ''}${question.sort}`,
    },
    ...jsonBlock(table),
    further: further ? jsonBlock(further) : null,
    notes,
  };
  return `${JSON.stringify(answer, null, 2)}\n`;
}

function jsonBlock({ title, columns, rows, total }: Block): object {
  const values = (row: Row): object =>
    Object.fromEntries(
      columns.map((column) => {
        const value = valueData(column, row.values[column.key]);
        return [column.key, value === 'hidden' ? FILE_WORDS.hidden : value];
      }),
    );
  const line = (row: Row): object => ({ key: row.key, name: row.name, note: row.note ?? null, values: values(row) });
  return { title, columns, rows: rows.map(line), total: total ? line(total) : null };
}

/** So many columns of numbers stand side by side on a page. */
const MOST_COLUMNS = 5;

/** Just what is shown as a document to print: tables, notes, definitions and date. */
export function tablePdf(owner: Owner, table: Table, { isPlain = false } = {}): AsyncIterable<Uint8Array> {
  const asOf = momentText(table.asOf, owner.timeZone);
  const title = `${owner.name}: ${table.title}`;
  const size = owner.timeZone.startsWith('America/') ? 'LETTER' : 'A4';
  const paper = openPaper({ title, author: owner.name, madeAt: table.asOf, size, isPlain });
  paper.heading(1, owner.name);
  paper.paragraph(table.title, 'lead');
  paper.paragraph(`As of ${asOf}.`, 'small');
  for (const block of [table, ...(table.further ? [table.further] : [])]) {
    paper.heading(2, block.title);
    for (const part of partsOf(block)) paper.table(part);
  }
  if (table.notes.length > 0) {
    paper.heading(2, 'Notes');
    paper.list(table.notes);
  }
  paper.heading(2, 'What the numbers mean');
  paper.list(definedColumns(table).map(({ name, means }) => `${name}: ${means}`));
  return paper.finish(`${title} · ${asOf}`);
}

type Part = Parameters<ReturnType<typeof openPaper>['table']>[0];

function partsOf({ title, columns, rows, total }: Block): Part[] {
  const parts: Part[] = [];
  for (let at = 0; at < columns.length; at += MOST_COLUMNS) {
    const some = columns.slice(at, at + MOST_COLUMNS);
    parts.push({
      title,
      head: ['', ...some.map(({ name }) => name)],
      widths: [0.3, ...some.map(() => 0.7 / MOST_COLUMNS)],
      numbers: some.map((_, index) => index + 1),
      rows: [...rows, ...(total ? [total] : [])].map((row) => [
        row.note === undefined ? row.name : `${row.name} (${row.note})`,
        ...some.map((column) => valueText(row.values[column.key], column.unit, FILE_WORDS)),
      ]),
    });
  }
  return parts;
}
