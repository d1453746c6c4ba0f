import { createHash } from 'node:crypto';
import { insertRecords, type Db } from '../platform/db.js';
import { rememberFor } from '../platform/remember.js';
import type { Target } from '../targets/index.js';

type Stored = { readonly id: string; readonly target: string };

/** Joins letters with whom they are for, as JSON in `target`. */
export const JOIN_TARGETS = 'JOIN letter_targets ON letter_targets.id = letters.target_id';

/** Whom a letter is for as it is stored; the same targets get many letters, and each is put into words once. */
export const storedTarget = rememberFor((target: Target): Stored => {
  const text = JSON.stringify(target);
  return { id: createHash('sha256').update(text).digest('base64url').slice(0, 22), target: text };
});

/** Keeps whom letters are for, once for all letters to the same; in the order of ids, as all who write do. */
export async function insertTargets(trx: Db, targets: readonly Target[]): Promise<void> {
  const rows = [...new Map(targets.map(storedTarget).map((one) => [one.id, one])).values()];
  await insertRecords(
    trx,
    { table: 'letter_targets', columns: { id: 'text', target: 'text' }, conflict: 'ON CONFLICT DO NOTHING' },
    rows.sort((a, b) => (a.id < b.id ? -1 : 1)),
  );
}
