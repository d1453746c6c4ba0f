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
       FROM action_counts
       LEFT JOIN partners ON partners.coalition_id = ? AND partners.code = ${root}
      WHERE campaign_id IN (SELECT r.campaign FROM ${sql})
      GROUP BY campaign_id, ${groupSql(root)}, day HAVING SUM(actions) <> 0 ORDER BY day`,
    [coalition.id, binding],
  );
}

/**
 * Letters by group and state, from the counters, without those of suspected people. These are read from their rows, of
 * which there are few.
 */
export function listLetters(
  db: Db,
  coalition: Coalition,
): Promise<(Of & { readonly state: DeliveryState; readonly letters: number })[]> {
  const { sql, binding } = campaignsOf(db, coalition);
  const group = groupSql(rootSql(db, 'source'));
  return query(
    db,
    `SELECT campaign_id AS "campaignId", ${group} AS "group", counted.state, SUM(letters) AS letters
       FROM (SELECT campaign_id, source, state, letters FROM source_counts
              WHERE campaign_id IN (SELECT r.campaign FROM ${sql})
             UNION ALL
             SELECT deliveries.campaign_id, deliveries.source, state, -1
               FROM actions CROSS JOIN letters CROSS JOIN deliveries
              WHERE suspicions IS NOT NULL AND cleared_at IS NULL
                AND actions.campaign_id IN (SELECT r.campaign FROM ${sql})
                AND action_id = actions.id AND letter_id = letters.id) AS counted
       LEFT JOIN partners ON partners.coalition_id = ? AND partners.code = ${rootSql(db, 'source')}
      GROUP BY campaign_id, ${group}, counted.state HAVING SUM(letters) <> 0`,
    [binding, binding, coalition.id],
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
       FROM division_counts
       LEFT JOIN partners ON partners.coalition_id = ? AND partners.code = source
      WHERE campaign_id IN (SELECT r.campaign FROM ${sql})
      GROUP BY campaign_id, ${groupSql('source')}, layer, division
     HAVING SUM(actions) <> 0 ORDER BY layer, division`,
    [coalition.id, binding],
  );
}

function campaignsOf(db: Db, { campaignIds }: Coalition): Records {
  return records(
    db,
    { campaign: 'text' },
    campaignIds.map((campaign) => ({ campaign })),
  );
}
