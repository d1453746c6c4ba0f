import { readCounts, readDays } from '../../counts/index.js';
import { dayOf, momentText, type Clock } from '../../platform/clock.js';
import type { Db } from '../../platform/db.js';
import { counted, plain } from '../../platform/number-text.js';
import { createPolls, type Polls } from '../../platform/polls.js';
import { TERMS } from './terms.js';

/** What a page that is open shows anew. */
export type LiveNumbers = {
  /** By the names that stand on the page: `{people: '1,234', 'term-failed': '3'}`. */
  readonly texts: Readonly<Record<string, string>>;
  /** Letters by term, for the bar. */
  readonly parts: Readonly<Record<string, number>>;
  readonly people: number;
  /** For who does not see the page. */
  readonly summary: string;
  /** When they were read, in the campaign's time zone. */
  readonly moment: string;
};

type Followed = { readonly id: string; readonly timeZone: string };

/** Tells the numbers of campaigns to everybody who follows them. */
export type Live = Polls<Followed, LiveNumbers>;

type Tools = { readonly db: Db; readonly clock: Clock; readonly everyMs?: number };

/** One poller for each campaign that anybody follows. */
export function createLive(tools: Tools): Live {
  return createPolls({ read: (campaign) => readLive(tools, campaign), isSame, everyMs: tools.everyMs });
}

/** The numbers of this moment. */
export async function readLive({ db, clock }: Tools, { id, timeZone }: Followed): Promise<LiveNumbers> {
  const now = clock.now();
  const counts = await readCounts(db, id);
  const today = (await readDays(db, { campaignId: id, since: dayOf(now, timeZone) })).reduce(
    (sum, day) => sum + day.actions,
    0,
  );
  const { letters } = counts;
  const terms = TERMS.map(({ key }) => [`term-${key}`, plain(letters[key])] as const);
  return {
    texts: {
      people: plain(counts.actions),
      today: plain(today),
      taken: plain(letters.taken),
      saidSent: plain(counts.saidSent),
      ...Object.fromEntries(terms),
    },
    parts: Object.fromEntries(TERMS.map(({ key }) => [key, letters[key]])),
    people: counts.actions,
    summary: `${counted(counts.actions, 'person has', 'people have')} written, ${plain(today)} of them today. ${counted(letters.taken, 'letter', 'letters')} taken, ${plain(letters.delivered)} delivered, ${plain(letters.failed)} failed.`,
    moment: momentText(now, timeZone),
  };
}

function isSame({ moment: _, ...numbers }: LiveNumbers, { moment: __, ...before }: LiveNumbers): boolean {
  return JSON.stringify(numbers) === JSON.stringify(before);
}
