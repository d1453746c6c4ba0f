import { expect } from 'chai';
import { mailedReceiptLink } from '../../src/actions/index.js';
import { query } from '../../src/platform/db.js';
import type { World } from './world.js';

/** The path of the receipt that is mailed to the owner of the address, by the path that whoever typed it was led to. */
export async function mailedReceipt(world: Pick<World, 'db' | 'seal'>, path: string): Promise<string> {
  const token = path.split('/')[2] ?? '';
  const [action] = await query<{ id: string }>(world.db, 'SELECT id FROM actions WHERE token = ?', [token]);
  return mailedReceiptLink({ ...world, baseUrl: '' }, action?.id ?? expect.fail('no action'));
}
