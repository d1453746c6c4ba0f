/** One thing that is counted: a kind by itself (`sent`, ''), or one of many of its kind (`network`, `203.0.113.9`). */
export type Mark = { readonly kind: string; readonly value: string };

/** Time is cut into slices that begin at full multiples of their length; so many of them are kept. */
export type SliceShape = {
  readonly name: string;
  readonly sliceMs: number;
  readonly slices: number;
  /** A slice tells so many marks apart. */
  readonly mostMarks: number;
};

/** What was counted in one slice, by the names of marks. */
export type Slice = { readonly index: number; readonly counts: ReadonlyMap<string, number> };

/** What one process adds to a slice; with no `adds` it only asks. */
export type Told = {
  /** Which slice of what: `attack:01k…:178291`. */
  readonly key: string;
  readonly adds: ReadonlyMap<string, number>;
  /** Nobody asks for it afterwards. */
  readonly keepSeconds: number;
};

type Taken = { readonly what: Told; readonly learn: (totals: ReadonlyMap<string, number>) => void };

/** `fresh` is what nobody else was told of yet. */
type Part = { readonly index: number; readonly counts: Map<string, number>; fresh: Map<string, number> };

type Own = {
  readonly about: string;
  readonly digest: (text: string) => string;
  readonly forget: (slice: Slice) => void;
};

/** The slices of one thing in this process, with what is known of the other processes' part in them. */
export function openSlices(shape: SliceShape, { about, digest, forget }: Own) {
  const { name, sliceMs, slices, mostMarks } = shape;
  let parts: Part[] = [];
  const nameOf = ({ kind, value }: Mark): string => (value === '' ? kind : `${kind} ${digest(`${kind} ${value}`)}`);
  const settle = (newest: number): void => {
    for (const gone of parts.filter(({ index, counts }) => index <= newest - slices && counts.size > 0)) forget(gone);
    parts = parts.filter(({ index }) => index > newest - slices);
  };
  const partAt = (index: number): Part => {
    const known = parts.find((part) => part.index === index);
    if (known) return known;
    const part = { index, counts: new Map<string, number>(), fresh: new Map<string, number>() };
    parts = [...parts, part].sort((one, other) => one.index - other.index);
    return part;
  };
  return {
    nameOf,
    add: (marks: readonly Mark[], at: number): void => {
      // A clock that was set back does not open a slice that is over.
      const index = Math.max(Math.floor(at / sliceMs), parts.at(-1)?.index ?? 0);
      settle(index);
      addTo(partAt(index), marks.filter(({ value }) => value === '').map(nameOf), Infinity);
      addTo(partAt(index), marks.filter(({ value }) => value !== '').map(nameOf), mostMarks);
    },
    slicesAt: (at: number): readonly Slice[] => {
      settle(Math.floor(at / sliceMs));
      return parts;
    },
    /** What there is to tell, and to ask: others may have counted in slices in which nothing was counted here. */
    take: (): readonly Taken[] => {
      const newest = parts.at(-1)?.index ?? 0;
      const keepSeconds = Math.ceil(((slices + 2) * sliceMs) / 1_000);
      return Array.from({ length: slices }, (_, back) => partAt(newest - back)).map((part) => {
        const what = { key: `${name}:${about}:${part.index}`, adds: part.fresh, keepSeconds };
        part.fresh = new Map();
        return { what, learn: (totals) => learn(part, totals) };
      });
    },
  };
}

function addTo({ counts, fresh }: Part, names: readonly string[], most: number): void {
  for (const name of names) {
    const before = counts.get(name);
    if (before === undefined && counts.size >= most) continue;
    counts.set(name, (before ?? 0) + 1);
    fresh.set(name, (fresh.get(name) ?? 0) + 1);
  }
}

/** What could not be told stays counted here. */
function learn({ counts, fresh }: Part, totals: ReadonlyMap<string, number>): void {
  for (const [key, total] of totals) counts.set(key, Math.max(counts.get(key) ?? 0, total + (fresh.get(key) ?? 0)));
}
