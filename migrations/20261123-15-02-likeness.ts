import type { Knex } from 'knex';

/** How alike the texts of letters are that wait for a reviewer: a short signature of each, and where to look for near-copies. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('text_signatures', (table) => {
    table.text('action_id').primary().references('actions.id');
    // 60 numbers as base64; the text cannot be told from them.
    table.text('signature').notNullable();
  });
  await knex.schema.createTable('text_bands', (table) => {
    table.text('campaign_id').notNullable();
    table.text('band').notNullable();
    table.text('action_id').notNullable().references('actions.id').index();
    table.primary(['campaign_id', 'band', 'action_id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('text_bands');
  await knex.schema.dropTable('text_signatures');
}
