import type { Mark, Slice, Tallies } from '../platform/rate-limits/index.js';
import type { Arrived } from './spike-rule.js';

/** A minute tells so many things apart; what else comes in it is no spike by then. */
const SHAPE = { name: 'spikes', sliceMs: 60_000, slices: 5, mostMarks: 5_000 };

/** Less often within a minute is not remembered as usual. */
const FEWEST_USUAL = 3;

/** What was usual counts half after six hours. */
const FADES_PER_SLICE = 0.5 ** (1 / (6 * 60));

/** Before so many arrived nothing is usual. */
const ENOUGH_USUAL = 50;

const ARRIVED: Mark = { kind: 'arrived', value: '' };

/** What arrives for one campaign, in memory, and for all processes together where they share a Redis. */
export type SpikeTally = {
  /** Counts one arrival with what it has in common with others. */
  readonly add: (marks: readonly Mark[], at: number) => void;
  /** Of the last minutes. */
  readonly shareOf: (mark: Mark, at: number) => Omit<Arrived, 'kind'>;
};

export function createSpikeTally(tallies: Pick<Tallies, 'open'>, campaignId: string): SpikeTally {
  const usual: Usual = { arrived: 0, counts: new Map() };
  const forget = (gone: Slice): void => {
    remember(usual, gone);
  };
  const tally = tallies.open(SHAPE, { about: campaignId, forget });
  const sum = (slices: readonly Slice[], name: string): number =>
    slices.reduce((total, { counts }) => total + (counts.get(name) ?? 0), 0);
  return {
    add: (marks, at) => {
      tally.add([ARRIVED, ...marks], at);
    },
    shareOf: (mark, at) => {
      const name = tally.nameOf(mark);
      const slices = tally.slicesAt(at);
      return {
        seen: sum(slices, name),
        arrived: sum(slices, tally.nameOf(ARRIVED)),
        usualShare: usual.arrived < ENOUGH_USUAL ? 0 : (usual.counts.get(name) ?? 0) / usual.arrived,
      };
    },
  };
}

type Usual = { arrived: number; readonly counts: Map<string, number> };

function remember(usual: Usual, { counts }: Slice): void {
  usual.arrived = usual.arrived * FADES_PER_SLICE + (counts.get(ARRIVED.kind) ?? 0);
  for (const [key, count] of usual.counts) {
    const faded = count * FADES_PER_SLICE;
    if (faded < 1) usual.counts.delete(key);
    else usual.counts.set(key, faded);
  }
  for (const [key, count] of counts)
    if (count >= FEWEST_USUAL && (usual.counts.has(key) || usual.counts.size < SHAPE.mostMarks))
      usual.counts.set(key, (usual.counts.get(key) ?? 0) + count);
}
