import { isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml';

/** Keys and places in lists, from the outside in: `['opt_ins', 0, 'text']`. */
export type Path = readonly (string | number)[];

/** How far a path leads through maps and lists that are written line by line. */
export type Walk = {
  /** The pairs on the way, the outermost first. */
  readonly pairs: readonly Pair<Scalar, Node | null>[];
  /** The maps in which those pairs stand, and the one in which the walk ended. */
  readonly maps: readonly YAMLMap[];
  /** What is left of the path behind the last pair or map. */
  readonly rest: Path;
  /** Whether the walk ended in a map that lacks the next key. */
  readonly isInMap: boolean;
};

export function stepsTo(root: YAMLMap, path: Path): Walk {
  const pairs: Pair<Scalar, Node | null>[] = [];
  const maps: YAMLMap[] = [];
  let here: unknown = root;
  let behindPair: Path = path;
  for (const [index, step] of path.entries()) {
    if (isMap(here) && here.flow !== true) {
      maps.push(here);
      const pair = here.items.find(({ key }) => isScalar(key) && key.value === step);
      if (!pair) return { pairs, maps, rest: path.slice(index), isInMap: true };
      pairs.push(pair as Pair<Scalar, Node | null>);
      behindPair = path.slice(index + 1);
      here = pair.value;
    } else if (isSeq(here) && here.flow !== true && typeof step === 'number' && step < here.items.length) {
      here = here.items[step];
    } else break;
  }
  return { pairs, maps, rest: behindPair, isInMap: false };
}

/** A value with something put in at a path, or taken out; groups that are empty then are taken out too. */
export function putIn(value: unknown, path: Path, put: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return put;
  const isIndex = typeof step === 'number';
  const inner = isGroup(value) ? (value as Readonly<Record<string | number, unknown>>)[step] : undefined;
  const changed = putIn(inner, rest, put);
  if (isIndex) {
    const list: unknown[] = Array.isArray(value) ? [...(value as unknown[])] : [];
    list[step] = changed;
    return list.filter((item) => item !== undefined);
  }
  const entries = Object.entries(isGroup(value) ? value : {}).filter(([key]) => key !== step);
  if (changed === undefined) return entries.length > 0 ? Object.fromEntries(entries) : undefined;
  const isThere = isGroup(value) && step in value;
  if (!isThere) return Object.fromEntries([...entries, [step, changed]]);
  return { ...value, [step]: changed };
}

/** What stands at a path of a value; undefined where nothing does. */
export function lookIn(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, step) => (isGroup(inner) ? (inner as Readonly<Record<string | number, unknown>>)[step] : undefined),
    value,
  );
}

function isGroup(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
