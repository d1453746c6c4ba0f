import { deliveryStates, type DeliveryState } from '../counts/index.js';
import { query, type Db } from '../platform/db.js';
import { firstIdAt } from '../platform/ids.js';
import type { FailureCause } from './causes.js';
import type { ChannelName, Delivery, Hold, WaitsFor } from './delivery.js';
import { DELIVERY_COLUMNS } from './store.js';

/** Which letters are meant; only those of the campaigns named, and none where none is. */
export type LetterQuery = {
  readonly campaignIds: readonly string[];
  /** Left out or empty: in any state. */
  readonly states?: readonly DeliveryState[] | undefined;
  readonly office?: string | undefined;
  readonly channel?: ChannelName | undefined;
  readonly source?: string | undefined;
  readonly hold?: Hold | undefined;
  /** `turn`: for nothing but their turn. */
  readonly waitsFor?: WaitsFor | 'turn' | undefined;
  readonly cause?: FailureCause | undefined;
  /** Taken at this moment or later. */
  readonly takenSince?: number | undefined;
  /** Taken before this moment. */
  readonly takenBefore?: number | undefined;
  /** What `readCells` said for the same campaigns, office and source, where a page asks several times. */
  readonly cells?: readonly LetterCell[] | undefined;
};

/** Which rows of a query: `after` is the last id of the page before. */
export type Slice = { readonly after?: string | undefined; readonly limit: number; readonly oldestFirst?: boolean };

/**
 * A page of letters, the newest taken first. Each campaign and state is read from its own place in an index, so that a
 * page costs the same however many letters there are.
 */
export async function listLetterPage(db: Db, wanted: LetterQuery, slice: Slice): Promise<Delivery[]> {
  const branches = await branchesOf(db, wanted, slice);
  const pages: Delivery[] = [];
  for (let at = 0; at < branches.length; at += MOST_BRANCHES) {
    const some = branches.slice(at, at + MOST_BRANCHES);
    const sql = some.map((branch, index) => `SELECT * FROM (${select(DELIVERY_COLUMNS, branch)}) AS b${index}`);
    pages.push(
      ...(await query<Delivery>(
        db,
        sql.join(' UNION ALL '),
        some.flatMap(({ bindings }) => bindings),
      )),
    );
  }
  const sorted = pages.sort((a, b) => (a.id < b.id === (slice.oldestFirst === true) ? -1 : 1));
  return sorted.slice(0, slice.limit);
}

/** How many letters a query finds, as far as that is soon told: `isMore` where there are more than `limit`. */
export async function countLetters(
  db: Db,
  wanted: LetterQuery,
  limit: number,
): Promise<{ readonly letters: number; readonly isMore: boolean }> {
  if (isCounted(wanted)) {
    const cells = await cellsOf(db, wanted);
    return { letters: cells.reduce((sum, { letters }) => sum + letters, 0), isMore: false };
  }
  let letters = 0;
  for (const branch of await branchesOf(db, wanted, { limit: limit + 1 })) {
    const sql = `SELECT COUNT(*) AS letters FROM (${select('1 AS one', branch)}) AS found`;
    letters += (await query<{ letters: number }>(db, sql, branch.bindings))[0]?.letters ?? 0;
    if (letters > limit) return { letters: limit, isMore: true };
  }
  return { letters, isMore: false };
}

/** How many letters are in each state, by the counters. */
export function sumByState(cells: readonly LetterCell[]): ReadonlyMap<DeliveryState, number> {
  const counts = new Map<DeliveryState, number>();
  for (const { state, letters } of cells) counts.set(state, (counts.get(state) ?? 0) + letters);
  return counts;
}

/** The sources by which letters came, with the most letters first. */
export async function listSources(db: Db, campaignIds: readonly string[], limit: number): Promise<string[]> {
  if (campaignIds.length === 0) return [];
  const rows = await query<{ source: string }>(
    db,
    `SELECT source FROM action_counts WHERE campaign_id IN (${marks(campaignIds)}) AND source <> ''
      GROUP BY source ORDER BY SUM(actions) DESC, source LIMIT ?`,
    [...campaignIds, limit],
  );
  return rows.map(({ source }) => source);
}

/** A letter that belongs to one of the campaigns. */
export async function findLetter(db: Db, campaignIds: readonly string[], id: string): Promise<Delivery | undefined> {
  return (await listNamed(db, campaignIds, [id]))[0];
}

