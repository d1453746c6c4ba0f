import type { Knex } from 'knex';

/** One row an import: where data came from, under which licence, and the day they are good for. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('data_sets', (table) => {
    table.text('id').primary();
    table.text('source').notNullable();
    table.text('scope').notNullable();
    table.text('title').notNullable();
    table.text('licence').notNullable();
    table.text('origin').notNullable();
    table.text('as_of').notNullable();
    table.text('file_name').notNullable();
    table.text('checksum').notNullable();
    table.integer('records').notNullable();
    table.bigInteger('imported_at').notNullable();
    table.index(['source', 'scope', 'imported_at']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('data_sets');
}
