import { readFileSync } from 'node:fs';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { InputError, messageOf } from '../platform/errors.js';
import type { DataFile } from '../platform/open-file.js';
import { readTable, type TableRow, type TableShape } from './table.js';

/** What stands for a column of ours: columns of the file, in lower case, and fixed texts, joined by blanks. */
type Part = { readonly column: string } | { readonly text: string };
type ColumnMap<Key extends string> = ReadonlyMap<Key, readonly Part[]>;

const FIELD = '--columns';

/**
 * Reads a table whose columns go by other names, which the person gave:
 * `name=First+Last,office='Seat'+No,email=Mail,body='Testville Council'`, or a YAML file with such pairs.
 * @throws InputError for a map that cannot be read, and as readTable does
 */
export async function* readMappedTable<Key extends string>(
  file: DataFile,
  { shape, columns }: { readonly shape: TableShape<Key>; readonly columns: string | undefined },
  progress?: (bytes: number) => void,
): AsyncGenerator<TableRow<Key>> {
  const map = withSharedColumns(parseColumnMap(columns ?? '', shape), shape);
  const named = [...new Set([...map.values()].flat().flatMap((part) => ('column' in part ? [part.column] : [])))];
  const own = (Object.keys(shape.columns) as Key[]).filter((key) => !map.has(key));
  const raw: TableShape<string> = {
    columns: Object.fromEntries<readonly (string | RegExp)[]>([
      ...named.map((name) => [rawKey(name), [name]] as const),
      ...own.map((key) => [key, shape.columns[key]] as const),
    ]),
    required: [...named.map(rawKey), ...shape.required.filter((key) => !map.has(key))],
  };
  for await (const { line, values } of readTable(file, raw, progress)) {
    const textOf = (part: Part): string => ('text' in part ? part.text : (values[rawKey(part.column)] ?? ''));
    const mapped = [...map].map(([key, parts]) => [key, parts.map(textOf).filter(Boolean).join(' ')]);
    yield { line, values: { ...values, ...(Object.fromEntries(mapped) as object) } as TableRow<Key>['values'] };
  }
}

function rawKey(column: string): string {
  return `column ${column}`;
}

/** A column that the map uses may be one of ours under its own name as well. */
function withSharedColumns<Key extends string>(map: ColumnMap<Key>, { columns }: TableShape<Key>): ColumnMap<Key> {
  const used = new Set([...map.values()].flat().flatMap((part) => ('column' in part ? [part.column] : [])));
  const shared = (Object.keys(columns) as Key[]).flatMap((key) => {
    const column = columns[key].find((name): name is string => typeof name === 'string' && used.has(name));
    return column === undefined || map.has(key) ? [] : [[key, [{ column }]] as const];
  });
  return new Map([...map, ...shared]);
}

function parseColumnMap<Key extends string>(given: string, shape: TableShape<Key>): ColumnMap<Key> {
  const pairs = /\.ya?ml$/i.test(given) ? readPairs(given) : pairsIn(given);
  return new Map(pairs.map(([name, text]) => [keyOf(name.trim().toLowerCase(), shape), partsIn(text)] as const));
}

function keyOf<Key extends string>(name: string, { columns }: TableShape<Key>): Key {
  const keys = Object.keys(columns) as Key[];
  const key = keys.find((one) => columns[one].includes(name));
  if (key !== undefined) return key;
  const known = keys.map((one) => columns[one].find((alias) => typeof alias === 'string') ?? one);
  throw new InputError([{ field: FIELD, message: `"${name}" is not one of ${known.join(', ')}` }]);
}

/** `name=Full Name,email=Mail`; a text in quotes may hold commas. */
function pairsIn(given: string): [string, string][] {
  const pairs = given.match(/(?:'[^']*'|[^,'])+/g) ?? [];
  return pairs.map((pair) => {
    const [, name = '', text = ''] = /^([^=']+)=(.+)$/s.exec(pair) ?? [];
    if (name && text.trim()) return [name, text];
    const message = `"${pair.trim()}" is not such as name=Full Name; several are parted by commas`;
    throw new InputError([{ field: FIELD, message }]);
  });
}

function readPairs(path: string): [string, string][] {
  try {
    const parsed = z.record(z.string(), z.string().min(1)).safeParse(parseYaml(readFileSync(path, 'utf8')));
    if (parsed.success) return Object.entries(parsed.data);
    throw new Error('each line must be such as name: Full Name');
  } catch (error) {
    throw new InputError([{ field: FIELD, file: path, message: `cannot be read (${messageOf(error)})` }]);
  }
}

/** `'Seat'+No`: fixed texts in quotes, all else are columns. */
function partsIn(text: string): Part[] {
  const parts = text.match(/'[^']*'|[^+']+/g) ?? [];
  return parts
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => (part.startsWith("'") ? { text: part.slice(1, -1) } : { column: part.toLowerCase() }));
}
