import type { Knex } from 'knex';

/** Own words that a supporter lets the organization quote, and whether an organizer chose to show them. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('quotations', (table) => {
    // One for each action at the most.
    table.text('id').primary().references('actions.id');
    table.text('campaign_id').notNullable().references('campaigns.id');
    // What stood beside the box that was ticked.
    table.text('consent').notNullable();
    // 1 for first name and postal area, 0 for "a constituent".
    table.integer('with_name').notNullable();
    table.bigInteger('given_at').notNullable();
    // new until somebody looked, then shown or hidden; withdrawn once the supporter took the consent back.
    table.text('state').notNullable();
    table.text('looked_by');
    table.bigInteger('looked_at');
    table.index(['campaign_id', 'state', 'id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('quotations');
}
