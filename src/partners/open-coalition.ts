import type { Db } from '../platform/db.js';
import { ConflictError, NotFoundError } from '../platform/errors.js';
import { lockCoalition } from './store-partners.js';

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
