import type { DeliveryState } from '../counts/index.js';
import type { Clock } from '../platform/clock.js';
import { BadCallError, print, warn } from '../platform/command-line.js';
import type { Db } from '../platform/db.js';
import type { Ids } from '../platform/ids.js';
import type { Delivery, Hold, Readdressing } from './delivery.js';
import { readFilter, type FilterFlags } from './filter.js';
import { BOUNCE_WINDOW_MS } from './retry.js';
import { countDeliveries, listDeliveries, type DeliveryFilter, type ListedDelivery } from './store-list.js';

export type DecisionTools = {
  readonly db: Db;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly readdressing: Readdressing;
};

/** What can be said on the command line about a decision. */
export type DecisionFlags = FilterFlags & {
  readonly reason?: string;
  readonly dryRun?: boolean;
  readonly currentAddress?: boolean;
};

/** Letters that are meant, by ids or by filters. */
export type Meant = { readonly ids: readonly string[]; readonly flags: DecisionFlags };

/** What somebody decides about letters. */
export type Decision = {
  /** What the letters are then, for the line that is printed: `cancelled`. */
  readonly word: string;
  /** Which letters it can be about. */
  readonly among: DeliveryFilter & { readonly states: readonly DeliveryState[] };
  /** Whether a filter leaves alone what a bounce may still settle. */
  readonly awaitsBounces?: boolean;
  readonly apply: (rows: readonly ListedDelivery[]) => Promise<readonly Delivery[]>;
};

/**
 * Applies a decision to the letters that are meant, as far as it can be about them, and prints how many there were; with
 * `--dry-run` it only counts. What it leaves alone is told on standard error.
 * @throws BadCallError
 */
export async function decide({ db, clock }: DecisionTools, { ids, flags }: Meant, decision: Decision): Promise<void> {
  const { filter: asked, limit, isEmpty } = readFilter(flags, ids);
  if (isEmpty)
    throw new BadCallError([{ field: 'ids', message: 'give delivery ids, or a filter such as --campaign or --state' }]);
  const filter = narrowed(asked, decision.among);
  const settled = decision.awaitsBounces === true && ids.length === 0 ? clock.now() - BOUNCE_WINDOW_MS : undefined;
  const found = await find(db, { ...filter, unknownBefore: settled }, limit);
  const changed = flags.dryRun ? found.rows : await decision.apply(found.rows);
  print(
    changed.map(({ id }) => id),
    flags,
    () => outcomeText(flags.dryRun ? found.total : changed.length, found, { flags, word: decision.word }),
  );
  if (settled !== undefined) await tellLeftForBounces(db, filter, settled);
  if (ids.length > 0 && !flags.dryRun) await tellUntouched(db, ids, changed);
}

/** Both filters at once. */
function narrowed(
  asked: DeliveryFilter,
  among: Decision['among'],
): DeliveryFilter & { states: readonly DeliveryState[] } {
  const states = asked.states?.length ? asked.states.filter((state) => among.states.includes(state)) : among.states;
  return { ...asked, ...among, hold: among.hold ?? asked.hold, states };
}

type Found = { readonly rows: readonly ListedDelivery[]; readonly total: number };

async function find(
  db: Db,
  filter: DeliveryFilter & { readonly states: readonly DeliveryState[] },
  limit: number,
): Promise<Found> {
  // An empty list of states would mean any.
  if (filter.states.length === 0) return { rows: [], total: 0 };
  return { rows: await listDeliveries(db, filter, limit), total: await countDeliveries(db, filter) };
}

function outcomeText(
  letters: number,
  { rows, total }: Found,
  { flags, word }: { readonly flags: DecisionFlags; readonly word: string },
): string {
  const said = `${letters} ${letters === 1 ? 'letter' : 'letters'} ${flags.dryRun ? 'would be' : letters === 1 ? 'is' : 'are'} ${word}.`;
  const more = total - rows.length;
  return more === 0 || flags.dryRun ? said : `${said} The filters find ${more} more: give a higher --limit.`;
}

async function tellLeftForBounces(
  db: Db,
  filter: DeliveryFilter & { readonly states: readonly DeliveryState[] },
  settled: number,
): Promise<void> {
  if (!filter.states.includes('unknown')) return;
  const unknown = { ...filter, states: ['unknown'] } as const;
  const left =
    (await countDeliveries(db, unknown)) - (await countDeliveries(db, { ...unknown, unknownBefore: settled }));
  if (left > 0)
    warn(
      `${left} of unknown outcome left alone: for 48 hours after the break a bounce may still tell what became of them. Name them by id to send them again now.`,
    );
}

/** Why a letter is held, with who ends that. */
const HELD_FOR: Readonly<Record<Hold, string>> = {
  confirm: 'confirm: its supporter has to confirm the e-mail address',
  review: 'review: see clarion deliveries review',
  target: 'target: see clarion deliveries retry and hand-over',
  crashes: 'crashes: see clarion deliveries retry and hand-over',
  restored: 'restored: see clarion restore settle',
};

/** Says of each letter that was named why nothing happened to it. */
async function tellUntouched(db: Db, ids: readonly string[], changed: readonly Delivery[]): Promise<void> {
  const done = new Set(changed.map(({ id }) => id));
  const left = ids.filter((id) => !done.has(id));
  if (left.length === 0) return;
  const rows = new Map((await listDeliveries(db, { ids: left }, left.length)).map((row) => [row.id, row]));
  for (const id of left) {
    const row = rows.get(id);
    if (row) warn(`${id} stays as it is: ${row.state}${row.hold ? ` (${HELD_FOR[row.hold]})` : ''}.`);
    else warn(`${id}: there is no such letter.`);
  }
}
