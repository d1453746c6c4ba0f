import type { Knex } from 'knex';

/** The keys under which texts may be stored: a process that lacks one of them does not start. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('data_keys', (table) => {
    // Eight digits that are made of the key and tell nothing of it.
    table.text('id').primary();
    table.bigInteger('first_used_at').notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('data_keys');
}
