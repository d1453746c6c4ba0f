import { isDeepStrictEqual } from 'node:util';
import { Document, isMap, isScalar, parseDocument, Scalar, type Pair, type YAMLMap } from 'yaml';
import { campaignFileSchema } from './definition.js';
import { putIn, stepsTo, type Path, type Walk } from './yaml-path.js';

/** A key that gets another value; undefined takes it out. */
export type YamlChange = { readonly path: Path; readonly value: unknown };

const WIDTH = 110;
/** A longer text is folded over several lines. */
const LONG = 90;

/**
 * Writes changes into a campaign.yaml: comments and order stay, and every key that is not changed keeps its bytes. The
 * text must be YAML without faults.
 */
export function editYaml(source: string, changes: readonly YamlChange[]): string {
  return changes.reduce(applyChange, source);
}

function applyChange(source: string, { path, value }: YamlChange): string {
  const document = parseDocument(source);
  const wanted = putIn(document.toJS(), path, value);
  if (isDeepStrictEqual(wanted, document.toJS())) return source;
  const spliced = splice(source, document, { path, value });
  if (spliced !== undefined && says(spliced, wanted)) return spliced;
  if (value === undefined) document.deleteIn(path);
  else document.setIn(path, document.createNode(value));
  return document.toString({ lineWidth: WIDTH });
}

function says(source: string, wanted: unknown): boolean {
  const document = parseDocument(source);
  return document.errors.length === 0 && isDeepStrictEqual(document.toJS(), wanted);
}

/** The text with only the lines of the nearest pair changed; undefined where that cannot be told. */
function splice(source: string, document: Document.Parsed, { path, value }: YamlChange): string | undefined {
  if (!isMap(document.contents)) return undefined;
  const walk = stepsTo(document.contents, path);
  if (walk.rest.length === 0) {
    return value === undefined ? remove(source, walk) : replace(source, walk, value);
  }
  if (value === undefined) return undefined;
  const nested = putIn(undefined, walk.rest.slice(1), value);
  if (walk.isInMap) return insert(source, walk, { key: String(walk.rest[0]), value: nested });
  const pair = walk.pairs.at(-1);
  return pair && replace(source, walk, putIn(pair.value?.toJSON(), walk.rest, value));
}

function replace(source: string, { pairs }: Walk, value: unknown): string | undefined {
  const pair = pairs.at(-1);
  const place = pair && placeOf(source, pair);
  if (!place) return undefined;
  const text = pairText({ key: place.key, value, column: place.column, old: pair.value });
  return source.slice(0, place.start) + text + source.slice(place.end);
}

/** Takes a pair's lines out, and those of its parents where nothing is left in them. */
function remove(source: string, { pairs, maps }: Walk): string | undefined {
  let depth = pairs.length - 1;
  while (depth > 0 && maps[depth]?.items.length === 1) depth--;
  const pair = pairs[depth];
  const place = pair && placeOf(source, pair);
  if (!place || source.slice(place.start - place.column, place.start).trim() !== '') return undefined;
  const before = source.slice(0, place.start - place.column);
  const after = source.slice(lineEnd(source, place.end));
  return before.endsWith('\n\n') && (after.startsWith('\n') || after === '')
    ? before.slice(0, -1) + after
    : before + after;
}

function insert(source: string, { maps }: Walk, { key, value }: { key: string; value: unknown }): string | undefined {
  const map = maps.at(-1);
  const isRoot = maps.length === 1;
  const first = map?.items[0];
  const last = map && (isRoot ? neighbour(map, key) : map.items.at(-1));
  const at = last && placeOf(source, last as Written);
  const column = first && placeOf(source, first as Written)?.column;
  if (!at || column === undefined) return undefined;
  const end = lineEnd(source, at.end);
  const isApart = isRoot && typeof value === 'object';
  const text = `${isApart ? '\n' : ''}${' '.repeat(column)}${pairText({ key, value, column })}\n`;
  const before = source.slice(0, end);
  return `${before}${before.endsWith('\n') ? '' : '\n'}${text}${source.slice(end)}`;
}

/** The key after which a new one stands: the nearest one before it in the order of the schema. */
function neighbour(map: YAMLMap, key: string): Pair | undefined {
  const order = Object.keys(campaignFileSchema.shape);
  const placeIn = (pair: Pair): number => order.indexOf(String(isScalar(pair.key) ? pair.key.value : pair.key));
  const before = map.items.filter((pair) => placeIn(pair) >= 0 && placeIn(pair) < order.indexOf(key));
  return (
    before.reduce<Pair | undefined>(
      (best, pair) => (best === undefined || placeIn(pair) > placeIn(best) ? pair : best),
      undefined,
    ) ?? map.items.at(-1)
  );
}

type Written = Walk['pairs'][number];
type Place = { readonly key: string; readonly start: number; readonly end: number; readonly column: number };

/** Where a pair stands, without the line end behind it. */
function placeOf(source: string, { key, value }: Written): Place | undefined {
  const start = key.range?.[0];
  if (start === undefined) return undefined;
  let end = value?.range?.[1] ?? source.indexOf(':', key.range?.[1]) + 1;
  while (end > start && /\s/.test(source.charAt(end - 1))) end--;
  return { key: String(key.value), start, end, column: start - (source.lastIndexOf('\n', start - 1) + 1) };
}

/** Behind the line on which a place ends. */
function lineEnd(source: string, end: number): number {
  const next = source.indexOf('\n', end);
  return next < 0 ? source.length : next + 1;
}

type Writing = { readonly key: string; readonly value: unknown; readonly column: number; readonly old?: unknown };

/** `key: value` as it stands at a column; a text keeps the style that it had. */
function pairText({ key, value, column, old }: Writing): string {
  const document = new Document({});
  const node = document.createNode(value);
  if (isScalar(node) && typeof value === 'string') {
    const isBlock = value.length > LONG || value.includes('\n');
    const style = isScalar(old) && typeof old.value === 'string' ? old.type : undefined;
    if (value.includes('\n')) node.type = Scalar.BLOCK_LITERAL;
    else if (isBlock) node.type = Scalar.BLOCK_FOLDED;
    else if (style && style !== 'BLOCK_FOLDED' && style !== 'BLOCK_LITERAL') node.type = style;
  }
  document.set(key, node);
  const lines = document
    .toString({ lineWidth: WIDTH - column })
    .trimEnd()
    .split('\n');
  return lines.map((line, index) => (index > 0 && line !== '' ? ' '.repeat(column) + line : line)).join('\n');
}
