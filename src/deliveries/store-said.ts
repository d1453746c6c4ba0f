import { addLetterCounts } from '../counts/index.js';
import { query, type Db } from '../platform/db.js';
import type { Delivery } from './delivery.js';
import type { Said } from './said.js';
import { countKeyOf, DELIVERY_COLUMNS } from './store.js';

/**
 * Notes what the supporter says of a letter that was handed over, in the place of what they said before. Saying the
 * same again changes nothing, and neither ever counts as delivered.
 */
export async function recordSaid(
  trx: Db,
  id: string,
  { said, at }: { readonly said: Said; readonly at: number },
): Promise<void> {
  if (said.kind !== 'sent') {
    await change(trx, { id, set: 'said_sent_at = NULL', where: 'said_sent_at IS NOT NULL', count: { saidSent: -1 } });
  }
  if (said.kind !== 'failed') {
    const set = 'said_failed_at = NULL, said_failed_why = NULL';
    await change(trx, { id, set, where: 'said_failed_at IS NOT NULL', count: { saidFailed: -1 } });
  }
  // The conditions hold also where two requests of one person cross: the two never stand together.
  const unsaid = 'said_sent_at IS NULL AND said_failed_at IS NULL';
  if (said.kind === 'sent') {
    const set = 'said_sent_at = CAST(? AS bigint)';
    await change(trx, { id, set, values: [at], where: unsaid, count: { saidSent: 1 } });
  }
  if (said.kind === 'failed') {
    const set = 'said_failed_at = CAST(? AS bigint), said_failed_why = CAST(? AS text)';
    await change(trx, { id, set, values: [at, said.why], where: unsaid, count: { saidFailed: 1 } });
  }
}

type Change = {
  readonly id: string;
  readonly set: string;
  readonly values?: readonly (number | string | null)[];
  readonly where: string;
  readonly count: { readonly saidSent?: number; readonly saidFailed?: number };
};

async function change(trx: Db, { id, set, values = [], where, count }: Change): Promise<void> {
  const rows = await query<Delivery>(
    trx,
    `UPDATE deliveries SET ${set} WHERE id = ? AND state = 'handed_over' AND ${where} RETURNING ${DELIVERY_COLUMNS}`,
    [...values, id],
  );
  await addLetterCounts(
    trx,
    rows.map((row) => ({ ...countKeyOf(row), state: row.state, ...count })),
  );
}
