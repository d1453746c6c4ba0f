import { query, type Db } from '../platform/db.js';

/** One thing that somebody did. It names things and people of the organization, never supporters' data. */
export type Act = {
  readonly organizationId: string | null;
  readonly userId: string | null;
  /** The name of who did it, or `the command line`. */
  readonly who: string;
  /** A sentence's rest: `saved the campaign`. */
  readonly did: string;
  /** `campaign:SLUG`, `delivery:ID`, `supporter:ID`, `user:ID`; '' for nothing in particular. */
  readonly about: string;
  readonly detail: string;
};

/** An act with its moment; ids sort by time. */
export type AuditEntry = Act & { readonly id: string; readonly at: number };

export async function insertAuditEntry(trx: Db, entry: AuditEntry): Promise<void> {
  await trx('audit_entries').insert({
    id: entry.id,
    organization_id: entry.organizationId,
    at: entry.at,
    user_id: entry.userId,
    who: entry.who,
    did: entry.did,
    about: entry.about,
    detail: entry.detail,
    kind: entry.about.split(':')[0] ?? '',
  });
}

const ENTRY = `SELECT id, organization_id AS "organizationId", at, user_id AS "userId", who, did, about, detail
                 FROM audit_entries`;

/** Which entries are meant. */
export type AuditFilter = {
  readonly userId?: string;
  /** The first word of `about`: campaign, delivery, supporter, user, … */
  readonly kind?: string;
};

/** What was done in an organization, newest first, from behind the entry `after` on. */
export function listAudit(
  db: Db,
  of: AuditFilter & { readonly organizationId: string; readonly after?: string; readonly limit: number },
): Promise<AuditEntry[]> {
  const wanted = [
    ['organization_id = ?', of.organizationId],
    ['user_id = ?', of.userId],
    ['kind = ?', of.kind],
    ['id < ?', of.after],
  ].filter((pair): pair is [string, string] => pair[1] !== undefined);
  const where = wanted.map(([sql]) => sql).join(' AND ');
  return query(db, `${ENTRY} WHERE ${where} ORDER BY id DESC LIMIT ?`, [...wanted.map(([, value]) => value), of.limit]);
}

/** What concerns an account and no organization, newest first. */
export function listOwnAudit(db: Db, userId: string, limit: number): Promise<AuditEntry[]> {
  return query(db, `${ENTRY} WHERE user_id = ? AND organization_id IS NULL ORDER BY id DESC LIMIT ?`, [userId, limit]);
}
