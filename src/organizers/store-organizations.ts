import { query, type Db } from '../platform/db.js';
import { NotFoundError } from '../platform/errors.js';

/** An organization of this installation. */
export type Organization = {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
};

const ORGANIZATION = 'SELECT id, slug, name FROM organizations';

/** Every organization of this installation, by name. */
export function listOrganizations(db: Db): Promise<Organization[]> {
  return query(db, `${ORGANIZATION} ORDER BY name, slug`);
}

export async function findOrganization(db: Db, slug: string): Promise<Organization | undefined> {
  return (await query<Organization>(db, `${ORGANIZATION} WHERE slug = ?`, [slug]))[0];
}

/** @throws NotFoundError */
export async function getOrganization(db: Db, id: string): Promise<Organization> {
  const [found] = await query<Organization>(db, `${ORGANIZATION} WHERE id = ?`, [id]);
  if (!found) throw new NotFoundError('There is no such organization.');
  return found;
}

/** Stores a new organization; answers whether its short name was still free. */
export async function insertOrganization(
  trx: Db,
  organization: Organization & { readonly postalAddress: string },
): Promise<boolean> {
  const made = await query(
    trx,
    `INSERT INTO organizations (id, slug, name, postal_address) VALUES (?, ?, ?, ?) ON CONFLICT (slug) DO NOTHING RETURNING id`,
    [organization.id, organization.slug, organization.name, organization.postalAddress],
  );
  return made.length === 1;
}
