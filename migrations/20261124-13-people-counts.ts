import type { Knex } from 'knex';

/** How many different people a coalition brought, and how partners overlap: sets of keyed digests, and counters of them. */
export async function up(knex: Knex): Promise<void> {
  const isSqlite = (knex.client as { config: { client: string } }).config.client === 'sqlite3';
  // Actions of coalitions' campaigns that are to be counted; a worker takes them out.
  await knex.schema.createTable('coalition_inbox', (table) => {
    table.text('coalition_id').notNullable();
    table.text('action_id').notNullable();
    table.primary(['coalition_id', 'action_id']);
  });
  // Digests of addresses that nobody has any more: a person was erased or their address corrected.
  await knex.schema.createTable('coalition_forgotten', (table) => {
    table.text('coalition_id').notNullable();
    table.text('person_key').notNullable();
    table.primary(['coalition_id', 'person_key']);
  });
  // Who came by whom: partner_id is a partner, or `links` or `none`. By the primary key alone, half the size on SQLite.
  await knex.raw(`CREATE TABLE coalition_people (
    coalition_id text NOT NULL, generation integer NOT NULL, person_key text NOT NULL, partner_id text NOT NULL,
    first_at bigint NOT NULL, PRIMARY KEY (coalition_id, generation, person_key, partner_id)
  ) ${isSqlite ? 'WITHOUT ROWID' : ''}`);
  // kind: all, partner (a), pair (a < b), depth (a partners), new (a came first)
  await knex.raw(`CREATE TABLE coalition_reach (
    coalition_id text NOT NULL, generation integer NOT NULL, kind text NOT NULL, a text NOT NULL, b text NOT NULL,
    people bigint NOT NULL, PRIMARY KEY (coalition_id, generation, kind, a, b)
  ) ${isSqlite ? 'WITHOUT ROWID' : ''}`);
  // A count anew that is under way: into which generation, and up to where the rows were looked at.
  await knex.schema.createTable('coalition_recounts', (table) => {
    table.text('coalition_id').primary();
    table.integer('generation').notNullable();
    table.text('campaign_id').notNullable();
    table.bigInteger('created_at').notNullable();
    table.text('action_id').notNullable();
    table.bigInteger('looked').notNullable();
    // 1 when all rows were looked at and the inbox follows.
    table.integer('has_rows').notNullable();
  });
  await knex.raw(`UPDATE coalitions SET recount_asked_at = created_at WHERE recount_asked_at IS NULL`);
}

export async function down(knex: Knex): Promise<void> {
  const tables = ['coalition_recounts', 'coalition_reach', 'coalition_people', 'coalition_forgotten'];
  for (const name of [...tables, 'coalition_inbox']) await knex.schema.dropTable(name);
}
