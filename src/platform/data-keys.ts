import { query, type Db } from './db.js';
import { InputError } from './errors.js';
import { privateTextOf } from './private-columns.js';

/**
 * Makes sure that everything in the data base can be read with the keys of this process, and notes its newest one before
 * anything is stored under it. @throws InputError that names the keys that are missing
 */
export async function useDataKeys(db: Db, now: number): Promise<void> {
  const known = await listDataKeys(db);
  const text = privateTextOf(db);
  const missing = known.filter((id) => !text?.ids.includes(id));
  if (missing.length > 0) {
    const which = missing.length === 1 ? `the key ${missing[0] ?? ''}` : `the keys ${missing.join(', ')}`;
    const message = `lacks ${which}, under which texts are stored in this data base; put it back behind the newest one`;
    throw new InputError([{ field: 'DATA_KEYS', message, file: 'environment' }]);
  }
  if (!text || known.includes(text.newestId)) return;
  const row = [text.newestId, now];
  await db.raw('INSERT INTO data_keys (id, first_used_at) VALUES (?, ?) ON CONFLICT (id) DO NOTHING', row);
}

/** The ids of keys under which texts may be stored. */
export async function listDataKeys(db: Db): Promise<string[]> {
  const rows = await query<{ id: string }>(db, 'SELECT id FROM data_keys ORDER BY first_used_at, id');
  return rows.map(({ id }) => id);
}

/** Nothing is stored any more under any other key than this; undefined for under none. */
export async function forgetOtherKeys(trx: Db, id: string | undefined): Promise<void> {
  await trx('data_keys')
    .whereNot({ id: id ?? '' })
    .delete();
}
