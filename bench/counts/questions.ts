import { readFacts } from '../../src/comparison/index.js';
import { listDays, listDivisions, listLetters } from '../../src/comparison/store-facts.js';
import { rootSql } from '../../src/counts/index.js';
import { groupSql, readReach, type Coalition } from '../../src/partners/index.js';
import { recountReach } from '../../src/partners/store-check.js';
import { isPostgres, query, type Db } from '../../src/platform/db.js';
import type { Wiring } from '../../src/wiring.js';

/** What a view of the comparison asks, of the rollups and of the raw rows. */
export type Asked = {
  readonly name: string;
  readonly ofRollups: () => Promise<unknown>;
  readonly ofRows: () => Promise<unknown>;
};

export function questionsOf(wiring: Wiring, coalition: Coalition): readonly Asked[] {
  const { db } = wiring;
  const rows = rawQuestions(db, coalition);
  return [
    {
      name: 'partners and weeks: actions, own words, by campaign',
      ofRollups: () => listDays(db, coalition),
      ofRows: rows.days,
    },
    { name: 'partners: letters by outcome', ofRollups: () => listLetters(db, coalition), ofRows: rows.letters },
    { name: 'states and districts by partner', ofRollups: () => listDivisions(db, coalition), ofRows: rows.divisions },
    {
      name: 'different people, overlap of each two, new people',
      ofRollups: () => readReach(db, coalition.id),
      ofRows: () => recountReach(db, coalition.id),
    },
    {
      name: 'all of it: what a comparison is made of',
      ofRollups: () => readFacts(wiring, coalition),
      ofRows: async () => {
        for (const ask of [rows.days, rows.letters, rows.divisions]) await ask();
        return recountReach(db, coalition.id);
      },
    },
  ];
}

type Rows = Readonly<Record<'days' | 'letters' | 'divisions', () => Promise<unknown>>>;

/** The same numbers by the statements that one would write without rollups. */
function rawQuestions(db: Db, { id, campaignIds }: Coalition): Rows {
  const root = rootSql(db, 'source');
  const group = groupSql(root);
  const inCampaigns = `campaign_id IN (${campaignIds.map(() => '?').join(', ')})`;
  const partners = `LEFT JOIN partners ON partners.coalition_id = ? AND partners.code = ${root}`;
  const each = isPostgres(db) ? 'json_array_elements_text(CAST(divisions AS json))' : 'json_each(divisions)';
  const ask = (sql: string) => () => query(db, sql, [id, ...campaignIds]);
  return {
    days: ask(`SELECT campaign_id, ${group}, day, COUNT(*), SUM(has_own_words) FROM actions ${partners}
                WHERE ${inCampaigns} GROUP BY campaign_id, ${group}, day`),
    letters: ask(`SELECT campaign_id, ${group}, deliveries.state, COUNT(*) FROM deliveries ${partners}
                   WHERE ${inCampaigns} GROUP BY campaign_id, ${group}, deliveries.state`),
    divisions: ask(`SELECT campaign_id, ${group}, each_one.value, COUNT(*), SUM(has_own_words)
                      FROM actions CROSS JOIN ${each} AS each_one ${partners}
                     WHERE ${inCampaigns} GROUP BY campaign_id, ${group}, each_one.value`),
  };
}
