import type { Db } from '../platform/db.js';
import { createGroupCommit } from '../platform/group-commit.js';
import type { Signal } from './screening.js';
import { countActionsSince } from './store-daily-actions.js';

/** Actions that one person may take in 24 hours, over all campaigns here, before somebody looks at the next ones. */
export const ACTIONS_PER_DAY = 20;

const DAY_MS = 24 * 60 * 60 * 1000;

/** Who acted often within a day, by canonical address: further letters are held for review. Nobody is refused. */
export function dailyActionsSignal(db: Db): Signal {
  // Those who come while a question is under way are asked about together.
  const asking = createGroupCommit<Asked, number>({ commit: (asked) => countTogether(db, asked) });
  return async ({ emailKey, at }) => {
    // Where the data base is away the action fails by itself, with the right words.
    const actions = await asking.submit({ emailKey, since: at - DAY_MS }).catch(() => 0);
    return actions >= ACTIONS_PER_DAY ? ['too-many-actions'] : [];
  };
}

type Asked = { readonly emailKey: string; readonly since: number };

async function countTogether(db: Db, asked: readonly Asked[]): Promise<number[]> {
  const keys = [...new Set(asked.map(({ emailKey }) => emailKey))];
  const since = Math.min(...asked.map((one) => one.since));
  const counts = await countActionsSince(db, keys, since);
  return asked.map(({ emailKey }) => counts.get(emailKey) ?? 0);
}
