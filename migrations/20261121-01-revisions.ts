import type { Knex } from 'knex';

/** Counters that tell processes to reload what they hold in memory. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('revisions', (table) => {
    table.text('name').primary();
    table.bigInteger('number').notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('revisions');
}
