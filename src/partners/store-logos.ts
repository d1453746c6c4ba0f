import { query, type Db } from '../platform/db.js';
import type { Logo } from './logo.js';

/** Keeps a picture; the same one is kept once. */
export async function insertLogo(trx: Db, { id, type, bytes }: Logo): Promise<void> {
  await trx.raw('INSERT INTO partner_logos (id, type, bytes) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING', [
    id,
    type,
    Buffer.from(bytes),
  ]);
}

export async function findLogo(db: Db, id: string): Promise<Logo | undefined> {
  return (await query<Logo>(db, 'SELECT id, type, bytes FROM partner_logos WHERE id = ?', [id]))[0];
}
