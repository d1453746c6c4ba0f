import type { Knex } from 'knex';

/**
 * Receipts of who wrote again in a campaign under an address that had acted there, and what people note on receipts that
 * show letters as they were taken.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('repeats', (table) => {
    table.text('id').primary();
    table.text('campaign_id').notNullable().references('campaigns.id');
    // The first action of the address in the campaign, which counts.
    table.text('action_id').notNullable().references('actions.id').index();
    table.text('version_id').notNullable().references('campaign_versions.id');
    table.text('token').notNullable().unique();
    table.text('request_key').notNullable();
    // What the receipt shows, as JSON; null once it is emptied.
    table.text('typed');
    table.bigInteger('created_at').notNullable();
    // When the owner of the address is to be told; null once that was planned.
    table.bigInteger('notice_at');
    table.unique(['campaign_id', 'request_key']);
  });
  await knex.raw('CREATE INDEX repeats_notice_at ON repeats (notice_at) WHERE notice_at IS NOT NULL');
  await knex.raw('CREATE INDEX repeats_typed ON repeats (created_at) WHERE typed IS NOT NULL');
  await knex.schema.createTable('receipt_notes', (table) => {
    // Of a delivery, or of the letter of a repeat, which has none.
    table.text('delivery_id').primary();
    // back: asked to take it back; sent, failed: says so of a letter left to them.
    table.text('kind').notNullable();
    table.bigInteger('at').notNullable();
    table.text('why');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('receipt_notes');
  await knex.schema.dropTable('repeats');
}
