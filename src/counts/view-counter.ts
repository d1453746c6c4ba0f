import { dayOf, type Clock } from '../platform/clock.js';
import { writing, type Db } from '../platform/db.js';
import { errorFacts, type Log } from '../platform/log.js';
import type { Changes } from './counts.js';
import { addCounts } from './store.js';

/** How long a view may be known to this process only; one that is killed loses as much. */
const WRITE_EVERY_MS = 3_000;

/** Sources, or sites, of one campaign on one day that are told apart; made-up ones shall fill neither memory nor tables. */
export const MAX_NAMES = 200;

/** What those beyond are counted under; neither a source code nor a host can be written so. */
export const OTHER = '(other)';

/** So much waits at the most where the data base takes nothing; what comes then is not counted. */
const MAX_WAITING = 20_000;

/** Days begin at a quarter of an hour everywhere. */
const QUARTER_MS = 15 * 60_000;

/** Somebody opened a campaign's page. Nothing in it is about the person. */
export type View = {
  readonly campaignId: string;
  /** The campaign's, whose days are counted. */
  readonly timeZone: string;
  readonly source: string;
  /** The host of the site whose link was followed; '' for none. */
  readonly referrer: string;
  /** The variant of a test that was shown; '' for none. */
  readonly variant: string;
};

/** Counts views in memory and writes them together; several processes each add theirs. */
export type ViewCounter = {
  /** Never waits and never fails. */
  readonly note: (view: View) => void;
  /** Resolves when all that was noted before is written, or could not be. */
  readonly flush: () => Promise<void>;
};

type Tally = Pick<View, 'campaignId' | 'timeZone'> & {
  readonly kind: 'source' | 'referrer' | 'variant';
  readonly name: string;
  readonly at: number;
  views: number;
};

export function createViewCounter(tools: { readonly db: Db; readonly clock: Clock; readonly log: Log }): ViewCounter {
  let tallies = new Map<string, Tally>();
  let timer: NodeJS.Timeout | undefined;
  let written = Promise.resolve();
  const limit = createNameLimit();

  const add = (tally: Tally): void => {
    const key = `${tally.kind} ${tally.campaignId} ${tally.at} ${tally.name}`;
    const known = tallies.get(key);
    if (known) known.views += tally.views;
    else if (tallies.size < MAX_WAITING) tallies.set(key, tally);
  };
  const write = async (): Promise<void> => {
    const taken = tallies;
    tallies = new Map();
    if (taken.size === 0) return;
    try {
      await writing(tools.db, (trx) => addCounts(trx, changesOf([...taken.values()])));
    } catch (error) {
      tools.log.warn(errorFacts(error), 'views could not be written yet');
      for (const tally of taken.values()) add(tally);
    }
  };
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    written = written.then(write);
    return written;
  };
  return {
    flush,
    note: ({ campaignId, timeZone, source, referrer, variant }) => {
      const now = tools.clock.now();
      const of = { campaignId, timeZone, at: now - (now % QUARTER_MS), views: 1 };
      add({ ...of, kind: 'source', name: limit(`source ${campaignId}`, source, now) });
      add({ ...of, kind: 'referrer', name: limit(`referrer ${campaignId}`, referrer, now) });
      if (variant !== '') add({ ...of, kind: 'variant', name: variant });
      timer ??= setTimeout(() => void flush(), WRITE_EVERY_MS).unref();
    },
  };
}

/** Lets so many names a day pass for each list, and calls the others OTHER. */
function createNameLimit(): (list: string, name: string, now: number) => string {
  let day = '';
  const seen = new Map<string, Set<string>>();
  return (list, name, now) => {
    const today = String(Math.floor(now / 86_400_000));
    if (today !== day) seen.clear();
    day = today;
    const names = seen.get(list) ?? new Set();
    seen.set(list, names);
    if (!names.has(name) && names.size >= MAX_NAMES) return OTHER;
    names.add(name);
    return name;
  };
}

function changesOf(tallies: readonly Tally[]): Required<Pick<Changes, 'variants' | 'views' | 'referrers'>> {
  const of = (kind: Tally['kind']) =>
    tallies
      .filter((tally) => tally.kind === kind)
      .map(({ campaignId, timeZone, at, name, views }) => ({ campaignId, day: dayOf(at, timeZone), name, views }));
  return {
    variants: of('variant').map(({ campaignId, name, views }) => ({ campaignId, variant: name, views })),
    views: of('source').map(({ name, ...rest }) => ({ ...rest, source: name })),
    referrers: of('referrer').map(({ name, ...rest }) => ({ ...rest, referrer: name })),
  };
}
