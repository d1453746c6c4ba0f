import { query, type Db } from '../platform/db.js';
import type { DeliveryState } from './terms.js';

/** What was counted of actions, in whichever part of them. */
export type ActionTotals = {
  readonly actions: number;
  readonly newPeople: number;
  readonly ownWords: number;
  readonly optIns: number;
  readonly toConfirm: number;
  readonly confirmed: number;
  /** Letters of all these people. */
  readonly letters: number;
  /** People whom no reviewer let go; they are in no other number here. */
  readonly suspected: number;
};

/** A day of a campaign, in the campaign's time zone: `2027-03-10`. */
export type DayCount = ActionTotals & { readonly day: string; readonly views: number };
export type HourCount = { readonly hourAt: number; readonly actions: number };
export type SourceCount = Pick<ActionTotals, 'actions' | 'newPeople' | 'ownWords' | 'optIns'> & {
  readonly source: string;
  readonly views: number;
};
export type ReferrerCount = { readonly referrer: string; readonly views: number };
export type DivisionCount = {
  readonly layer: string;
  readonly division: string;
  readonly actions: number;
  readonly ownWords: number;
};
export type OfficeCount = {
  readonly officeId: string;
  readonly state: DeliveryState;
  readonly letters: number;
  readonly saidSent: number;
};
export type VariantCount = {
  readonly variant: string;
  readonly views: number;
  readonly actions: number;
  readonly ownWords: number;
};

/** What of a campaign is asked for: everything, or from a day on. */
export type Since = { readonly campaignId: string; readonly since?: string | undefined };

const TOTALS = `SUM(actions) AS actions, SUM(new_people) AS "newPeople", SUM(own_words) AS "ownWords", SUM(opt_ins) AS "optIns",
                SUM(to_confirm) AS "toConfirm", SUM(confirmed) AS confirmed, SUM(suspected) AS suspected,
                SUM(letters) AS letters`;

/** Sources and referrers come from the addresses that visitors typed; so many different ones are read at the most. */
export const MOST_ROWS = 5_000;

/** Days on which anything was counted, in order. */
export async function readDays(db: Db, { campaignId, since = '' }: Since): Promise<DayCount[]> {
  const actions = await query<ActionTotals & { day: string }>(
    db,
    `SELECT day, ${TOTALS} FROM action_counts WHERE campaign_id = ? AND day >= ? GROUP BY day ORDER BY day`,
    [campaignId, since],
  );
  const views = await query<{ day: string; views: number }>(
    db,
    'SELECT day, SUM(views) AS views FROM view_counts WHERE campaign_id = ? AND day >= ? GROUP BY day ORDER BY day',
    [campaignId, since],
  );
  const days = new Map(actions.map((row) => [row.day, { ...row, views: 0 }]));
  for (const row of views) days.set(row.day, { ...NOTHING, ...days.get(row.day), ...row });
  return [...days.values()].sort((one, other) => (one.day < other.day ? -1 : 1));
}

const NOTHING: ActionTotals = {
  actions: 0,
  newPeople: 0,
  ownWords: 0,
  optIns: 0,
  toConfirm: 0,
  confirmed: 0,
  letters: 0,
  suspected: 0,
};

/** Hours that begin at a moment or later and in which somebody wrote, in order. */
export function readHours(db: Db, campaignId: string, fromAt: number): Promise<HourCount[]> {
  return query(
    db,
    `SELECT hour_at AS "hourAt", actions FROM hour_counts WHERE campaign_id = ? AND hour_at >= ? ORDER BY hour_at`,
    [campaignId, fromAt],
  );
}

/** Source codes, those that brought most people first; '' for people who came without one. */
export async function readSources(db: Db, { campaignId, since = '' }: Since, most = MOST_ROWS): Promise<SourceCount[]> {
  return query(
    db,
    `SELECT source, SUM(actions) AS actions, SUM(new_people) AS "newPeople", SUM(own_words) AS "ownWords",
            SUM(opt_ins) AS "optIns", SUM(views) AS views
       FROM (SELECT source, actions, new_people, own_words, opt_ins, 0 AS views
               FROM action_counts WHERE campaign_id = ? AND day >= ?
             UNION ALL
             SELECT source, 0, 0, 0, 0, views FROM view_counts WHERE campaign_id = ? AND day >= ?) AS counted
      GROUP BY source HAVING SUM(actions) <> 0 OR SUM(views) <> 0 ORDER BY 2 DESC, 6 DESC, source LIMIT ?`,
    [campaignId, since, campaignId, since, most],
  );
}

/** Sites whose links led to the page, those with most views first; '' for views that no site told of. */
export function readReferrers(db: Db, { campaignId, since = '' }: Since, most = MOST_ROWS): Promise<ReferrerCount[]> {
  return query(
    db,
    `SELECT referrer, SUM(views) AS views FROM referrer_counts WHERE campaign_id = ? AND day >= ?
      GROUP BY referrer ORDER BY views DESC, referrer LIMIT ?`,
    [campaignId, since, most],
  );
}

/** Letters by office and state. */
export function readOffices(db: Db, campaignId: string): Promise<OfficeCount[]> {
  return query(
    db,
    `SELECT office_id AS "officeId", state, SUM(letters) AS letters, SUM(said_sent) AS "saidSent"
       FROM office_counts WHERE campaign_id = ? GROUP BY office_id, state ORDER BY office_id, state`,
    [campaignId],
  );
}

/** Where people wrote from, by every layer that is counted, those with most people first. */
export function readDivisions(db: Db, campaignId: string): Promise<DivisionCount[]> {
  return query(
    db,
    `SELECT layer, division, actions, own_words AS "ownWords"
       FROM area_counts WHERE campaign_id = ? AND actions > 0 ORDER BY actions DESC, division`,
    [campaignId],
  );
}

/** The same for one layer. */
export function readDivisionsOf(db: Db, campaignId: string, layer: string): Promise<DivisionCount[]> {
  return query(
    db,
    `SELECT layer, division, actions, own_words AS "ownWords"
       FROM area_counts WHERE campaign_id = ? AND layer = ? AND actions > 0 ORDER BY actions DESC, division`,
    [campaignId, layer],
  );
}

/** The layers that are counted. It goes from one to the next by the index, past all that lies between. */
export async function readLayers(db: Db, campaignId: string): Promise<string[]> {
  const rows = await query<{ layer: string }>(
    db,
    `WITH RECURSIVE found (layer) AS (
       SELECT MIN(layer) FROM area_counts WHERE campaign_id = ?
       UNION ALL
       SELECT (SELECT MIN(layer) FROM area_counts WHERE campaign_id = ? AND layer > found.layer)
         FROM found WHERE found.layer IS NOT NULL)
     SELECT layer FROM found WHERE layer IS NOT NULL`,
    [campaignId, campaignId],
  );
  return rows.map(({ layer }) => layer);
}

/** The texts of a test: a, b. */
export function readVariants(db: Db, campaignId: string): Promise<VariantCount[]> {
  return query(
    db,
    `SELECT variant, views, actions, own_words AS "ownWords" FROM variant_counts
      WHERE campaign_id = ? AND variant <> '' ORDER BY variant`,
    [campaignId],
  );
}
