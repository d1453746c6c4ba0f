import { isCountedSql, rootSql } from '../counts/index.js';
import { query, type Db } from '../platform/db.js';
import { isPartnerSql, groupSql, type Reach } from './store-reach.js';

/** What the counters of a coalition's people would be, counted from the rows by addresses and not by digests. */
export function recountReach(db: Db, coalitionId: string): Promise<Reach[]> {
  const root = rootSql(db, 'source');
  return query(
    db,
    `WITH came AS (
       SELECT email_key AS person, ${groupSql(root)} AS way, MIN(actions.created_at) AS first_at
         FROM coalition_campaigns JOIN actions ON actions.campaign_id = coalition_campaigns.campaign_id
         JOIN supporters ON supporters.id = supporter_id
         LEFT JOIN partners ON partners.coalition_id = coalition_campaigns.coalition_id AND partners.code = ${root}
        WHERE coalition_campaigns.coalition_id = ? AND ${isCountedSql('actions')} GROUP BY email_key, ${groupSql(root)}
     )
     SELECT 'all' AS kind, '' AS a, '' AS b, COUNT(DISTINCT person) AS people FROM came
     UNION ALL SELECT 'partner', way, '', COUNT(*) FROM came GROUP BY way
     UNION ALL SELECT 'pair', one.way, other.way, COUNT(*)
       FROM came AS one JOIN came AS other ON one.person = other.person AND one.way < other.way
      WHERE ${isPartnerSql('one.way')} AND ${isPartnerSql('other.way')} GROUP BY one.way, other.way
     UNION ALL SELECT 'depth', CAST(ways AS text), '', COUNT(*)
       FROM (SELECT COUNT(*) AS ways FROM came WHERE ${isPartnerSql('way')} GROUP BY person) AS deep GROUP BY ways
     UNION ALL SELECT 'new', way, '', COUNT(*)
       FROM (SELECT way, ROW_NUMBER() OVER (PARTITION BY person ORDER BY first_at, way) AS place FROM came) AS placed
      WHERE place = 1 GROUP BY way`,
    [coalitionId],
  );
}

/** All coalitions, by id. */
export function listCoalitionNames(db: Db): Promise<{ readonly id: string; readonly slug: string }[]> {
  return query(db, 'SELECT id, slug FROM coalitions ORDER BY created_at, id');
}
