import type { Db } from '../platform/db.js';
import { ConflictError, NotFoundError } from '../platform/errors.js';
import type { Partner } from './coalition.js';
import { findSeat, lockCoalition } from './store-partners.js';

/**
 * Locks a coalition that is to be changed, and answers who leads it at this moment.
 * @throws ConflictError `coalition-ended` where it has ended
 */
export async function openCoalition(trx: Db, id: string): Promise<{ readonly leadOrganizationId: string | null }> {
  const locked = await lockCoalition(trx, id);
  if (!locked) throw new NotFoundError('There is no such coalition.');
  if (locked.endedAt !== null)
    throw new ConflictError(
      'coalition-ended',
      'This coalition has ended; its numbers stay as they are, and so does the rest.',
    );
  return locked;
}

/**
 * Locks a coalition in which a partner acts for itself, and makes sure that it still takes part.
 * @throws ConflictError `coalition-ended`, NotFoundError where the partner has left or was removed
 */
export async function openSeat(trx: Db, partner: Pick<Partner, 'id' | 'coalitionId'>): Promise<void> {
  await openCoalition(trx, partner.coalitionId);
  if ((await findSeat(trx, partner))?.state !== 'joined')
    throw new NotFoundError('Your organization is not in this coalition any more.');
}
