import { query, type Db } from '../platform/db.js';
import { lookupForms } from '../platform/private-columns.js';

/** A supporter's row in one organization. */
export type Kept = {
  readonly supporterId: string;
  readonly organizationId: string;
  readonly email: string;
  readonly emailKey: string;
};

const KEPT = `SELECT id AS "supporterId", organization_id AS "organizationId", email, email_key AS "emailKey"
  FROM supporters WHERE erased_at IS NULL`;

export async function findSupporterAnywhere(db: Db, id: string): Promise<Kept | undefined> {
  return (await query<Kept>(db, `${KEPT} AND id = ?`, [id]))[0];
}

/** The rows that organizations of this installation keep of a canonical address, newest last. */
export function listKept(db: Db, emailKey: string): Promise<Kept[]> {
  const forms = lookupForms(db, emailKey);
  // By the organizations, since the index of addresses begins with them.
  return query(
    db,
    `${KEPT} AND organization_id IN (SELECT organizations.id FROM organizations)
        AND email_key IN (${forms.map(() => '?').join(', ')}) ORDER BY id`,
    forms,
  );
}

/** An organization, with the address at which people can write to it. */
export type Keeper = {
  readonly id: string;
  readonly name: string;
  readonly postalAddress: string;
};

/** Every organization that has campaigns here, by name. */
export function listKeepers(db: Db): Promise<Keeper[]> {
  return query(
    db,
    `SELECT id, name, postal_address AS "postalAddress" FROM organizations
      WHERE EXISTS (SELECT 1 FROM campaigns WHERE organization_id = organizations.id) ORDER BY name, id`,
  );
}

/**
 * Counts a mail with a link before it is sent; false where the address has had enough of them in the day that began with
 * the first.
 */
export async function countLink(
  trx: Db,
  { addressKey, now, dayBefore, most }: { addressKey: string; now: number; dayBefore: number; most: number },
): Promise<boolean> {
  await trx.raw('DELETE FROM data_links WHERE since_at <= ?', [dayBefore]);
  const counted = await query(
    trx,
    `INSERT INTO data_links (address_key, since_at, mails) VALUES (?, ?, 1)
     ON CONFLICT (address_key) DO UPDATE SET mails = data_links.mails + 1 WHERE data_links.mails < ?
     RETURNING address_key`,
    [addressKey, now, most],
  );
  return counted.length > 0;
}
