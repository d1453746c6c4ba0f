import type { Knex } from 'knex';

/** Organizations, their campaigns, and every version of a campaign's definition. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('organizations', (table) => {
    table.text('id').primary();
    table.text('slug').notNullable().unique();
    table.text('name').notNullable();
    table.text('postal_address').notNullable();
  });
  await knex.schema.createTable('campaigns', (table) => {
    table.text('id').primary();
    table.text('slug').notNullable().unique();
    table.text('organization_id').notNullable().references('organizations.id');
    table.text('version_id').notNullable();
    table.bigInteger('created_at').notNullable();
  });
  await knex.schema.createTable('campaign_versions', (table) => {
    table.text('id').primary();
    table.text('campaign_id').notNullable().references('campaigns.id');
    table.integer('number').notNullable();
    table.text('checksum').notNullable();
    table.text('definition').notNullable();
    table.bigInteger('created_at').notNullable();
    table.unique(['campaign_id', 'number']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('campaign_versions');
  await knex.schema.dropTable('campaigns');
  await knex.schema.dropTable('organizations');
}
