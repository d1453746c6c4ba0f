import type { Knex } from 'knex';

/** Counters: a cache of the rows, changed in the same transactions, checked by `clarion counts check`. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('action_counts', (table) => {
    table.text('campaign_id').notNullable();
    table.text('day').notNullable();
    table.text('source').notNullable();
    table.bigInteger('actions').notNullable();
    table.bigInteger('letters').notNullable();
    table.bigInteger('own_words').notNullable();
    table.bigInteger('opt_ins').notNullable();
    table.primary(['campaign_id', 'day', 'source']);
  });
  await knex.schema.createTable('letter_counts', (table) => {
    table.text('campaign_id').notNullable();
    table.text('office_id').notNullable();
    table.text('source').notNullable();
    table.text('state').notNullable();
    table.bigInteger('letters').notNullable();
    table.bigInteger('said_sent').notNullable();
    table.primary(['campaign_id', 'office_id', 'source', 'state']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('letter_counts');
  await knex.schema.dropTable('action_counts');
}
