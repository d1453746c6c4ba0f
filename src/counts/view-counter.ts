import { dayOf, type Clock } from '../platform/clock.js';
import { writing, type Db } from '../platform/db.js';
import type { Log } from '../platform/log.js';
import { writeLater, type LaterWriter } from '../platform/write-later.js';
import type { Changes } from './counts.js';
import { addCounts } from './store.js';

/** Sources, or sites, of one campaign on one day that are told apart; made-up ones shall fill neither memory nor tables. */
export const MAX_NAMES = 200;

/** What those beyond are counted under; neither a source code nor a host can be written so. */
export const OTHER = '(other)';

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
export type ViewCounter = LaterWriter<View>;

type Tally = Pick<View, 'campaignId' | 'timeZone'> & {
  readonly kind: 'source' | 'referrer' | 'variant';
  readonly name: string;
  readonly at: number;
  readonly views: number;
};

export function createViewCounter(tools: { readonly db: Db; readonly clock: Clock; readonly log: Log }): ViewCounter {
  const limit = createNameLimit();
  const tallies = writeLater<Tally>({
    keyOf: ({ kind, campaignId, at, name }) => `${kind} ${campaignId} ${at} ${name}`,
    sum: (one, other) => ({ ...one, views: one.views + other.views }),
    write: (taken) => writing(tools.db, (trx) => addCounts(trx, changesOf(taken))),
    what: 'views',
    log: tools.log,
  });
  return {
    flush: tallies.flush,
    note: ({ campaignId, timeZone, source, referrer, variant }) => {
      const now = tools.clock.now();
      const of = { campaignId, timeZone, at: now - (now % QUARTER_MS), views: 1 };
      tallies.note({ ...of, kind: 'source', name: limit(`source ${campaignId}`, source, now) });
      tallies.note({ ...of, kind: 'referrer', name: limit(`referrer ${campaignId}`, referrer, now) });
      if (variant !== '') tallies.note({ ...of, kind: 'variant', name: variant });
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
