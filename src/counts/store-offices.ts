import { query, type Db } from '../platform/db.js';
import { sumTerms, type CampaignCounts } from './counts.js';
import type { DeliveryState } from './terms.js';

/** One office's letters in a campaign, by the terms that add up. */
export type OfficeCounts = Pick<CampaignCounts, 'letters' | 'saidSent' | 'saidFailed'> & { readonly officeId: string };

type Row = {
  readonly officeId: string;
  readonly state: DeliveryState;
  readonly letters: number;
  readonly saidSent: number;
  readonly saidFailed: number;
};

/**
 * The numbers of each office that got letters in a campaign, or of one, without the letters of suspected people. These are
 * read from their rows, of which there are few.
 */
export async function readOfficeCounts(db: Db, campaignId: string, officeId?: string): Promise<OfficeCounts[]> {
  const [ofOne, ids] = officeId === undefined ? ['', []] : ['AND of_office.office_id = ?', [officeId]];
  const rows = await query<Row>(
    db,
    `SELECT "officeId", state, SUM(letters) AS letters, SUM(said_sent) AS "saidSent", SUM(said_failed) AS "saidFailed"
       FROM (SELECT office_id AS "officeId", state, letters, said_sent, said_failed FROM office_counts AS of_office
              WHERE campaign_id = ? ${ofOne}
             UNION ALL
             SELECT of_office.office_id, state, -1, CASE WHEN said_sent_at IS NULL THEN 0 ELSE -1 END,
                    CASE WHEN said_failed_at IS NULL THEN 0 ELSE -1 END
               FROM actions CROSS JOIN letters CROSS JOIN deliveries AS of_office
              WHERE suspicions IS NOT NULL AND cleared_at IS NULL AND actions.campaign_id = ?
                AND action_id = actions.id AND letter_id = letters.id ${ofOne}) AS counted
      GROUP BY "officeId", state HAVING SUM(letters) <> 0 ORDER BY "officeId"`,
    [campaignId, ...ids, campaignId, ...ids],
  );
  const byOffice = new Map<string, Row[]>();
  for (const row of rows) byOffice.set(row.officeId, [...(byOffice.get(row.officeId) ?? []), row]);
  return [...byOffice].map(([id, own]) => ({
    officeId: id,
    letters: sumTerms(Object.fromEntries(own.map(({ state, letters }) => [state, letters]))),
    saidSent: own.reduce((sum, row) => sum + row.saidSent, 0),
    saidFailed: own.reduce((sum, row) => sum + row.saidFailed, 0),
  }));
}

/** How many people acted on each day on which anybody did, from the first on. */
export function listDailyActions(
  db: Db,
  campaignId: string,
): Promise<{ readonly day: string; readonly actions: number }[]> {
  return query(
    db,
    `SELECT day, SUM(actions) AS actions FROM action_counts WHERE campaign_id = ?
      GROUP BY day HAVING SUM(actions) <> 0 ORDER BY day`,
    [campaignId],
  );
}
