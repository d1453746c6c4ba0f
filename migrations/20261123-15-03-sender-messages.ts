import type { Knex } from 'knex';

/** Messages of organizers to the senders of letters that failed, and which letters each was about. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('sender_messages', (table) => {
    table.text('id').primary();
    table.text('organization_id').notNullable().references('organizations.id').index();
    // The letters' query as JSON.
    table.text('about').notNullable();
    // The list's address, to lead back there.
    table.text('found_by').notNullable();
    table.text('subject').notNullable();
    table.text('text').notNullable();
    table.bigInteger('made_at').notNullable();
    // When this very text was sent to its writer; null after each change.
    table.bigInteger('tested_at');
    table.bigInteger('began_at');
    table.text('cursor').notNullable().defaultTo('');
    table.bigInteger('letters').notNullable().defaultTo(0);
    table.bigInteger('people').notNullable().defaultTo(0);
    table.bigInteger('ended_at');
  });
  await knex.raw('CREATE INDEX sender_messages_begun ON sender_messages (began_at) WHERE ended_at IS NULL');
  await knex.schema.createTable('message_letters', (table) => {
    // A letter's sender is written to about it once.
    table.text('delivery_id').primary().references('deliveries.id');
    table.text('message_id').notNullable().references('sender_messages.id');
    table.text('action_id').notNullable().references('actions.id');
    table.bigInteger('at').notNullable();
    table.index(['message_id', 'action_id']);
  });
  await knex.raw(`CREATE INDEX notices_of_messages ON notices (part, state) WHERE kind = 'message'`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP INDEX notices_of_messages');
  await knex.schema.dropTable('message_letters');
  await knex.schema.dropTable('sender_messages');
}
