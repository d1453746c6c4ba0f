import { query, type Db } from '../platform/db.js';
import type { PageState, PageVersion } from './page-version.js';
import { touchCoalitions } from './store-coalitions.js';

const VERSION = `SELECT id AS "versionId", partner_id AS "partnerId", number, state, intro, opt_in_text AS "optInText",
                        accent, logo_id AS "logoId", who, created_at AS "createdAt", decided_at AS "decidedAt", reason
                   FROM partner_page_versions`;

/** So many versions of a page are listed. */
const MOST_LISTED = 50;

/** A partner's versions, the newest first. */
export function listPageVersions(db: Db, partnerId: string): Promise<PageVersion[]> {
  return query(db, `${VERSION} WHERE partner_id = ? ORDER BY number DESC LIMIT ${MOST_LISTED}`, [partnerId]);
}

/** The versions that wait for the lead, of those partners that take part, the oldest first. */
export function listWaitingPages(db: Db, coalitionId: string): Promise<PageVersion[]> {
  return query(
    db,
    `${VERSION} WHERE state = 'waiting' AND partner_id IN
            (SELECT id FROM partners WHERE coalition_id = ? AND partners.state = 'joined')
      ORDER BY created_at, id`,
    [coalitionId],
  );
}

/** Changes what a partner says of itself; others who write its page wait until the transaction ends. */
export async function updatePartnerLinks(
  trx: Db,
  partnerId: string,
  { website, privacyUrl }: { readonly website: string | null; readonly privacyUrl: string | null },
): Promise<void> {
  await trx('partners').where({ id: partnerId }).update({ website, privacy_url: privacyUrl });
  await touchCoalitions(trx);
}

/** Keeps others from writing a partner's page until the transaction ends. */
export async function lockPage(trx: Db, partnerId: string): Promise<void> {
  await trx.raw('UPDATE partners SET code = code WHERE id = ?', [partnerId]);
}

/** Stores a version; its number must be the next one. */
export async function insertPageVersion(trx: Db, version: PageVersion): Promise<void> {
  await trx('partner_page_versions').insert({
    id: version.versionId,
    partner_id: version.partnerId,
    number: version.number,
    state: version.state,
    intro: version.intro,
    opt_in_text: version.optInText,
    accent: version.accent,
    logo_id: version.logoId,
    who: version.who,
    created_at: version.createdAt,
    decided_at: version.decidedAt,
    reason: version.reason,
  });
  await touchCoalitions(trx);
}

/** A move of versions from one state to another. */
export type PageMove = {
  readonly partnerId: string;
  /** All of the partner's where it is left out. */
  readonly number?: number;
  readonly from: PageState;
  readonly to: PageState;
  readonly reason?: string;
  readonly at: number;
};

/**
 * Moves versions of a partner's page; answers how many there were to move. One that is replaced while it waits was never
 * decided on, so that it can be told from one that was live.
 */
export async function movePageVersions(trx: Db, move: PageMove): Promise<number> {
  const { partnerId, number, from, to, reason = '', at } = move;
  const isDecided = from !== 'waiting' || to !== 'replaced';
  const moved = await trx('partner_page_versions')
    .where({ partner_id: partnerId, state: from, ...(number !== undefined && { number }) })
    .update({ state: to, reason, ...(isDecided && { decided_at: at }) });
  await touchCoalitions(trx);
  return moved;
}
