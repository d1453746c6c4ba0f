import { momentText } from '../platform/clock.js';
import { warn } from '../platform/command-line.js';
import { writing } from '../platform/db.js';
import type { DecisionFlags, DecisionTools } from './decide.js';
import type { Delivery } from './delivery.js';
import { bounceWindowEnd } from './retry.js';
import { domainOf } from './start.js';
import { listErased, redirectDeliveries } from './store-holds.js';
import { applyMoves, type Move } from './store-moves.js';

/** A letter that is sent again, perhaps to another address. */
type Again = { readonly row: Delivery; readonly from?: string | null; readonly to?: string };

/** How letters are sent again: why, and whether to the addresses that their targets have now. */
export type Resending = { readonly reason?: string | undefined; readonly currentAddress?: boolean | undefined };

/** The letters that are sent again, and why others could not be sent to another address. */
export type Resent = {
  readonly changed: readonly Delivery[];
  readonly refusals: readonly { readonly id: string; readonly why: string }[];
};

/** Queues letters again for who calls on the command line, and tells there what stays as it is. */
export async function retryLetters(
  tools: DecisionTools,
  rows: readonly Delivery[],
  flags: DecisionFlags,
): Promise<readonly Delivery[]> {
  warnOfFresh(rows, tools.clock.now());
  const { changed, refusals } = await sendAgain(tools, rows, flags);
  for (const { id, why } of refusals) warn(`${id}: ${why}`);
  return changed;
}

const ERASED = 'What its supporter wrote was erased, so there is nothing left to send.';

/** Queues letters again, where it was asked for to the addresses that their targets have now. */
export async function sendAgain(
  tools: DecisionTools,
  meant: readonly Delivery[],
  { reason, currentAddress }: Resending,
): Promise<Resent> {
  const erased = await listErased(
    tools.db,
    meant.map(({ letterId }) => letterId),
  );
  const rows = meant.filter(({ letterId }) => !erased.has(letterId));
  const gone = meant.filter(({ letterId }) => erased.has(letterId)).map(({ id }) => ({ id, why: ERASED }));
  const { letters, refusals } = currentAddress
    ? await findAddresses(tools, rows)
    : { letters: rows.map((row): Again => ({ row })), refusals: [] };
  const moves = letters.map((letter) => moveOf(tools, letter, reason));
  const changed = await writing(tools.db, async (trx) => {
    const moved = await applyMoves(trx, moves);
    const done = new Set(moved.map(({ id }) => id));
    const readdressed = letters.flatMap(({ row, to }) => (to !== undefined && done.has(row.id) ? [{ row, to }] : []));
    await tools.readdressing.replace(
      trx,
      readdressed.map(({ row, to }) => ({ letterId: row.letterId, email: to })),
    );
    await redirectDeliveries(
      trx,
      readdressed.map(({ row, to }) => ({ id: row.id, channel: row.channel, domain: domainOf(to) })),
    );
    return moved;
  });
  return { changed, refusals: [...gone, ...refusals] };
}

type Addressed = { readonly letters: readonly Again[]; readonly refusals: Resent['refusals'] };

/** Those whose target has another address now; of the others, why they stay as they are. */
async function findAddresses(tools: DecisionTools, rows: readonly Delivery[]): Promise<Addressed> {
  const addresses = await tools.readdressing.find(rows);
  return {
    letters: rows.flatMap((row): Again[] => {
      const address = addresses.get(row.id);
      return address && 'to' in address ? [{ row, ...address }] : [];
    }),
    refusals: rows.flatMap(({ id }) => {
      const address = addresses.get(id);
      return address && 'refusal' in address ? [{ id, why: address.refusal }] : [];
    }),
  };
}

function moveOf({ clock, ids }: DecisionTools, { row, from, to }: Again, reason: string | undefined): Move {
  const at = clock.now();
  const said = reason ?? 'An organizer decided to send it again.';
  const address = to === undefined ? '' : ` Address changed${from ? ` from ${from}` : ''} to ${to}.`;
  const step = { from: row.state, to: 'queued', actor: 'organizer', reason: said + address } as const;
  return { id: row.id, ...step, at, dueAt: at, eventId: ids.next() };
}

/** A bounce may still come back and settle what is sent again now. */
function warnOfFresh(rows: readonly Delivery[], now: number): void {
  for (const row of rows) {
    if (row.state === 'unknown' && bounceWindowEnd(row) > now)
      warn(
        `${row.id}: its outcome is unknown, and until ${momentText(bounceWindowEnd(row), 'UTC')} a bounce may still tell it. If it had arrived, the office gets it twice, under one Message-ID.`,
      );
  }
}
