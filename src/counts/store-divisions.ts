import { query, type Db } from '../platform/db.js';

/** In how many divisions of a layer somebody acts. */
export async function countDivisions(db: Db, campaignId: string, layer: string): Promise<number> {
  const [row] = await query<{ divisions: number }>(
    db,
    `SELECT COUNT(*) AS divisions FROM area_counts
      WHERE campaign_id = ? AND layer = ? AND actions > 0`,
    [campaignId, layer],
  );
  return row?.divisions ?? 0;
}
