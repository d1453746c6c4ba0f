import { query, type Db } from '../../platform/db.js';

/** The campaigns of some letters, by the delivery's id: where each letter's own page is. */
export async function findCampaignsOf(db: Db, deliveryIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (deliveryIds.length === 0) return new Map();
  const rows = await query<{ id: string; slug: string }>(
    db,
    `SELECT deliveries.id, slug FROM deliveries JOIN campaigns ON campaigns.id = deliveries.campaign_id
      WHERE deliveries.id IN (${deliveryIds.map(() => '?').join(', ')})`,
    deliveryIds,
  );
  return new Map(rows.map(({ id, slug }) => [id, slug]));
}
