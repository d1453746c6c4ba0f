import type { Knex } from 'knex';

/** Addresses under which a lawmaker's staff can read an office's report without an account. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('report_links', (table) => {
    // The address is this id with our signature; without the installation's secret nobody can make one.
    table.text('id').primary();
    table.text('campaign_id').notNullable().references('campaigns.id');
    table.text('office_id').notNullable();
    table.text('made_by').notNullable();
    table.bigInteger('made_at').notNullable();
    table.bigInteger('expires_at').notNullable();
    table.bigInteger('revoked_at');
    table.index(['campaign_id', 'office_id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('report_links');
}