/** Those of the letters that belong to one of the campaigns. */
export async function listNamed(db: Db, campaignIds: readonly string[], ids: readonly string[]): Promise<Delivery[]> {
  // PostgreSQL fails on a parameter with a NUL in it.
  const usable = ids.filter((id) => /^\w{1,40}$/.test(id));
  if (campaignIds.length === 0 || usable.length === 0) return [];
  return query(
    db,
    `SELECT ${DELIVERY_COLUMNS} FROM deliveries WHERE id IN (${marks(usable)})
        AND (campaign_id || '') IN (${marks(campaignIds)}) ORDER BY id DESC`,
    [...usable, ...campaignIds],
  );
}

/** SQLite joins 500 SELECTs at the most. */
const MOST_BRANCHES = 100;

type Binding = string | number;
type Branch = { readonly where: string; readonly tail: string; readonly bindings: readonly Binding[] };

function select(columns: string, { where, tail }: Branch): string {
  return `SELECT ${columns} FROM deliveries WHERE ${where} ${tail}`;
}

/** Whether the counters tell how many there are. */
function isCounted({ hold, waitsFor, cause, takenSince, takenBefore }: LetterQuery): boolean {
  return [hold, waitsFor, cause, takenSince, takenBefore].every((value) => value === undefined);
}

/** How many letters of a campaign are in a state. */
export type LetterCell = { readonly campaignId: string; readonly state: DeliveryState; readonly letters: number };

/** Campaigns and states in which there are letters, by the counters, those of an office or a source where one is named. */
export function readCells(
  db: Db,
  { campaignIds, office, source }: Pick<LetterQuery, 'campaignIds' | 'office' | 'source'>,
): Promise<LetterCell[]> {
  if (campaignIds.length === 0) return Promise.resolve([]);
  const conditions = [
    `campaign_id IN (${marks(campaignIds)})`,
    ...(office === undefined ? [] : ['office_id = ?']),
    ...(source === undefined ? [] : ['source = ?']),
  ];
  return query(
    db,
    `SELECT campaign_id AS "campaignId", state, SUM(letters) AS letters
       FROM ${source === undefined ? 'office_counts' : 'letter_counts'}
      WHERE ${conditions.join(' AND ')} GROUP BY campaign_id, state HAVING SUM(letters) > 0`,
    [...campaignIds, ...(office === undefined ? [] : [office]), ...(source === undefined ? [] : [source])],
  );
}

async function cellsOf(db: Db, wanted: LetterQuery): Promise<LetterCell[]> {
  const states = statesOf(wanted);
  const cells = wanted.cells ?? (await readCells(db, wanted));
  return cells.filter(({ campaignId, state }) => states.includes(state) && wanted.campaignIds.includes(campaignId));
}

/** A letter that is handed over goes no other way, and none other is handed over. */
function statesOf({ states, channel, hold, waitsFor, cause }: LetterQuery): readonly DeliveryState[] {
  const asked = states?.length ? states : deliveryStates;
  return asked.filter((state) => {
    if (channel !== undefined && (state === 'handed_over') !== (channel === 'handover')) return false;
    if (hold !== undefined && state !== 'held') return false;
    if (waitsFor !== undefined && state !== 'queued') return false;
    return cause === undefined || state === 'failed' || state === 'bounced';
  });
}

async function branchesOf(db: Db, wanted: LetterQuery, slice: Slice): Promise<Branch[]> {
  const { office, source, hold, waitsFor, cause, takenSince, takenBefore } = wanted;
  const { after, limit, oldestFirst = false } = slice;
  const conditions: (readonly [string, readonly Binding[]] | undefined)[] = [
    is('office_id', office),
    // Said once more as it stands in the index, or it is not used.
    source === undefined || source === '' ? is('source', source) : [`source <> '' AND source = ?`, [source]],
    is('hold', hold),
    waitsFor === 'turn' ? ['waits_for IS NULL', []] : is('waits_for', waitsFor),
    is('cause', cause),
    takenSince === undefined ? undefined : ['id >= ?', [firstIdAt(takenSince)]],
    takenBefore === undefined ? undefined : ['id < ?', [firstIdAt(takenBefore)]],
    after === undefined ? undefined : [oldestFirst ? 'id > ?' : 'id < ?', [after]],
  ];
  const given = conditions.filter((condition) => condition !== undefined);
  // A state stands in the statement itself, since partial indexes are found by it; it is one of our own words.
  return (await cellsOf(db, wanted)).map(({ campaignId, state }) => ({
    where: ['campaign_id = ?', `state = '${state}'`, ...given.map(([sql]) => sql)].join(' AND '),
    tail: `ORDER BY id ${oldestFirst ? '' : 'DESC'} LIMIT ?`,
    bindings: [campaignId, ...given.flatMap(([, values]) => values), limit],
  }));
}

function is(column: string, value: string | undefined): readonly [string, readonly Binding[]] | undefined {
  return value === undefined ? undefined : [`${column} = ?`, [value]];
}

function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ');
}
