import { closest, distance } from 'fastest-levenshtein';
import { isMap, isPair, isScalar, LineCounter, parseDocument, visit, type Document, type Node } from 'yaml';
import type { z } from 'zod';
import { messageOf, type Fault } from '../platform/errors.js';

/** A YAML text with what is needed to say where in it something stands. */
export type YamlText = {
  readonly file: string;
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
  /** What it says; undefined where it cannot be read. */
  readonly value: unknown;
};

type Path = readonly PropertyKey[];

/** Parses YAML; faults of syntax and of aliases come with line and column. */
export function readYaml(file: string, source: string): { readonly yaml: YamlText; readonly faults: readonly Fault[] } {
  const lines = new LineCounter();
  const document = parseBounded(source, lines);
  if (!document) {
    const fault = { field: 'YAML', message: 'cannot be read: lists stand in lists too deep', file, line: 1, column: 1 };
    return { yaml: { file, document: parseDocument(''), lines, value: undefined }, faults: [fault] };
  }
  const faultAtOffset = (offset: number, message: string): Fault => {
    const { line, col } = lines.linePos(offset);
    return { field: 'YAML', message: `cannot be read: ${message}`, file, line, column: col };
  };
  const faults = document.errors.map((error) => faultAtOffset(error.pos[0], error.message));
  if (faults.length > 0) return { yaml: { file, document, lines, value: undefined }, faults };
  try {
    return { yaml: { file, document, lines, value: document.toJS() }, faults };
  } catch (error) {
    const fault = faultAtOffset(offsetOfAlias(document, error), aliasMessage(error));
    return { yaml: { file, document, lines, value: undefined }, faults: [fault] };
  }
}

/** The document; undefined where it is nested deeper than the parser's stack. */
function parseBounded(source: string, lineCounter: LineCounter): Document.Parsed | undefined {
  try {
    return parseDocument(source, { lineCounter, prettyErrors: false });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The only errors of toJS: an alias without an anchor, and aliases of aliases that would fill the memory. */
function aliasMessage(error: unknown): string {
  const isBomb = messageOf(error).startsWith('Excessive');
  return isBomb ? 'aliases (*name) stand for too much here; write it out' : messageOf(error);
}

function offsetOfAlias(document: Document.Parsed, error: unknown): number {
  const [, name] = /: (\S+)$/.exec(messageOf(error)) ?? [];
  let offset = 0;
  visit(document, {
    Alias: (_key, alias) => {
      if (name !== undefined && alias.source !== name) return undefined;
      offset = alias.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return offset;
}

/** Turns what the schema found into faults with line, column and, for a key that does not exist, the nearest that does. */
export function locateIssues(yaml: YamlText, schema: z.ZodType, issues: readonly z.core.$ZodIssue[]): Fault[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return [faultAt(yaml, issue.path, issueText(issue))];
    return issue.keys.map((key) => {
      const path = [...issue.path, key];
      return {
        ...faultAt(yaml, path, unknownKey(key, keysAt(schema, issue.path))),
        ...positionOfKey(yaml, path),
      };
    });
  });
}

/** A fault at a path of the document, or at the nearest parent that stands in it. */
export function faultAt(yaml: YamlText, path: Path, message: string): Fault {
  return { field: pathText(path), message, file: yaml.file, ...positionOfValue(yaml, path) };
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of keys, such as "name: value"',
};

function issueText(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.join(', ')}`;
  if (issue.code !== 'invalid_type') return issue.message;
  if (issue.input === undefined) return 'is missing';
  if (issue.input === null) return 'is empty';
  const isUnquoted = issue.expected === 'string' && typeof issue.input !== 'object';
  return `must be ${KINDS[issue.expected] ?? issue.expected}${isUnquoted ? '; put it in quotes' : ''}`;
}

function unknownKey(key: string, known: readonly string[]): string {
  const near = known.length > 0 ? closest(key, [...known]) : undefined;
  const isNear = near !== undefined && (near.startsWith(key) || distance(key, near) <= Math.max(3, key.length / 2));
  const hint = isNear ? `did you mean "${near}"?` : `known keys are ${known.join(', ')}`;
  return `is not a key of a campaign; ${hint}`;
}

/** The keys that the schema knows at a path; follows objects, lists, defaults and options. */
function keysAt(schema: z.ZodType, path: Path): string[] {
  let here: unknown = schema;
  for (const step of [...path, undefined]) {
    here = unwrap(here);
    if (step === undefined) break;
    const inner = here as { shape?: Record<PropertyKey, unknown>; element?: unknown };
    here = typeof step === 'number' ? inner.element : inner.shape?.[step];
  }
  return Object.keys((here as { shape?: object } | undefined)?.shape ?? {});
}

function unwrap(schema: unknown): unknown {
  const inner = schema as { unwrap?: () => unknown; element?: unknown; shape?: unknown } | undefined;
  return inner?.unwrap && !inner.element && !inner.shape ? unwrap(inner.unwrap()) : inner;
}

function positionOfValue(yaml: YamlText, path: Path): { line: number; column: number } {
  for (let length = path.length; length > 0; length--) {
    const node = yaml.document.getIn(path.slice(0, length), true) as Node | undefined;
    if (node?.range) return positionAt(yaml, node.range[0]);
  }
  return { line: 1, column: 1 };
}

function positionOfKey(yaml: YamlText, path: Path): { line: number; column: number } {
  const parent = path.length > 1 ? yaml.document.getIn(path.slice(0, -1), true) : yaml.document.contents;
  if (!isMap(parent)) return positionOfValue(yaml, path);
  const pair = parent.items.find(
    (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === path.at(-1),
  );
  const range = isScalar(pair?.key) ? pair.key.range : undefined;
  return range ? positionAt(yaml, range[0]) : positionOfValue(yaml, path);
}

function positionAt(yaml: YamlText, offset: number): { line: number; column: number } {
  const { line, col } = yaml.lines.linePos(offset);
  return { line, column: col };
}

function pathText(path: Path): string {
  return (
    path.reduce<string>(
      (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text ? `${text}.${String(step)}` : String(step)),
      '',
    ) || 'file'
  );
}
