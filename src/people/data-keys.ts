import { forgetOtherKeys } from '../platform/data-keys.js';
import { writing, type Db } from '../platform/db.js';
import { InputError } from '../platform/errors.js';
import { privateTextOf } from '../platform/private-columns.js';
import {
  countStored,
  PRIVATE_COLUMNS,
  PRIVATE_TABLES,
  rewriteRows,
  rewriteSearchKeys,
  type StoredUnder,
} from './store-data-keys.js';

/** Rows of one transaction: others write in between. */
const BATCH_ROWS = 200;

/** How a column's texts are stored. */
export type ColumnStored = { readonly column: string; readonly stored: readonly StoredUnder[] };

/** How the texts of every private column are stored; reads all rows. */
export async function readStored(db: Db): Promise<ColumnStored[]> {
  const columns = [];
  for (const column of PRIVATE_COLUMNS) columns.push({ column, stored: await countStored(db, column) });
  return columns;
}

/**
 * Stores every private text under the newest key, or as it is. Goes on where an earlier call was broken off, while others
 * read and write; at its end the other keys are needed no more. @throws InputError where there is no key at all
 */
export async function rewriteAll(db: Db, to: 'newest' | 'plain'): Promise<void> {
  const text = privateTextOf(db);
  if (!text) throw new InputError([{ field: 'DATA_KEYS', message: 'names no key', file: 'environment' }]);
  const keyId = to === 'newest' ? text.newestId : undefined;
  const steps = PRIVATE_TABLES.map(
    (table) => (trx: Db, after: string) => rewriteRows(trx, table, { keyId, after, limit: BATCH_ROWS }),
  );
  const keys = (trx: Db, after: string): Promise<string | undefined> =>
    rewriteSearchKeys(trx, { keyId, after, limit: BATCH_ROWS });
  for (const step of [...steps, keys]) {
    for (let after: string | undefined = ''; after !== undefined;) {
      const from: string = after;
      after = await writing(db, (trx) => step(trx, from));
    }
  }
  await forgetOtherKeys(db, keyId);
}
