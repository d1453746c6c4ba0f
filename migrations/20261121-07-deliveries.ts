import type { Knex } from 'knex';

/**
 * The outbox: a row a letter, a row a try, and a row for every change of state. `due_at` is when a row next needs
 * attention: a queued one is to be sent, a sending one lost its worker, a sent one becomes delivered.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('deliveries', (table) => {
    table.text('id').primary();
    table.text('letter_id').notNullable().references('letters.id').index();
    table.text('campaign_id').notNullable().references('campaigns.id').index();
    table.text('office_id').notNullable();
    table.text('source').notNullable();
    table.text('channel').notNullable();
    table.text('state').notNullable();
    table.bigInteger('state_at').notNullable();
    table.text('reason');
    table.bigInteger('due_at').notNullable();
    table.bigInteger('created_at').notNullable();
    table.integer('attempts').notNullable().defaultTo(0);
    table.integer('fence').notNullable().defaultTo(0);
    table.bigInteger('said_sent_at');
    table.index(['state', 'due_at']);
  });
  await knex.schema.createTable('attempts', (table) => {
    table.text('delivery_id').notNullable().references('deliveries.id');
    table.integer('fence').notNullable();
    table.bigInteger('started_at').notNullable();
    table.bigInteger('content_at');
    table.bigInteger('finished_at');
    table.text('outcome');
    table.text('response');
    table.primary(['delivery_id', 'fence']);
  });
  await knex.schema.createTable('delivery_events', (table) => {
    table.text('id').primary();
    table.text('delivery_id').notNullable().references('deliveries.id').index();
    table.bigInteger('at').notNullable();
    table.text('from_state').notNullable();
    table.text('to_state').notNullable();
    table.text('actor').notNullable();
    table.text('reason').notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('delivery_events');
  await knex.schema.dropTable('attempts');
  await knex.schema.dropTable('deliveries');
}
