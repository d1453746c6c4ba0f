import type { Coalition } from '../partners/index.js';
import type { Clock } from '../platform/clock.js';
import type { Facts } from './facts.js';
import type { Comparison } from './table.js';

/** Comparisons as everybody sees them, each made from what was counted at one moment. */
export type Comparisons = { readonly get: (coalition: Coalition) => Promise<Comparison> };

export type ComparisonsTools = {
  readonly clock: Clock;
  readonly readFacts: (coalition: Coalition) => Promise<Facts>;
  readonly compare: (facts: Facts) => Comparison;
  /** How old what was counted may be; an hour where nothing is said. */
  readonly everyMs?: number;
};

const HOUR_MS = 3_600_000;

type Held = { readonly facts: Facts; readonly basis: string; readonly comparison: Comparison; readonly shape: string };

/**
 * Holds one snapshot of each coalition for everybody, members or not: whoever sees two of them could learn from their
 * difference whom one of them hides. It is counted anew when it is an hour old, or when partners or campaigns came or
 * went; what else changed, such as a partner's name, is shown at once over the same numbers.
 */
export function createComparisons(tools: ComparisonsTools): Comparisons {
  const { clock, everyMs = HOUR_MS } = tools;
  const held = new Map<string, Held>();
  const reading = new Map<string, Promise<Held>>();

  const make = async (coalition: Coalition, basis: string): Promise<Held> => {
    const facts = await tools.readFacts(coalition);
    return { facts, basis, comparison: tools.compare(facts), shape: JSON.stringify(coalition) };
  };

  const renew = (coalition: Coalition, basis: string): Promise<Held> => {
    const key = `${coalition.id} ${basis}`;
    const made = reading.get(key) ?? make(coalition, basis).finally(() => reading.delete(key));
    reading.set(key, made);
    return made;
  };

  return {
    get: async (coalition) => {
      const basis = basisOf(coalition);
      const last = held.get(coalition.id);
      const isFresh = last?.basis === basis && Math.abs(clock.now() - last.facts.asOf) < everyMs;
      const found = isFresh ? redrawn(tools, last, coalition) : await renew(coalition, basis);
      held.set(coalition.id, found);
      return found.comparison;
    },
  };
}

/** What cannot change without counting anew. */
function basisOf({ partners, campaignIds, timeZone, generation }: Coalition): string {
  const rows = partners.filter(({ state }) => state !== 'invited').map(({ id, code }) => [id, code]);
  return JSON.stringify([rows, campaignIds, timeZone, generation]);
}

function redrawn({ compare }: ComparisonsTools, last: Held, coalition: Coalition): Held {
  const shape = JSON.stringify(coalition);
  if (shape === last.shape) return last;
  const facts = { ...last.facts, coalition };
  return { ...last, facts, shape, comparison: compare(facts) };
}
