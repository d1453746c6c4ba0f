import { query, type Db } from '../platform/db.js';
import type { PlaceCount } from './counts.js';
import { isCountedSql } from './store-recount.js';

/** From where one office got letters that were not cancelled, without those of suspected people. */
export async function readPlaces(
  db: Db,
  campaignId: string,
  officeId: string,
): Promise<Pick<PlaceCount, 'area' | 'letters' | 'ownWords'>[]> {
  const taken = await query<Pick<PlaceCount, 'area' | 'letters' | 'ownWords'>>(
    db,
    `SELECT area, letters, own_words AS "ownWords" FROM place_counts WHERE campaign_id = ? AND office_id = ?`,
    [campaignId, officeId],
  );
  const cancelled = await query<Pick<PlaceCount, 'area' | 'letters' | 'ownWords'>>(
    db,
    `SELECT postal_area AS area, COUNT(*) AS letters, SUM(has_own_words) AS "ownWords"
       FROM deliveries JOIN letters ON letters.id = deliveries.letter_id JOIN actions ON actions.id = letters.action_id
      WHERE deliveries.campaign_id = ? AND deliveries.office_id = ? AND state = 'cancelled' AND ${isCountedSql('actions')} GROUP BY postal_area`,
    [campaignId, officeId],
  );
  const less = new Map(cancelled.map((one) => [one.area, one]));
  return taken.map(({ area, letters, ownWords }) => ({
    area,
    letters: letters - (less.get(area)?.letters ?? 0),
    ownWords: ownWords - (less.get(area)?.ownWords ?? 0),
  }));
}
