import { idRecords, type Db } from '../platform/db.js';

/** Tables by `action_id` that hold what was made of people's texts, as for finding letters that are alike. */
const MADE_OF_TEXTS = ['text_signatures', 'text_bands'] as const;

/** Forgets what was made of the texts of actions; goes with the texts wherever they are erased. */
export async function forgetDerived(trx: Db, actionIds: readonly string[]): Promise<void> {
  if (actionIds.length === 0) return;
  const wanted = idRecords(trx, actionIds);
  for (const table of MADE_OF_TEXTS) {
    await trx.raw(`DELETE FROM ${table} WHERE action_id IN (SELECT r.id FROM ${wanted.sql})`, [wanted.binding]);
  }
}
