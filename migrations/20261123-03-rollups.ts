import type { Knex } from 'knex';

/** Counters for dashboards: people new to the organization, hours, places, views, tests of one text against another. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('actions', (table) => {
    // 1 for the supporter's first action in the organization.
    table.integer('is_first').notNullable().defaultTo(0);
    // Which text of a test they saw: a, b; '' where nothing is tested.
    table.text('variant').notNullable().defaultTo('');
  });
  await knex.schema.alterTable('action_counts', (table) => {
    table.bigInteger('new_people').notNullable().defaultTo(0);
  });
  await knex.schema.createTable('hour_counts', (table) => {
    table.text('campaign_id').notNullable();
    // The hour's beginning.
    table.bigInteger('hour_at').notNullable();
    table.bigInteger('actions').notNullable();
    table.primary(['campaign_id', 'hour_at']);
  });
  await createDivisionCounts(knex);
  await createViewCounts(knex);
}

export async function down(knex: Knex): Promise<void> {
  for (const name of ['variant_counts', 'referrer_counts', 'view_counts', 'division_counts', 'hour_counts'])
    await knex.schema.dropTable(name);
  await knex.raw('ALTER TABLE action_counts DROP COLUMN new_people');
  for (const name of ['is_first', 'variant']) await knex.raw(`ALTER TABLE actions DROP COLUMN ${name}`);
}

/**
 * Several of these rows change with each action, so on SQLite the key is the table itself: one place to write to
 * instead of two.
 */
async function createDivisionCounts(knex: Knex): Promise<void> {
  const isSqlite = (knex.client as { config: { client: string } }).config.client === 'sqlite3';
  // layer: state, cd, sldl, …
  await knex.raw(`CREATE TABLE division_counts (
    campaign_id text NOT NULL, source text NOT NULL, division text NOT NULL, layer text NOT NULL,
    actions bigint NOT NULL, own_words bigint NOT NULL, PRIMARY KEY (campaign_id, layer, division, source)
  ) ${isSqlite ? 'WITHOUT ROWID' : ''}`);
}

/** Views are counted where they happen and written together; no row of anybody stands behind them. */
async function createViewCounts(knex: Knex): Promise<void> {
  await knex.schema.createTable('view_counts', (table) => {
    table.text('campaign_id').notNullable();
    table.text('day').notNullable();
    table.text('source').notNullable();
    table.bigInteger('views').notNullable();
    table.primary(['campaign_id', 'day', 'source']);
  });
  await knex.schema.createTable('referrer_counts', (table) => {
    table.text('campaign_id').notNullable();
    table.text('day').notNullable();
    // A host: news.example.org; '' for none.
    table.text('referrer').notNullable();
    table.bigInteger('views').notNullable();
    table.primary(['campaign_id', 'day', 'referrer']);
  });
  await knex.schema.createTable('variant_counts', (table) => {
    table.text('campaign_id').notNullable();
    table.text('variant').notNullable();
    table.bigInteger('views').notNullable();
    table.bigInteger('actions').notNullable();
    table.bigInteger('own_words').notNullable();
    table.primary(['campaign_id', 'variant']);
  });
}
