import type { Knex } from 'knex';

/**
 * Actions by where people live, over all sources, so that a dashboard need not sum a campaign's sources. Several of these
 * rows change with each action, so on SQLite the key is the table itself.
 */
export async function up(knex: Knex): Promise<void> {
  const isSqlite = (knex.client as { config: { client: string } }).config.client === 'sqlite3';
  await knex.raw(`CREATE TABLE area_counts (
    campaign_id text NOT NULL, division text NOT NULL, layer text NOT NULL,
    actions bigint NOT NULL, own_words bigint NOT NULL, PRIMARY KEY (campaign_id, layer, division)
  ) ${isSqlite ? 'WITHOUT ROWID' : ''}`);
  await knex.raw(
    `INSERT INTO area_counts (campaign_id, division, layer, actions, own_words)
     SELECT campaign_id, division, layer, SUM(actions), SUM(own_words)
       FROM division_counts GROUP BY campaign_id, layer, division`,
  );
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('area_counts');
}
