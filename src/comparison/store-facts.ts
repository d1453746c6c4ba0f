import { rootSql, type DeliveryState } from '../counts/index.js';
import { groupSql, type Coalition } from '../partners/index.js';
import { query, records, type Db, type Records } from '../platform/db.js';
import type { Group } from './facts.js';

type Of = { readonly campaignId: string; readonly group: Group };

export type DayRow = Of & {
  /** The day in the campaign's own time zone. */
  readonly day: string;
  readonly actions: number;
  readonly ownWords: number;
  readonly optIns: number;
};

/** Actions by group and day, from the counters. */
export function listDays(db: Db, coalition: Coalition): Promise<DayRow[]> {
  const { sql, binding } = campaignsOf(db, coalition);
  const root = rootSql(db, 'source');
  return query(
    db,
    `SELECT campaign_id AS "campaignId", ${groupSql(root)} AS "group", day, SUM(actions) AS actions,
            SUM(own_words) AS "ownWords", SUM(opt_ins) AS "optIns"
       FROM ${sql} JOIN action_counts ON campaign_id = r.campaign
       LEFT JOIN partners ON partners.coalition_id = ? AND partners.code = ${root}
      GROUP BY campaign_id, ${groupSql(root)}, day ORDER BY day`,
    [binding, coalition.id],
  );
}

/** Letters by group and state, from the counters. */
export function listLetters(
  db: Db,
  coalition: Coalition,
): Promise<(Of & { readonly state: DeliveryState; readonly letters: number })[]> {
  const { sql, binding } = campaignsOf(db, coalition);
  const root = rootSql(db, 'source');
  return query(
    db,
    `SELECT campaign_id AS "campaignId", ${groupSql(root)} AS "group", source_counts.state, SUM(letters) AS letters
       FROM ${sql} JOIN source_counts ON campaign_id = r.campaign
       LEFT JOIN partners ON partners.coalition_id = ? AND partners.code = ${root}
      GROUP BY campaign_id, ${groupSql(root)}, source_counts.state`,
    [binding, coalition.id],
  );
}

export type DivisionRow = Of & {
  readonly layer: string;
  readonly division: string;
  readonly actions: number;
  readonly ownWords: number;
};

/** Actions by group and division, from the counters, whose sources are roots already. */
export function listDivisions(db: Db, coalition: Coalition): Promise<DivisionRow[]> {
  const { sql, binding } = campaignsOf(db, coalition);
  return query(
    db,
    `SELECT campaign_id AS "campaignId", ${groupSql('source')} AS "group", layer, division, SUM(actions) AS actions,
            SUM(own_words) AS "ownWords"
       FROM ${sql} JOIN division_counts ON campaign_id = r.campaign
       LEFT JOIN partners ON partners.coalition_id = ? AND partners.code = source
      GROUP BY campaign_id, ${groupSql('source')}, layer, division
     HAVING SUM(actions) <> 0 ORDER BY layer, division`,
    [binding, coalition.id],
  );
}

function campaignsOf(db: Db, { campaignIds }: Coalition): Records {
  return records(
    db,
    { campaign: 'text' },
    campaignIds.map((campaign) => ({ campaign })),
  );
}
