import { query, type Db } from '../platform/db.js';

export type LinkKind = 'setup' | 'password';

/** A link that is good once; `token` is the digest of what it holds. */
export type StoredLink = {
  readonly token: string;
  readonly kind: LinkKind;
  readonly userId: string | null;
  readonly createdAt: number;
  readonly expiresAt: number;
};

export async function insertLink(trx: Db, link: StoredLink): Promise<void> {
  await trx('account_links').insert({
    token: link.token,
    kind: link.kind,
    user_id: link.userId,
    created_at: link.createdAt,
    expires_at: link.expiresAt,
  });
}

export async function findLink(db: Db, token: string, kind: LinkKind): Promise<StoredLink | undefined> {
  const sql = `SELECT token, kind, user_id AS "userId", created_at AS "createdAt", expires_at AS "expiresAt"
                 FROM account_links WHERE token = ? AND kind = ?`;
  return (await query<StoredLink>(db, sql, [token, kind]))[0];
}

/** Uses a link up; answers whether it was still there. */
export async function takeLink(trx: Db, token: string): Promise<boolean> {
  const taken: number = await trx('account_links').where({ token }).delete();
  return taken === 1;
}

/** Makes all links of a kind, or those of one user, good for nothing. */
export async function deleteLinks(trx: Db, of: { readonly kind: LinkKind; readonly userId?: string }): Promise<void> {
  await trx('account_links')
    .where({ kind: of.kind, ...(of.userId !== undefined && { user_id: of.userId }) })
    .delete();
}
