/** Somebody who follows what is read. */
export type Follower<News> = { readonly tell: (news: News) => void; readonly end: () => void };

/** Tells what is read of some things to everybody who follows them. */
export type Polls<Thing, News> = {
  /** Tells the news now and whenever they change; what it answers ends that. */
  readonly follow: (thing: Thing, follower: Follower<News>) => () => void;
  /** Ends every stream; for the end of the process. */
  readonly close: () => void;
};

type Tools<Thing, News> = {
  readonly read: (thing: Thing) => Promise<News>;
  /** Whether there is nothing to tell. */
  readonly isSame: (news: News, last: News) => boolean;
  readonly everyMs?: number | undefined;
};

/** Where counters change all the time, one process reads them so often for each thing that is followed. */
const EVERY_MS = 2_000;

/** Reading takes a tenth of the time at the most, however much there is to read. */
const REST = 9;

/** One poller for each thing that anybody follows, however many they are; none while nobody does. */
export function createPolls<Thing extends { readonly id: string }, News>(
  tools: Tools<Thing, News>,
): Polls<Thing, News> {
  const polls = new Map<string, Poll<News>>();
  return {
    follow: (thing, follower) => {
      const poll = polls.get(thing.id) ?? startPoll(tools, thing);
      polls.set(thing.id, poll);
      poll.add(follower);
      return () => {
        if (poll.remove(follower) > 0) return;
        poll.stop();
        if (polls.get(thing.id) === poll) polls.delete(thing.id);
      };
    },
    close: () => {
      for (const poll of [...polls.values()]) poll.end();
    },
  };
}

type Poll<News> = {
  readonly add: (follower: Follower<News>) => void;
  /** Answers how many are left. */
  readonly remove: (follower: Follower<News>) => number;
  readonly stop: () => void;
  readonly end: () => void;
};

function startPoll<Thing, News>({ read, isSame, everyMs = EVERY_MS }: Tools<Thing, News>, thing: Thing): Poll<News> {
  const followers = new Set<Follower<News>>();
  let last: News | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const look = async (): Promise<void> => {
    const began = performance.now();
    // Where the data base cannot be asked, the next look may succeed; the page says from when its numbers are.
    const news = await read(thing).catch(() => undefined);
    if (isOver) return;
    if (news !== undefined && !(last !== undefined && isSame(news, last)))
      for (const follower of followers) follower.tell(news);
    last = news ?? last;
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
      if (last !== undefined) follower.tell(last);
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
