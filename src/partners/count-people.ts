import { writing, type Db } from '../platform/db.js';
import { keepDoing, type Keeping } from '../platform/keep-doing.js';
import type { Log } from '../platform/log.js';
import type { Seal } from '../platform/seal.js';
import { personKeys } from './key.js';
import {
  deleteForgotten,
  deleteNoted,
  listActions,
  listActionsAfter,
  listForgotten,
  listNoted,
  type CountedAction,
} from './store-inbox.js';
import {
  deleteOldPeople,
  deletePeople,
  holdCoalition,
  listUncounted,
  listWays,
  putComings,
  type Count,
  type HeldCoalition,
} from './store-people.js';
import { addReach } from './store-reach.js';
import {
  beginRecount,
  endRows,
  findRecount,
  nextCampaign,
  noteRecount,
  switchCount,
  type Recount,
} from './store-recounts.js';
import { tally, tallyForgotten } from './tally.js';

export type PeopleTools = { readonly db: Db; readonly seal: Seal };

/** So many actions are counted with one transaction. */
const BATCH = 500;

/** The count of people is so far behind at the most, when there is little to count. */
const LOOK_EVERY_MS = 3_000;

/** Counts again and again until it is stopped; any number of processes may. */
export function keepCountingPeople(tools: PeopleTools & { readonly log: Log }, everyMs = LOOK_EVERY_MS): Keeping {
  const failed = 'counting people failed; it goes on in a moment';
  return keepDoing(tools.log, { everyMs, failed, work: (signal) => countPeople(tools, signal) });
}

/**
 * Counts what is to be counted, coalition by coalition. What fails in one keeps no other from being counted.
 * @throws what failed first, when all others are done
 */
export async function countPeople(tools: PeopleTools, signal?: AbortSignal): Promise<void> {
  const failed: unknown[] = [];
  for (const id of await listUncounted(tools.db)) {
    try {
      while (!signal?.aborted && (await countSome(tools, id)) === 'more');
    } catch (error) {
      failed.push(error);
    }
  }
  if (failed.length > 0) throw failed[0];
}

/** What a step says: there is more to do, nothing is left, or another process is at it. */
export type Step = 'more' | 'done' | 'busy';

/** One step of the count in a transaction of its own: whoever is killed in it leaves all as it was before. */
export function countSome({ db, seal }: PeopleTools, coalitionId: string, limit = BATCH): Promise<Step> {
  return writing(db, async (trx) => {
    const held = await holdCoalition(trx, coalitionId, { waits: false });
    return held ? stepOf({ trx, seal, held, limit }) : 'busy';
  });
}

/** A coalition in hand. */
export type Counting = {
  readonly trx: Db;
  readonly seal: Seal;
  readonly held: HeldCoalition;
  readonly limit: number;
};

/** The next step: the rows, then the inbox of a count anew; else the inbox, then what earlier counts left. */
export async function stepOf(counting: Counting): Promise<Step> {
  const { trx, held, limit } = counting;
  const current = { coalitionId: held.id, generation: held.generation };
  if (held.recountAskedAt === null) {
    if (await takeInbox(counting, current)) return 'more';
    return (await deleteOldPeople(trx, current, limit)) > 0 ? 'more' : 'done';
  }
  const recount = await findRecount(trx, held.id);
  if (!recount) await beginRecount(trx, held.id);
  else if (!recount.hasRows) await takeRows(counting, recount);
  else if (!(await takeInbox(counting, { ...current, generation: recount.generation })))
    await switchCount(trx, { ...current, generation: recount.generation });
  return 'more';
}

/** Counts the next rows of a count anew. */
async function takeRows(counting: Counting, { generation, after }: Recount): Promise<void> {
  const { trx, held, limit } = counting;
  const actions = await listActionsAfter(trx, held.id, { after, limit });
  await add(counting, { coalitionId: held.id, generation }, actions);
  const last = actions.at(-1);
  if (last && actions.length === limit) return noteRecount(trx, held.id, { after: last, looked: actions.length });
  const next = await nextCampaign(trx, held.id, after.campaignId);
  const place = { campaignId: next ?? after.campaignId, createdAt: 0, id: '' };
  await noteRecount(trx, held.id, { after: place, looked: actions.length });
  if (next === undefined) await endRows(trx, held.id);
}

/** Takes some out of the inbox; false where there was nothing. */
async function takeInbox(counting: Counting, count: Count): Promise<boolean> {
  const { trx, held, limit } = counting;
  const noted = await listNoted(trx, held.id, limit);
  // Read after the actions: what is to be forgotten goes before those that were noted with it.
  const forgotten = await listForgotten(trx, held.id, limit);
  if (forgotten.length > 0) {
    await addReach(trx, count, tallyForgotten(await listWays(trx, count, forgotten)));
    await deletePeople(trx, count, forgotten);
    await deleteForgotten(trx, held.id, forgotten);
    return true;
  }
  if (noted.length === 0) return false;
  await add(counting, count, await listActions(trx, held.id, noted));
  await deleteNoted(trx, held.id, noted);
  return true;
}

async function add({ trx, seal, held }: Counting, count: Count, actions: readonly CountedAction[]): Promise<void> {
  if (actions.length === 0) return;
  const keyOf = personKeys({ seal }, held);
  const comings = actions.map(({ address, group, createdAt }) => ({ person: keyOf(address), group, at: createdAt }));
  const known = await listWays(trx, count, [...new Set(comings.map(({ person }) => person))]);
  const { rows, changes } = tally(known, comings);
  await putComings(trx, count, rows);
  await addReach(trx, count, changes);
}
