import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { closest } from 'fastest-levenshtein';
import { InputError } from '../platform/errors.js';
import type { DataFile } from '../platform/open-file.js';
import { NotTextError, notTextFault, passUtf8 } from './utf8.js';

/**
 * The columns a table may have: our name for each, and the names it goes by in files (compared in lower
 * case). `{ code: ['zip', 'zcta', /^geoid_zcta5_\d+$/] }`
 */
export type TableColumns<Key extends string> = Readonly<Record<Key, readonly (string | RegExp)[]>>;

/** One row of a delimited file; a column that the file lacks reads as an empty text. */
export type TableRow<Key extends string> = {
  readonly line: number;
  readonly values: Readonly<Record<Key, string>>;
};

export type TableShape<Key extends string> = {
  readonly columns: TableColumns<Key>;
  readonly required: readonly NoInfer<Key>[];
  /** Hears the names of all columns, in lower case. */
  readonly onHeader?: (names: readonly string[]) => void;
};

const DELIMITERS = [',', '|', '\t', ';'];
const MAX_RECORD_CHARACTERS = 200_000;

/**
 * Reads comma-, semicolon-, tab- or pipe-separated text with a header line; the separator is the one that the
 * header uses most.
 * @throws InputError for a missing column or a line that cannot be read
 */
export async function* readTable<Key extends string>(
  file: DataFile,
  shape: TableShape<Key>,
  progress?: (bytes: number) => void,
): AsyncGenerator<TableRow<Key>> {
  const header = await firstLine(file);
  const lines = countLines();
  const parser = parse({
    bom: true,
    delimiter: mostUsed(header),
    raw: true,
    // With `raw` a record is an object, which the types do not tell.
    on_record: (given: unknown) => lined(given as RawRecord, lines) as unknown as string[],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    trim: true,
    max_record_size: MAX_RECORD_CHARACTERS,
  });
  const input = file.read(progress);
  // A failure of any stage destroys the parser with it; the loop below hears of it there.
  pipeline(input, passUtf8(), parser).catch(() => undefined);
  const keys = Object.keys(shape.columns) as Key[];
  let places: ReadonlyMap<Key, number> | undefined;
  try {
    for await (const { line, cells } of parser as AsyncIterable<Row>) {
      if (!places) places = placesOf(file, { line, cells }, shape);
      else yield { line, values: valuesOf(keys, places, cells) };
    }
  } catch (error) {
    throw error instanceof NotTextError ? await notTextFault(file) : asInputError(file, error, lines.next());
  } finally {
    input.destroy();
  }
}

type RawRecord = { readonly record: readonly string[]; readonly raw: string };
type Row = { readonly line: number; readonly cells: readonly string[] };

function lined({ record, raw }: RawRecord, lines: LineCounter): Row {
  return { line: lines.pass(raw), cells: record };
}

type LineCounter = {
  /** The line on which a record begins, below the empty lines that stand before it. */
  readonly pass: (raw: string) => number;
  /** The line after the last record. */
  readonly next: () => number;
};

/** Counts lines as editors do: the parser counts a line break of two characters twice within quotes. */
function countLines(): LineCounter {
  const breaksIn = (text: string): number => text.match(/\r\n|\n|\r/g)?.length ?? 0;
  let line = 1;
  return {
    pass: (raw) => {
      const start = line + breaksIn(/^\s*/.exec(raw)?.[0] ?? '');
      line += breaksIn(raw);
      return start;
    },
    next: () => line,
  };
}

function valuesOf<Key extends string>(
  keys: readonly Key[],
  places: ReadonlyMap<Key, number>,
  cells: readonly string[],
): TableRow<Key>['values'] {
  return Object.fromEntries(keys.map((key) => [key, cells[places.get(key) ?? -1] ?? ''])) as TableRow<Key>['values'];
}

/** A fault in one row, in words for the person who gave the file. */
export function rowFault(
  where: { readonly file: DataFile; readonly line: number },
  column: string,
  message: string,
): InputError {
  return new InputError([{ field: column, message, file: where.file.path, line: where.line }]);
}

async function firstLine(file: DataFile): Promise<string> {
  const input = file.read();
  try {
    const [part] = (await Promise.race([once(input, 'data'), once(input, 'end')])) as [Buffer?];
    return (part?.toString('utf8') ?? '').split(/\r?\n/, 1)[0] ?? '';
  } catch (error) {
    throw asInputError(file, error);
  } finally {
    input.destroy();
  }
}

function mostUsed(header: string): string {
  const uses = (delimiter: string): number => header.split(delimiter).length;
  return DELIMITERS.reduce((best, delimiter) => (uses(delimiter) > uses(best) ? delimiter : best));
}

/** Where each column stands; of two that mean the same the first one counts. */
function placesOf<Key extends string>(
  file: DataFile,
  { line, cells: header }: Row,
  shape: TableShape<Key>,
): Map<Key, number> {
  const keys = Object.keys(shape.columns) as Key[];
  const goesBy = (key: Key, name: string): boolean =>
    shape.columns[key].some((known) => (typeof known === 'string' ? known === name : known.test(name)));
  const names = header.map((name) => name.trim().toLowerCase());
  shape.onHeader?.(names);
  const places = new Map<Key, number>();
  for (const [index, name] of names.entries()) {
    const key = keys.find((candidate) => goesBy(candidate, name));
    if (key !== undefined && !places.has(key)) places.set(key, index);
  }
  const missing = shape.required.filter((key) => !places.has(key)).map((key) => shape.columns[key]);
  if (missing.length > 0) throw missingColumns({ file, line }, header, missing);
  return places;
}

function missingColumns(
  { file, line }: { readonly file: DataFile; readonly line: number },
  header: readonly string[],
  missing: readonly (readonly (string | RegExp)[])[],
): InputError {
  return new InputError(
    missing.map((known) => {
      const names = known.filter((name) => typeof name === 'string');
      const near = header.length > 0 ? closest(names[0] ?? '', header) : undefined;
      return {
        field: names[0] ?? 'column',
        file: file.path,
        line,
        message: `the column is missing (it may be called ${names.join(', ')}); the nearest column here is "${near ?? ''}"`,
      };
    }),
  );
}

function asInputError(file: DataFile, error: unknown, line?: number): unknown {
  if (error instanceof InputError) return error;
  if (!(error instanceof CsvError)) return error;
  return new InputError([{ field: 'file', file: file.path, line: line ?? 1, message: csvMessage(error) }]);
}

function csvMessage({ code, message }: CsvError): string {
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'a quotation mark opens in this row and nothing closes it';
  if (code === 'CSV_MAX_RECORD_SIZE')
    return `this row is longer than ${MAX_RECORD_CHARACTERS} characters; is a quotation mark left open?`;
  return `cannot be read as a table: ${message.replace(/ at line \d+$/, '')}`;
}
