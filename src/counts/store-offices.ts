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

/** The numbers of each office that got letters in a campaign, or of one. */
export async function readOfficeCounts(db: Db, campaignId: string, officeId?: string): Promise<OfficeCounts[]> {
  const rows = await query<Row>(
    db,
    `SELECT office_id AS "officeId", state, SUM(letters) AS letters, SUM(said_sent) AS "saidSent",
            SUM(said_failed) AS "saidFailed"
       FROM office_counts WHERE campaign_id = ? ${officeId === undefined ? '' : 'AND office_id = ?'}
      GROUP BY office_id, state ORDER BY office_id`,
    officeId === undefined ? [campaignId] : [campaignId, officeId],
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

/** How many people acted on each day, from the first on, without those that are suspected. */
export function listDailyActions(
  db: Db,
  campaignId: string,
): Promise<{ readonly day: string; readonly actions: number }[]> {
  return query(
    db,
    'SELECT day, SUM(actions - suspected) AS actions FROM action_counts WHERE campaign_id = ? GROUP BY day ORDER BY day',
    [campaignId],
  );
}
