import { rootOf } from '../counts/index.js';
import { idRecords, query, type Db } from '../platform/db.js';

/** A version of a partner's page that was live once. */
export type LiveVersion = {
  readonly versionId: string;
  readonly optInText: string;
  /** When a newer one took its place; null where none did. */
  readonly supersededAt: number | null;
};

/** A version of this very partner's page, if it is live or was replaced after it was; never one that the lead refused. */
export async function findLiveVersion(
  db: Db,
  { partnerId, versionId }: { readonly partnerId: string; readonly versionId: string },
): Promise<LiveVersion | undefined> {
  const rows = await query<LiveVersion>(
    db,
    `SELECT id AS "versionId", opt_in_text AS "optInText",
            CASE WHEN state = 'replaced' THEN decided_at END AS "supersededAt"
       FROM partner_page_versions
      WHERE id = ? AND partner_id = ? AND (state = 'live' OR (state = 'replaced' AND decided_at IS NOT NULL))`,
    [versionId, partnerId],
  );
  return rows[0];
}

/** How many people each source brought to some campaigns, by the sources' roots; from the counters. */
export async function readBrought(db: Db, campaignIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const wanted = idRecords(db, campaignIds);
  const rows = await query<{ source: string; actions: number }>(
    db,
    `SELECT source, SUM(actions) AS actions FROM ${wanted.sql} JOIN action_counts ON campaign_id = r.id GROUP BY source`,
    [wanted.binding],
  );
  const brought = new Map<string, number>();
  for (const { source, actions } of rows) brought.set(rootOf(source), (brought.get(rootOf(source)) ?? 0) + actions);
  return brought;
}
