import { readCounts, readDays } from '../../counts/index.js';
import { dayOf, momentText, type Clock } from '../../platform/clock.js';
import type { Db } from '../../platform/db.js';
import { TERMS } from './terms.js';
import { counted, plain } from '../../platform/number-text.js';

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
type Follower = { readonly tell: (numbers: LiveNumbers) => void; readonly end: () => void };

/** Tells the numbers of campaigns to everybody who follows them. */
export type Live = {
  /** Tells the numbers now and whenever they change; what it answers ends that. */
  readonly follow: (campaign: Followed, follower: Follower) => () => void;
  /** Ends every stream; for the end of the process. */
  readonly close: () => void;
};

type Tools = { readonly db: Db; readonly clock: Clock; readonly everyMs?: number };

/** Where counters change all the time, one process reads them so often for each campaign that is followed. */
const EVERY_MS = 2_000;

/** Reading takes a tenth of the time at the most, however many counters there are. */
const REST = 9;

/** One poller for each campaign that anybody follows, however many they are; none while nobody does. */
export function createLive(tools: Tools): Live {
  const polls = new Map<string, Poll>();
  return {
    follow: (campaign, follower) => {
      const poll = polls.get(campaign.id) ?? startPoll(tools, campaign);
      polls.set(campaign.id, poll);
      poll.add(follower);
      return () => {
        if (poll.remove(follower) > 0) return;
        poll.stop();
        if (polls.get(campaign.id) === poll) polls.delete(campaign.id);
      };
    },
    close: () => {
      for (const poll of [...polls.values()]) poll.end();
    },
  };
}

type Poll = {
  readonly add: (follower: Follower) => void;
  /** Answers how many are left. */
  readonly remove: (follower: Follower) => number;
  readonly stop: () => void;
  readonly end: () => void;
};

function startPoll(tools: Tools, campaign: Followed): Poll {
  const followers = new Set<Follower>();
  const { everyMs = EVERY_MS } = tools;
  let last: LiveNumbers | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const look = async (): Promise<void> => {
    const began = performance.now();
    // Where the data base cannot be asked, the next look may succeed; the page says from when its numbers are.
    const numbers = await readLive(tools, campaign).catch(() => undefined);
    if (isOver) return;
    if (numbers && !isSame(numbers, last)) for (const follower of followers) follower.tell(numbers);
    last = numbers ?? last;
    timer = setTimeout(() => void look(), Math.max(everyMs, (performance.now() - began) * REST));
  };
  void look();
  const stop = (): void => {
    isOver = true;
    clearTimeout(timer);
  };
  return {
    add: (follower) => {
      followers.add(follower);
      if (last) follower.tell(last);
    },
    remove: (follower) => {
      followers.delete(follower);
      return followers.size;
    },
    stop,
    end: () => {
      stop();
      for (const follower of [...followers]) follower.end();
    },
  };
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

function isSame({ moment: _, ...numbers }: LiveNumbers, last: LiveNumbers | undefined): boolean {
  if (!last) return false;
  const { moment: __, ...before } = last;
  return JSON.stringify(numbers) === JSON.stringify(before);
}
