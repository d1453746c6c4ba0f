import { addCounts, isCountedSql } from '../counts/index.js';
import { idRecords, query, records, type Db } from '../platform/db.js';

type Place = {
  readonly campaignId: string;
  readonly officeId: string;
  readonly area: string;
  readonly letters: number;
  readonly ownWords: number;
};

/** Forgets from which postal area actions came: in an office's report they count among those of which it is not known. */
export async function forgetAreas(trx: Db, actionIds: readonly string[]): Promise<void> {
  if (actionIds.length === 0) return;
  const wanted = idRecords(trx, actionIds);
  const named = await query<Place>(
    trx,
    `SELECT deliveries.campaign_id AS "campaignId", deliveries.office_id AS "officeId", postal_area AS area,
            COUNT(*) AS letters, SUM(has_own_words) AS "ownWords"
       FROM deliveries JOIN letters ON letters.id = deliveries.letter_id JOIN actions ON actions.id = letters.action_id
      WHERE postal_area <> '' AND ${isCountedSql('actions')} AND letters.action_id IN (SELECT r.id FROM ${wanted.sql})
      GROUP BY deliveries.campaign_id, deliveries.office_id, postal_area`,
    [wanted.binding],
  );
  await trx.raw(`UPDATE actions SET postal_area = '' WHERE id IN (SELECT r.id FROM ${wanted.sql})`, [wanted.binding]);
  await addCounts(trx, {
    places: named.flatMap((place) => [
      { ...place, letters: -place.letters, ownWords: -place.ownWords },
      { ...place, area: '' },
    ]),
  });
  await deleteEmpty(trx, named);
}

/** An area from which nobody is counted any more is not named either. */
async function deleteEmpty(trx: Db, places: readonly Place[]): Promise<void> {
  const keys = places.map(({ campaignId, officeId, area }) => ({ campaign: campaignId, office: officeId, area }));
  const wanted = records(trx, { campaign: 'text', office: 'text', area: 'text' }, keys);
  await trx.raw(
    `DELETE FROM place_counts WHERE letters = 0 AND own_words = 0
        AND (campaign_id, office_id, area) IN (SELECT r.campaign, r.office, r.area FROM ${wanted.sql})`,
    [wanted.binding],
  );
}
