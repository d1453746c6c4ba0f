import { errorFacts, type Log } from '../log.js';
import { remember } from '../remember.js';
import type { Seal } from '../seal.js';
import { openClient } from './client.js';
import type { Told } from './slices.js';
import type { Board } from './tallies.js';

/** Of each slice the others' most frequent marks are learned; what is rare is no flood. */
const MOST_LEARNED = 50;

const MOST_REMEMBERED = 20_000;

export type BoardTools = { readonly redisUrl: string; readonly seal: Seal; readonly log: Log };

/**
 * Adds up in Redis what processes counted, in one round trip for all that is told: a sorted set for each slice, with
 * digests for marks. While Redis is away nothing is added, each process counts by itself, and that is logged once.
 */
export function redisBoard({ redisUrl, seal, log }: BoardTools): Board {
  let isTold = false;
  // What is asked then fails, and says so.
  const client = openClient(redisUrl, () => undefined);
  const ask = async (told: readonly Told[]): Promise<ReadonlyMap<string, number>[]> => {
    const pipeline = client.pipeline();
    for (const { key, adds, keepSeconds } of told) {
      const set = `{clarion}:tallies:${key}`;
      for (const [name, count] of adds) pipeline.zincrby(set, count, name);
      if (adds.size > 0) pipeline.expire(set, keepSeconds);
      pipeline.zrevrange(set, 0, MOST_LEARNED - 1, 'WITHSCORES');
    }
    const replies = ((await pipeline.exec()) ?? []).map(([error, reply]) => {
      if (error) throw error;
      return reply;
    });
    return told.map(({ adds }) => totalsOf(adds, replies.splice(0, adds.size + (adds.size > 0 ? 2 : 1))));
  };
  return {
    tell: async (told) => {
      try {
        const totals = await ask(told);
        isTold = false;
        return totals;
      } catch (error) {
        if (!isTold) log.warn(errorFacts(error), 'Redis is not reachable; each process watches for attacks by itself');
        isTold = true;
        return [];
      }
    },
    digest: remember(MOST_REMEMBERED, (text: string) => seal.digest('tallies', text).slice(0, 32)),
    close: () => {
      client.disconnect();
    },
  };
}

/** The answers to one slice's commands: a number for each that was added, and last the most frequent with theirs. */
function totalsOf(adds: ReadonlyMap<string, number>, replies: readonly unknown[]): ReadonlyMap<string, number> {
  const most = (replies.at(-1) as string[] | undefined) ?? [];
  const totals = new Map([...adds.keys()].map((name, index) => [name, Number(replies[index])]));
  for (let at = 0; at < most.length; at += 2) totals.set(most[at] ?? '', Number(most[at + 1]));
  return totals;
}
