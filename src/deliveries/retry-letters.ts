import { momentText } from '../platform/clock.js';
import { warn } from '../platform/command-line.js';
import { writing } from '../platform/db.js';
import type { DecisionFlags, DecisionTools } from './decide.js';
import type { Delivery } from './delivery.js';
import { bounceWindowEnd } from './retry.js';
import { domainOf } from './start.js';
import { redirectDeliveries } from './store-holds.js';
import type { ListedDelivery } from './store-list.js';
import { applyMoves, type Move } from './store-moves.js';

/** A letter that is sent again, perhaps to another address. */
type Again = { readonly row: ListedDelivery; readonly from?: string | null; readonly to?: string };

/** Queues letters again, where it was asked for to the addresses that their targets have now. */
export async function retryLetters(
  tools: DecisionTools,
  rows: readonly ListedDelivery[],
  flags: DecisionFlags,
): Promise<Delivery[]> {
  const letters: readonly Again[] = flags.currentAddress
    ? await findAddresses(tools, rows)
    : rows.map((row) => ({ row }));
  const moves = letters.map((letter) => moveOf(tools, letter, flags.reason));
  warnOfFresh(rows, tools.clock.now());
  return writing(tools.db, async (trx) => {
    const changed = await applyMoves(trx, moves);
    const done = new Set(changed.map(({ id }) => id));
    const readdressed = letters.flatMap(({ row, to }) => (to !== undefined && done.has(row.id) ? [{ row, to }] : []));
    await tools.readdressing.replace(
      trx,
      readdressed.map(({ row, to }) => ({ letterId: row.letterId, email: to })),
    );
    await redirectDeliveries(
      trx,
      readdressed.map(({ row, to }) => ({ id: row.id, channel: row.channel, domain: domainOf(to) })),
    );
    return changed;
  });
}

/** Those whose target has another address now; of the others it is told why they stay as they are. */
async function findAddresses(tools: DecisionTools, rows: readonly ListedDelivery[]): Promise<Again[]> {
  const addresses = await tools.readdressing.find(rows);
  return rows.flatMap((row): Again[] => {
    const address = addresses.get(row.id);
    if (address && 'to' in address) return [{ row, ...address }];
    if (address) warn(`${row.id}: ${address.refusal}`);
    return [];
  });
}

function moveOf({ clock, ids }: DecisionTools, { row, from, to }: Again, reason: string | undefined): Move {
  const at = clock.now();
  const said = reason ?? 'An organizer decided to send it again.';
  const address = to === undefined ? '' : ` Address changed${from ? ` from ${from}` : ''} to ${to}.`;
  const step = { from: row.state, to: 'queued', actor: 'organizer', reason: said + address } as const;
  return { id: row.id, ...step, at, dueAt: at, eventId: ids.next() };
}

/** A bounce may still come back and settle what is sent again now. */
function warnOfFresh(rows: readonly ListedDelivery[], now: number): void {
  for (const row of rows) {
    if (row.state === 'unknown' && bounceWindowEnd(row) > now)
      warn(
        `${row.id}: its outcome is unknown, and until ${momentText(bounceWindowEnd(row), 'UTC')} a bounce may still tell it. If it had arrived, the office gets it twice, under one Message-ID.`,
      );
  }
}
