import { once } from 'node:events';
import { CsvError, parse, type Info } from 'csv-parse';
import { closest } from 'fastest-levenshtein';
import { InputError } from '../platform/errors.js';
import type { DataFile } from '../platform/open-file.js';

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
  const parser = parse({
    bom: true,
    delimiter: mostUsed(header),
    columns: (names: string[]) => ourNames(file, names, shape),
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    trim: true,
    max_record_size: MAX_RECORD_CHARACTERS,
  });
  const input = file.read(progress);
  input.on('error', (error) => parser.destroy(error)).pipe(parser);
  const absent = Object.fromEntries(Object.keys(shape.columns).map((key) => [key, ''])) as Record<Key, string>;
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: Partial<Record<Key, string>>;
      info: Info;
    }>) {
      yield { line: info.lines, values: { ...absent, ...record } };
    }
  } catch (error) {
    throw asInputError(file, error);
  } finally {
    input.destroy();
  }
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

function ourNames<Key extends string>(
  file: DataFile,
  header: readonly string[],
  shape: TableShape<Key>,
): (Key | false)[] {
  const keys = Object.keys(shape.columns) as Key[];
  const goesBy = (key: Key, name: string): boolean =>
    shape.columns[key].some((known) => (typeof known === 'string' ? known === name : known.test(name)));
  const names = header.map((name) => name.trim().toLowerCase());
  // A file may hold two columns that mean the same; the first one counts.
  const taken = names.map((name, index) => {
    const key = keys.find((candidate) => goesBy(candidate, name));
    return key !== undefined && !names.slice(0, index).some((earlier) => goesBy(key, earlier)) ? key : false;
  });
  const missing = shape.required.filter((key) => !taken.includes(key));
  if (missing.length > 0)
    throw missingColumns(
      file,
      header,
      missing.map((key) => shape.columns[key]),
    );
  return taken;
}

function missingColumns(
  file: DataFile,
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
        line: 1,
        message: `the column is missing (it may be called ${names.join(', ')}); the nearest column here is "${near ?? ''}"`,
      };
    }),
  );
}

function asInputError(file: DataFile, error: unknown): unknown {
  if (error instanceof InputError) return error;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (!(error instanceof CsvError) && !code.startsWith('Z_')) return error;
  const line = error instanceof CsvError ? (error as { lines?: number }).lines : undefined;
  const message = `cannot be read as a table: ${(error as Error).message}`;
  return new InputError([{ field: 'file', file: file.path, message, ...(line === undefined ? {} : { line }) }]);
}
