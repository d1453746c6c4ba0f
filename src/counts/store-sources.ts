import { query, type Db } from '../platform/db.js';
import type { SourceCount } from './store-dashboard.js';

/** Links of one root in one campaign that are read; those beyond, with the fewest people, are left out. */
const MOST_LINKS = 200;

/** How often the links of one root were opened, and how many people wrote by each: `teachers`, `teachers.newsletter`. */
export function readSourcesOf(
  db: Db,
  { campaignId, root }: { readonly campaignId: string; readonly root: string },
): Promise<Pick<SourceCount, 'source' | 'actions' | 'views'>[]> {
  // Not LIKE: an underscore in a code would stand for any letter.
  const ofRoot = `campaign_id = ? AND (source = ? OR SUBSTR(source, 1, ${root.length + 1}) = ?)`;
  const bindings = [campaignId, root, `${root}.`];
  return query(
    db,
    `SELECT source, SUM(actions) AS actions, SUM(views) AS views
       FROM (SELECT source, actions, 0 AS views FROM action_counts WHERE ${ofRoot}
             UNION ALL
             SELECT source, 0, views FROM view_counts WHERE ${ofRoot}) AS counted
      GROUP BY source ORDER BY 2 DESC, 3 DESC, source LIMIT ${MOST_LINKS}`,
    [...bindings, ...bindings],
  );
}
