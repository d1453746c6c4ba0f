import type { Db } from '../platform/db.js';

/** Deletes what has run out: sessions, links, changes of an address, invitations, and tries that nobody counts any more. */
export async function deleteOutdated(
  trx: Db,
  before: {
    readonly now: number;
    /** Sessions that were not used since then have run out too. */
    readonly seenAt: number;
    readonly triedAt: number;
    /** Invitations are shown for a while after they ran out. */
    readonly invitedUntil: number;
  },
): Promise<void> {
  await trx.raw('DELETE FROM sessions WHERE expires_at <= ? OR seen_at <= ?', [before.now, before.seenAt]);
  await trx.raw('DELETE FROM account_links WHERE expires_at <= ?', [before.now]);
  await trx.raw('DELETE FROM address_changes WHERE expires_at <= ?', [before.now]);
  await trx.raw('DELETE FROM invitations WHERE expires_at <= ?', [before.invitedUntil]);
  await trx.raw('DELETE FROM account_tries WHERE last_at <= ? AND until_at <= ?', [before.triedAt, before.now]);
}
