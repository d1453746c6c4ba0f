import { networkOf } from '../platform/network.js';
import { createTallies, type Mark, type Slice, type Tallies, type Tally } from '../platform/rate-limits/index.js';
import type { Minute } from './attack-rule.js';
import type { Submission, Suspicion } from './screening.js';

/** A slice tells so many networks apart; more than these are no few networks. */
const SHAPE = { name: 'attack', sliceMs: 10_000, slices: 6, mostMarks: 5_000 };
const MINUTE_MS = SHAPE.slices * SHAPE.sliceMs;

/** How many minutes the usual number is an average over. */
const USUAL_OVER = 60;

const BUSIEST = 3;

/** Signs that no person leaves. */
const OF_PROGRAMS: readonly Suspicion[] = ['trap', 'too-fast'];

const SENT: Mark = { kind: 'sent', value: '' };
const BY_PROGRAM: Mark = { kind: 'by-program', value: '' };
const UNPROVEN: Mark = { kind: 'unproven', value: '' };
const NETWORK = 'network';

type Watched = { readonly tally: Tally; usual: number; usualAt: number; overloadedAt: number };

/**
 * What happens at campaigns from minute to minute, in memory, and for all processes together where they share a Redis,
 * which is told digests of networks for minutes.
 */
export type Watch = {
  readonly note: (submission: Submission, suspicions: readonly Suspicion[], lacksProof: boolean) => void;
  /** The program could not store what arrived. */
  readonly noteOverload: (campaignId: string, at: number) => void;
  readonly lastMinute: (campaignId: string, at: number) => Minute;
};

export function createWatch(tallies: Pick<Tallies, 'open'> = createTallies()): Watch {
  const campaigns = new Map<string, Watched>();
  const watched = (campaignId: string, at: number): Watched => {
    const known = campaigns.get(campaignId);
    if (known) return known;
    const forget = (gone: Slice): void => {
      addToUsual(one, gone);
    };
    const tally = tallies.open(SHAPE, { about: campaignId, forget });
    const one = { tally, usual: 0, usualAt: at, overloadedAt: -Infinity };
    campaigns.set(campaignId, one);
    return one;
  };
  return {
    note: ({ campaignId, origin, at }, suspicions, lacksProof) => {
      const { text, isShared } = networkOf(origin.ip);
      const isByProgram = suspicions.some((kind) => OF_PROGRAMS.includes(kind));
      watched(campaignId, at).tally.add(
        [
          SENT,
          ...(isByProgram ? [BY_PROGRAM] : []),
          ...(lacksProof ? [UNPROVEN] : []),
          ...(isShared ? [] : [{ kind: NETWORK, value: text }]),
        ],
        at,
      );
    },
    noteOverload: (campaignId, at) => {
      watched(campaignId, at).overloadedAt = at;
    },
    lastMinute: (campaignId, at) => minuteOf(watched(campaignId, at), at),
  };
}

/** What slices that are over a minute old counted makes up the usual number. */
function addToUsual(one: Watched, { index, counts }: Slice): void {
  const endedAt = index * SHAPE.sliceMs;
  one.usual = faded(one, endedAt) + (counts.get(one.tally.nameOf(SENT)) ?? 0) / USUAL_OVER;
  one.usualAt = endedAt;
}

/** The usual number of a minute, as it is after some time in which nothing came. */
function faded({ usual, usualAt }: Watched, at: number): number {
  return usual * Math.exp(-Math.max(0, at - usualAt) / (USUAL_OVER * MINUTE_MS));
}

function minuteOf(one: Watched, at: number): Minute {
  const slices = one.tally.slicesAt(at);
  const sum = (mark: Mark): number =>
    slices.reduce((total, { counts }) => total + (counts.get(one.tally.nameOf(mark)) ?? 0), 0);
  return {
    sent: sum(SENT),
    byPrograms: sum(BY_PROGRAM),
    unproven: sum(UNPROVEN),
    fromBusiest: busiest(slices),
    usual: faded(one, at),
    isOverloaded: at - one.overloadedAt < MINUTE_MS,
  };
}

function busiest(slices: readonly Slice[]): number {
  const all = new Map<string, number>();
  for (const { counts } of slices)
    for (const [name, sent] of counts) if (name.startsWith(`${NETWORK} `)) all.set(name, (all.get(name) ?? 0) + sent);
  return [...all.values()]
    .sort((one, other) => other - one)
    .slice(0, BUSIEST)
    .reduce((total, sent) => total + sent, 0);
}
