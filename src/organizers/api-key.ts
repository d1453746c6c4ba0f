import type { Clock } from '../platform/clock.js';
import type { Db } from '../platform/db.js';
import { sha256, type Ids } from '../platform/ids.js';
import { findKey, insertKey, touchKey, type KeyRole } from './store-keys.js';
import type { Membership } from './user.js';

const PREFIX = 'clarion_';
const SHOWN_CHARACTERS = 13;

/** How exactly it is noted when a key was last used. */
const USED_EVERY_MS = 60_000;

export type KeyTools = { readonly db: Db; readonly clock: Clock; readonly ids: Ids };

/** Makes a key and answers it; it is stored as a digest only, so nobody can show it again. */
export async function makeKey(
  { db, clock, ids }: KeyTools,
  made: {
    readonly organizationId: string;
    readonly name: string;
    readonly role: KeyRole;
    readonly createdBy: string;
    /** The key is in force as long as they own the organization. */
    readonly makerId: string;
  },
): Promise<string> {
  const key = `${PREFIX}${ids.token()}${ids.token()}`;
  const id = ids.next();
  await insertKey(db, {
    ...made,
    id,
    keyHash: sha256(key),
    begins: key.slice(0, SHOWN_CHARACTERS),
    createdAt: clock.now(),
  });
  return key;
}

/** The organization that a key opens, seen with the key's role; undefined for a key that is none, is revoked, or whose maker owns it no more. */
export async function openByKey(
  { db, clock }: KeyTools,
  authorization: string,
): Promise<{ readonly id: string; readonly name: string; readonly membership: Membership } | undefined> {
  const [, given] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
  if (given === undefined) return undefined;
  const found = await findKey(db, sha256(given));
  if (!found) return undefined;
  const now = clock.now();
  if (found.usedAt === null || now >= found.usedAt + USED_EVERY_MS) await touchKey(db, found.id, now);
  return found;
}
