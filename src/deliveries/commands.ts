import type { Command } from 'commander';
import { deliveryStates, type DeliveryState } from '../counts/index.js';
import type { Clock } from '../platform/clock.js';
import { BadCallError, print, tableText, type Open } from '../platform/command-line.js';
import { writing, type Db } from '../platform/db.js';
import type { Ids } from '../platform/ids.js';
import { saidText } from './said.js';
import { statesBefore } from './states.js';
import { listDeliveries, type DeliveryFilter, type ListedDelivery } from './store.js';
import { applyMoves, type Move } from './store-moves.js';

export type DeliveryTools = { readonly db: Db; readonly clock: Clock; readonly ids: Ids };

type Flags = {
  readonly campaign?: string;
  readonly state?: string;
  readonly office?: string;
  readonly limit?: string;
  readonly json?: boolean;
};

/** States from which an organizer may send again; a letter that was only previewed was never promised. */
const RETRIED: readonly DeliveryState[] = ['failed', 'bounced', 'unknown'];

/** `clarion deliveries list|retry|cancel`. */
export function addDeliveryCommands(program: Command, open: Open<DeliveryTools>): void {
  const deliveries = program.command('deliveries').description('letters on their way');
  const withIds = (name: string): Command =>
    filtered(deliveries.command(name).argument('[ids...]', 'delivery ids; else all that the filters find'));

  filtered(deliveries.command('list'))
    .description('show letters, newest first, without naming supporters')
    .action((flags: Flags) => open((tools) => list(tools, flags)));
  withIds('retry')
    .description(
      'send again what failed, bounced or has an unknown outcome, and by id or --state held what is held; the Message-ID stays the same',
    )
    .action((ids: string[], flags: Flags) => open((tools) => retry(tools, ids, flags)));
  withIds('cancel')
    .description(
      'withdraw letters that are held or wait; one of unknown outcome, which may have arrived, only if it is named by id or --state unknown',
    )
    .action((ids: string[], flags: Flags) => open((tools) => cancel(tools, ids, flags)));
}

async function list({ db }: DeliveryTools, flags: Flags): Promise<void> {
  const rows = await listDeliveries(db, filterOf(flags, []));
  print(rows, flags, () => listText(rows));
}

async function retry(tools: DeliveryTools, ids: readonly string[], flags: Flags): Promise<void> {
  // What is held is released only where it is named: there may be other reasons than a failure to look at it first.
  const from: readonly DeliveryState[] = ids.length > 0 || flags.state === 'held' ? [...RETRIED, 'held'] : RETRIED;
  const rows = await chosen(tools.db, { ids, flags, from });
  const now = tools.clock.now();
  const move = { to: 'queued', at: now, dueAt: now, reason: 'An organizer decided to send it again.' } as const;
  await change(tools, { rows, flags, word: 'due again', move });
}

async function cancel(tools: DeliveryTools, ids: readonly string[], flags: Flags): Promise<void> {
  const isMeant = ids.length > 0 || flags.state === 'unknown';
  const from = statesBefore('cancelled').filter((state) => isMeant || state !== 'unknown');
  const rows = await chosen(tools.db, { ids, flags, from });
  const move = { to: 'cancelled', at: tools.clock.now(), reason: 'An organizer withdrew it.' } as const;
  await change(tools, { rows, flags, word: 'cancelled', move });
}

function filtered(command: Command): Command {
  return command
    .option('--campaign <slug>', 'only letters of this campaign')
    .option('--state <state>', `only letters in this state: ${deliveryStates.join(', ')}`)
    .option('--office <id>', 'only letters to this office')
    .option('--limit <n>', 'at the most this many', '100')
    .option('--json', 'print JSON');
}

function filterOf(flags: Flags, ids: readonly string[]): DeliveryFilter {
  const state = deliveryStates.find((one) => one === flags.state);
  const limit = Number(flags.limit);
  if (flags.state !== undefined && !state)
    throw new BadCallError([{ field: '--state', message: `must be one of ${deliveryStates.join(', ')}` }]);
  if (!Number.isInteger(limit) || limit < 1)
    throw new BadCallError([{ field: '--limit', message: 'must be a whole number' }]);
  return { campaign: flags.campaign, states: state ? [state] : [], office: flags.office, limit, ids };
}

type Choosing = {
  readonly ids: readonly string[];
  readonly flags: Flags;
  readonly from: readonly DeliveryState[];
};

async function chosen(db: Db, { ids, flags, from }: Choosing): Promise<ListedDelivery[]> {
  const hasFilter = flags.campaign !== undefined || flags.state !== undefined || flags.office !== undefined;
  if (ids.length === 0 && !hasFilter)
    throw new BadCallError([{ field: 'ids', message: 'give delivery ids, or a filter such as --campaign or --state' }]);
  const filter = filterOf(flags, ids);
  const states = filter.states.length > 0 ? filter.states.filter((state) => from.includes(state)) : from;
  return states.length > 0 ? listDeliveries(db, { ...filter, states }) : [];
}

type Changing = {
  readonly rows: readonly ListedDelivery[];
  readonly flags: Flags;
  readonly word: string;
  readonly move: Pick<Move, 'to' | 'at' | 'reason' | 'dueAt'>;
};

async function change({ db, ids }: DeliveryTools, { rows, flags, word, move }: Changing): Promise<void> {
  const moves = rows.map(({ id, state }): Move => ({
    id,
    from: state,
    actor: 'organizer',
    eventId: ids.next(),
    ...move,
  }));
  const changed = await writing(db, (trx) => applyMoves(trx, moves));
  print(
    changed.map(({ id }) => id),
    flags,
    () => `${changed.length} ${changed.length === 1 ? 'letter is' : 'letters are'} ${word}.`,
  );
}

function listText(rows: readonly ListedDelivery[]): string {
  if (rows.length === 0) return 'No letters.';
  return tableText([
    ['ID', 'CAMPAIGN', 'OFFICE', 'CHANNEL', 'STATE', 'SINCE', 'TRIES', 'REASON'],
    ...rows.map((row) => [
      row.id,
      row.campaign,
      row.officeId,
      row.channel,
      row.state,
      new Date(row.stateAt).toISOString().slice(0, 16).replace('T', ' '),
      String(row.attempts),
      row.reason ?? saidText(row),
    ]),
  ]);
}
