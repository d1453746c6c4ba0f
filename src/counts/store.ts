import { insertRecords, query, type Db } from '../platform/db.js';
import {
  mergeCounts,
  sumTerms,
  type ActionCount,
  type CampaignCounts,
  type Change,
  type Changes,
  type LetterChange,
} from './counts.js';
import { columnOf, countKinds, countTables, type CountTable } from './tables.js';
import type { DeliveryState } from './terms.js';

/**
 * Adds to the counters in the transaction that changes the rows they count. Tables and rows are taken in a fixed order,
 * so that two who write side by side do not wait for each other. What letters change, the counters of their offices and
 * of their sources follow; those of divisions are followed by the same over all sources.
 */
export async function addCounts(trx: Db, changes: Changes): Promise<void> {
  // Merged once, for all three tables.
  const letters = changes.letters && mergeCounts('letters', changes.letters);
  const divisions = changes.divisions && mergeCounts('divisions', changes.divisions);
  const all = {
    ...{ ...changes, letters, offices: changes.offices ?? letters, sources: changes.sources ?? letters },
    ...{ divisions, areas: changes.areas ?? divisions },
  };
  for (const kind of countKinds) {
    const ofKind = all[kind] as readonly Change<typeof kind>[] | undefined;
    if (ofKind?.length) await addToTable(trx, countTables[kind], mergeCounts(kind, ofKind));
  }
}

/** Adds to the counters for actions. */
export function addActionCounts(trx: Db, actions: readonly Change<'actions'>[]): Promise<void> {
  return addCounts(trx, { actions });
}

/** Adds to the counters for letters. */
export function addLetterCounts(trx: Db, letters: readonly LetterChange[]): Promise<void> {
  return addCounts(trx, { letters });
}

async function addToTable(trx: Db, table: CountTable, counts: readonly object[]): Promise<void> {
  const { name, keys, measures } = table;
  const kinds = { ...keys, ...Object.fromEntries(measures.map((measure) => [measure, 'bigint' as const])) };
  const columns = Object.fromEntries(Object.entries(kinds).map(([cell, kind]) => [columnOf(cell), kind]));
  const rows = counts.map((count) =>
    Object.fromEntries(Object.entries(count).map(([cell, value]) => [columnOf(cell), value as string | number])),
  );
  const key = Object.keys(keys).map(columnOf).join(', ');
  const sums = measures.map(columnOf).map((measure) => `${measure} = ${name}.${measure} + excluded.${measure}`);
  const conflict = `ON CONFLICT (${key}) DO UPDATE SET ${sums.join(', ')}`;
  await insertRecords(trx, { table: name, columns, conflict }, rows);
}

/** A campaign's numbers from the counters. */
export async function readCounts(db: Db, campaignId: string): Promise<CampaignCounts> {
  const [actions] = await query<Omit<ActionCount, 'campaignId' | 'day' | 'source'>>(
    db,
    `SELECT COALESCE(SUM(actions), 0) AS actions, COALESCE(SUM(own_words), 0) AS "ownWords", COALESCE(SUM(opt_ins), 0) AS "optIns",
            COALESCE(SUM(to_confirm), 0) AS "toConfirm", COALESCE(SUM(confirmed), 0) AS confirmed,
            COALESCE(SUM(new_people), 0) AS "newPeople", COALESCE(SUM(suspected), 0) AS suspected,
            COALESCE(SUM(letters), 0) AS letters
       FROM action_counts WHERE campaign_id = ?`,
    [campaignId],
  );
  const [viewed] = await query<{ views: number }>(
    db,
    'SELECT COALESCE(SUM(views), 0) AS views FROM view_counts WHERE campaign_id = ?',
    [campaignId],
  );
  const states = await query<{ state: DeliveryState; letters: number; saidSent: number; saidFailed: number }>(
    db,
    `SELECT state, SUM(letters) AS letters, SUM(said_sent) AS "saidSent", SUM(said_failed) AS "saidFailed"
       FROM office_counts WHERE campaign_id = ? GROUP BY state`,
    [campaignId],
  );
  const letters = sumTerms(Object.fromEntries(states.map((row) => [row.state, row.letters])));
  return {
    actions: actions?.actions ?? 0,
    withOwnWords: actions?.ownWords ?? 0,
    optIns: actions?.optIns ?? 0,
    confirmed: actions?.confirmed ?? 0,
    unconfirmed: (actions?.toConfirm ?? 0) - (actions?.confirmed ?? 0),
    newPeople: actions?.newPeople ?? 0,
    returning: (actions?.actions ?? 0) - (actions?.newPeople ?? 0),
    suspected: actions?.suspected ?? 0,
    views: viewed?.views ?? 0,
    letters,
    suspectedLetters: letters.taken - (actions?.letters ?? 0),
    saidSent: states.reduce((sum, row) => sum + row.saidSent, 0),
    saidFailed: states.reduce((sum, row) => sum + row.saidFailed, 0),
  };
}

/** How many letters are in each state, over all campaigns. */
export async function readStates(db: Db): Promise<{ readonly state: DeliveryState; readonly letters: number }[]> {
  return query(db, 'SELECT state, SUM(letters) AS letters FROM office_counts GROUP BY state ORDER BY state');
}
