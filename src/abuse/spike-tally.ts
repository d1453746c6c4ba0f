import type { Arrived } from './spike-rule.js';

const SLICE_MS = 60_000;
const SLICES = 5;

/** A minute tells so many things apart; what else comes in it is no spike by then. */
const MOST_KEYS = 5_000;

/** Less often within a minute is not remembered as usual. */
const FEWEST_USUAL = 3;

/** What was usual counts half after six hours. */
const FADES_PER_SLICE = 0.5 ** (1 / (6 * 60));

/** Before so many arrived nothing is usual. */
const ENOUGH_USUAL = 50;

type Slice = { readonly index: number; arrived: number; readonly counts: Map<string, number> };

/** What arrives for one campaign, in this process' memory. */
export type Tally = {
  /** Counts one arrival under some keys. */
  readonly add: (keys: readonly string[], at: number) => void;
  /** Of the last minutes. */
  readonly shareOf: (key: string) => Omit<Arrived, 'kind'>;
};

export function createTally(): Tally {
  let slices: Slice[] = [];
  const usual = { arrived: 0, counts: new Map<string, number>() };
  const settle = (newest: number): void => {
    for (const gone of slices.filter(({ index }) => index <= newest - SLICES)) remember(usual, gone);
    slices = slices.filter(({ index }) => index > newest - SLICES);
  };
  return {
    add: (keys, at) => {
      const index = Math.floor(at / SLICE_MS);
      let slice = slices.at(-1);
      if (!slice || slice.index < index) {
        slice = { index, arrived: 0, counts: new Map() };
        slices.push(slice);
        settle(index);
      }
      slice.arrived += 1;
      for (const key of keys) {
        const before = slice.counts.get(key);
        if (before !== undefined || slice.counts.size < MOST_KEYS) slice.counts.set(key, (before ?? 0) + 1);
      }
    },
    shareOf: (key) => ({
      seen: slices.reduce((sum, { counts }) => sum + (counts.get(key) ?? 0), 0),
      arrived: slices.reduce((sum, { arrived }) => sum + arrived, 0),
      usualShare: usual.arrived < ENOUGH_USUAL ? 0 : (usual.counts.get(key) ?? 0) / usual.arrived,
    }),
  };
}

function remember(usual: { arrived: number; readonly counts: Map<string, number> }, { arrived, counts }: Slice): void {
  usual.arrived = usual.arrived * FADES_PER_SLICE + arrived;
  for (const [key, count] of usual.counts) {
    const faded = count * FADES_PER_SLICE;
    if (faded < 1) usual.counts.delete(key);
    else usual.counts.set(key, faded);
  }
  for (const [key, count] of counts)
    if (count >= FEWEST_USUAL && (usual.counts.has(key) || usual.counts.size < MOST_KEYS))
      usual.counts.set(key, (usual.counts.get(key) ?? 0) + count);
}
