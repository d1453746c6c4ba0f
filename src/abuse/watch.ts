import { networkOf } from '../platform/network.js';
import type { Minute } from './attack-rule.js';
import type { Submission, Suspicion } from './screening.js';

const SLICE_MS = 10_000;
const SLICES = 6;
const MINUTE_MS = SLICES * SLICE_MS;

/** How many minutes the usual number is an average over. */
const USUAL_OVER = 60;

/** A slice tells so many networks apart; more than these are no few networks. */
const MOST_NETWORKS = 5_000;
const BUSIEST = 3;

/** Signs that no person leaves. */
const OF_PROGRAMS: readonly Suspicion[] = ['trap', 'too-fast'];

type Slice = {
  readonly index: number;
  sent: number;
  byPrograms: number;
  unproven: number;
  readonly networks: Map<string, number>;
};
type Watched = { slices: Slice[]; usual: number; usualAt: number; overloadedAt: number };

/** What happens at campaigns from minute to minute, in this process' memory alone: networks are never stored. */
export type Watch = {
  readonly note: (submission: Submission, suspicions: readonly Suspicion[], lacksProof: boolean) => void;
  /** The program could not store what arrived. */
  readonly noteOverload: (campaignId: string, at: number) => void;
  readonly lastMinute: (campaignId: string, at: number) => Minute;
};

export function createWatch(): Watch {
  const campaigns = new Map<string, Watched>();
  const watched = (campaignId: string, at: number): Watched => {
    const known = campaigns.get(campaignId) ?? { slices: [], usual: 0, usualAt: at, overloadedAt: -Infinity };
    campaigns.set(campaignId, known);
    settle(known, at);
    return known;
  };
  return {
    note: ({ campaignId, origin, at }, suspicions, lacksProof) => {
      const slice = sliceAt(watched(campaignId, at), at);
      slice.sent += 1;
      if (suspicions.some((kind) => OF_PROGRAMS.includes(kind))) slice.byPrograms += 1;
      if (lacksProof) slice.unproven += 1;
      const { text, isShared } = networkOf(origin.ip);
      const isCounted = !isShared && (slice.networks.has(text) || slice.networks.size < MOST_NETWORKS);
      if (isCounted) slice.networks.set(text, (slice.networks.get(text) ?? 0) + 1);
    },
    noteOverload: (campaignId, at) => {
      watched(campaignId, at).overloadedAt = at;
    },
    lastMinute: (campaignId, at) => minuteOf(watched(campaignId, at), at),
  };
}

/** Drops slices that are over a minute old; what they counted makes up the usual number. */
function settle(one: Watched, at: number): void {
  const oldest = Math.floor(at / SLICE_MS) - SLICES;
  for (const gone of one.slices.filter(({ index }) => index <= oldest)) {
    one.usual = faded(one, gone.index * SLICE_MS) + gone.sent / USUAL_OVER;
    one.usualAt = gone.index * SLICE_MS;
  }
  one.slices = one.slices.filter(({ index }) => index > oldest);
}

/** The usual number of a minute, as it is after some time in which nothing came. */
function faded({ usual, usualAt }: Watched, at: number): number {
  return usual * Math.exp(-Math.max(0, at - usualAt) / (USUAL_OVER * MINUTE_MS));
}

function sliceAt(one: Watched, at: number): Slice {
  const index = Math.floor(at / SLICE_MS);
  const last = one.slices.at(-1);
  if (last && last.index >= index) return last;
  const slice = { index, sent: 0, byPrograms: 0, unproven: 0, networks: new Map<string, number>() };
  one.slices.push(slice);
  return slice;
}

function minuteOf(one: Watched, at: number): Minute {
  const sum = (measure: 'sent' | 'byPrograms' | 'unproven'): number =>
    one.slices.reduce((total, slice) => total + slice[measure], 0);
  return {
    sent: sum('sent'),
    byPrograms: sum('byPrograms'),
    unproven: sum('unproven'),
    fromBusiest: busiest(one.slices),
    usual: faded(one, at),
    isOverloaded: at - one.overloadedAt < MINUTE_MS,
  };
}

function busiest(slices: readonly Slice[]): number {
  const all = new Map<string, number>();
  for (const { networks } of slices) for (const [name, sent] of networks) all.set(name, (all.get(name) ?? 0) + sent);
  return [...all.values()]
    .sort((one, other) => other - one)
    .slice(0, BUSIEST)
    .reduce((total, sent) => total + sent, 0);
}
