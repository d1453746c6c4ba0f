import { deliveryStates, termOfState, type Term } from '../../counts/index.js';
import { CHANNELS, HOLDS, isFailureCause, WAITS, type LetterQuery } from '../../deliveries/index.js';
import { endOfDay, isCalendarDay, parseLocalTime } from '../../platform/clock.js';
import type { Fields } from '../visit.js';
import type { Scope } from './scope.js';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/** Ages that letters can be looked for: taken longer ago than this. */
export const AGES: Readonly<Record<string, { readonly text: string; readonly ms: number }>> = {
  '1h': { text: 'older than an hour', ms: HOUR_MS },
  '1d': { text: 'older than a day', ms: DAY_MS },
  '2d': { text: 'older than two days', ms: 2 * DAY_MS },
  '7d': { text: 'older than a week', ms: 7 * DAY_MS },
};

export const TERMS: readonly Term[] = ['waiting', 'delivered', 'failed', 'handed_over', 'cancelled', 'previewed'];

/** The names of the fields by which letters are looked for. */
export const FILTER_NAMES = [
  'term',
  'state',
  'reason',
  'hold',
  'waits',
  'office',
  'channel',
  'source',
  'day',
  'age',
  'campaign',
] as const;
export type FilterName = (typeof FILTER_NAMES)[number];

/** What somebody looks for, as it stands in the page's address; what is not there is ''. */
export type Looking = Readonly<Record<FilterName, string>>;

/** Reads what somebody looks for; what makes no sense is left out. */
export function readLooking(fields: Fields): Looking {
  const looking = Object.fromEntries(FILTER_NAMES.map((name) => [name, fields.one(name).trim().slice(0, 200)]));
  const { term, state, reason, hold, waits, channel, day, age } = looking as Looking;
  const among = (value: string, names: readonly string[]): string => (names.includes(value) ? value : '');
  return {
    ...(looking as Looking),
    // PostgreSQL fails on a parameter with a NUL in it.
    office: looking['office']?.replace(/\0/g, '') ?? '',
    source: looking['source']?.replace(/\0/g, '') ?? '',
    term: among(term, TERMS),
    state: among(state, deliveryStates),
    reason: isFailureCause(reason) ? reason : '',
    hold: among(hold, HOLDS),
    waits: among(waits, [...WAITS, 'turn']),
    channel: among(channel, CHANNELS),
    day: isCalendarDay(day) ? day : '',
    age: Object.hasOwn(AGES, age) ? age : '',
  };
}

/** What the stores are asked. */
export function queryOf(looking: Looking, scope: Scope, now: number): LetterQuery {
  const { term, state, reason, hold, waits, office, channel, source, day, age, campaign } = looking;
  const ofTerm = deliveryStates.filter((one) => term === '' || termOfState[one] === term);
  const states = ofTerm.filter((one) => state === '' || one === state);
  const named = scope.campaigns.filter(({ slug }) => campaign === '' || slug === campaign);
  const ages = AGES[age];
  const ends = [
    ...(day === '' ? [] : [endOfDay(day, scope.timeZone)]),
    ...(ages === undefined ? [] : [now - ages.ms]),
  ].filter((at) => at !== undefined);
  return {
    // Where two parts of a filter contradict each other nothing is meant, rather than everything.
    campaignIds: states.length === 0 ? [] : named.map(({ id }) => id),
    states: states.length === deliveryStates.length ? undefined : states,
    office: office || undefined,
    channel: CHANNELS.find((one) => one === channel),
    source: source || undefined,
    hold: HOLDS.find((one) => one === hold),
    waitsFor: waits === 'turn' ? 'turn' : WAITS.find((one) => one === waits),
    cause: isFailureCause(reason) ? reason : undefined,
    takenSince: day === '' ? undefined : parseLocalTime(day, scope.timeZone),
    takenBefore: ends.length > 0 ? Math.min(...ends) : undefined,
  };
}

/** The address's part for what somebody looks for, `?term=failed&source=x`, with changes; '' for nothing. */
export function searchOf(looking: Looking, changes: Readonly<Record<string, string>> = {}): string {
  const all = Object.entries({ ...looking, ...changes }).filter(([, value]) => value !== '');
  return all.length > 0 ? `?${new URLSearchParams(all).toString()}` : '';
}

/** The fields of a form that carry what somebody looks for. */
export function carried(looking: Looking): readonly { readonly name: string; readonly value: string }[] {
  return FILTER_NAMES.flatMap((name) => (looking[name] === '' ? [] : [{ name, value: looking[name] }]));
}

/** Whether anything is looked for. */
export function isNarrowed(looking: Looking): boolean {
  return FILTER_NAMES.some((name) => looking[name] !== '');
}
