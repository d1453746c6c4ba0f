import type { Clock } from '../platform/clock.js';
import type { Db } from '../platform/db.js';
import { NotFoundError } from '../platform/errors.js';
import type { Ids } from '../platform/ids.js';
import { holdRevision } from '../platform/revisions.js';
import { findLife, type StoredLife } from './store-life-cycle.js';

export type LifeTools = { readonly clock: Clock; readonly ids: Ids };

/** Who does something, with their name as it is then; no id for the command line. */
export type Doer = { readonly userId: string | null; readonly who: string };

/** A campaign as it stands; nobody changes a campaign before the transaction ends. @throws NotFoundError */
export async function holdLife(trx: Db, campaignId: string): Promise<StoredLife> {
  await holdRevision(trx, 'campaigns');
  const stored = await findLife(trx, campaignId);
  if (!stored) throw new NotFoundError('There is no campaign at this address.');
  return stored;
}
