import type { Knex } from 'knex';

/** How many links to their own data an address was mailed in the day that began with the first of them. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('data_links', (table) => {
    // A keyed digest that names no mailbox.
    table.text('address_key').primary();
    table.bigInteger('since_at').notNullable().index();
    table.integer('mails').notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('data_links');
}
