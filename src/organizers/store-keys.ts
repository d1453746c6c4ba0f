import { query, type Db } from '../platform/db.js';
import type { Membership } from './user.js';

/** What a key may see: numbers, or people too. */
export type KeyRole = 'analyst' | 'organizer';

/** A key as its organization lists it. */
export type ApiKey = {
  readonly id: string;
  readonly name: string;
  readonly role: KeyRole;
  /** Its first characters, so that people know it again. */
  readonly begins: string;
  readonly createdBy: string;
  readonly createdAt: number;
  readonly usedAt: number | null;
  readonly revokedAt: number | null;
};

export async function insertKey(
  trx: Db,
  key: Omit<ApiKey, 'usedAt' | 'revokedAt'> & {
    readonly organizationId: string;
    readonly keyHash: string;
    readonly makerId: string;
  },
): Promise<void> {
  await trx('api_keys').insert({
    id: key.id,
    organization_id: key.organizationId,
    name: key.name,
    role: key.role,
    key_hash: key.keyHash,
    begins: key.begins,
    created_by: key.createdBy,
    maker_id: key.makerId,
    created_at: key.createdAt,
  });
}

/** An organization's keys, newest first, with those that are revoked. */
export function listKeys(db: Db, organizationId: string): Promise<ApiKey[]> {
  return query(
    db,
    `SELECT id, name, role, begins, created_by AS "createdBy", created_at AS "createdAt", used_at AS "usedAt",
            revoked_at AS "revokedAt"
       FROM api_keys WHERE organization_id = ? ORDER BY id DESC`,
    [organizationId],
  );
}

type OpenedKey = Membership & { readonly id: string; readonly keyName: string; readonly usedAt: number | null };

/** Whoever made the key still owns the organization, with a second factor where it asks for one; of older keys nobody knows. */
const STILL_MAY = `maker_id IS NULL OR EXISTS (
        SELECT 1 FROM members WHERE members.organization_id = api_keys.organization_id AND user_id = maker_id
           AND members.role = 'owner' AND (needs_second_factor = 0 OR EXISTS (
               SELECT 1 FROM second_factors WHERE second_factors.user_id = maker_id AND confirmed_at IS NOT NULL)))`;

/** A key that is in force, by its digest, with the organization that it opens. */
export async function findKey(
  db: Db,
  keyHash: string,
): Promise<
  | { readonly id: string; readonly name: string; readonly usedAt: number | null; readonly membership: Membership }
  | undefined
> {
  const [row] = await query<OpenedKey>(
    db,
    `SELECT api_keys.id, api_keys.name AS "keyName", used_at AS "usedAt", organization_id AS "organizationId", slug,
            organizations.name, time_zone AS "timeZone", needs_second_factor AS "needsSecondFactor", api_keys.role
       FROM api_keys JOIN organizations ON organizations.id = organization_id
      WHERE key_hash = ? AND revoked_at IS NULL AND (${STILL_MAY})`,
    [keyHash],
  );
  if (!row) return undefined;
  const { id, keyName, usedAt, ...membership } = row;
  return { id, name: keyName, usedAt, membership };
}

export async function touchKey(db: Db, id: string, usedAt: number): Promise<void> {
  await db('api_keys').where({ id }).update({ used_at: usedAt });
}

/** Whether the organization had such a key in force. */
export async function revokeKey(
  trx: Db,
  key: { readonly id: string; readonly organizationId: string; readonly at: number },
): Promise<boolean> {
  const { id, organizationId, at } = key;
  const changed = await trx('api_keys')
    .where({ id, organization_id: organizationId, revoked_at: null })
    .update({ revoked_at: at });
  return changed > 0;
}
