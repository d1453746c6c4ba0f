import type { Knex } from 'knex';

/** Supporters, what they agreed to, what they did, and a letter for each target. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('supporters', (table) => {
    table.text('id').primary();
    table.text('organization_id').notNullable().references('organizations.id');
    table.text('email_key').notNullable();
    table.text('email').notNullable();
    table.bigInteger('created_at').notNullable();
    table.unique(['organization_id', 'email_key']);
  });
  await createActions(knex);
  await knex.schema.createTable('consents', (table) => {
    table.text('action_id').notNullable().references('actions.id');
    table.text('organization').notNullable();
    table.text('text').notNullable();
    table.bigInteger('given_at').notNullable();
    table.primary(['action_id', 'organization']);
  });
  await knex.schema.createTable('letters', (table) => {
    table.text('id').primary();
    table.text('action_id').notNullable().references('actions.id').index();
    table.text('office_id').notNullable();
    table.text('target').notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('letters');
  await knex.schema.dropTable('consents');
  await knex.schema.dropTable('actions');
  await knex.schema.dropTable('supporters');
}

async function createActions(knex: Knex): Promise<void> {
  await knex.schema.createTable('actions', (table) => {
    table.text('id').primary();
    table.text('campaign_id').notNullable().references('campaigns.id');
    table.text('version_id').notNullable().references('campaign_versions.id');
    table.text('supporter_id').notNullable().references('supporters.id');
    table.text('token').notNullable().unique();
    table.text('request_key').notNullable();
    table.text('source').notNullable();
    table.text('prefix');
    table.text('given_name').notNullable();
    table.text('family_name').notNullable();
    table.text('postal_code').notNullable();
    table.text('street');
    table.text('locality');
    table.text('region');
    table.text('phone');
    table.text('divisions').notNullable();
    table.text('subject');
    table.text('text');
    table.text('own_words');
    table.bigInteger('created_at').notNullable();
    table.text('day').notNullable();
    table.bigInteger('guarded_at');
    table.unique(['campaign_id', 'supporter_id']);
    table.unique(['campaign_id', 'request_key']);
  });
}
