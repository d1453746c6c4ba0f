import type { Knex } from 'knex';

const TABLES = ['second_factors', 'recovery_codes', 'account_links', 'invitations', 'account_tries'];

/** Second factors, links that are good once, invitations, and what slows guessing down. */
export async function up(knex: Knex): Promise<void> {
  await createSecondFactors(knex);
  await knex.schema.createTable('account_links', (table) => {
    // The SHA-256 of what the link holds.
    table.text('token').primary();
    // setup, password
    table.text('kind').notNullable();
    // null for the setup, which is to make the first user.
    table.text('user_id').references('users.id').index();
    table.bigInteger('created_at').notNullable();
    table.bigInteger('expires_at').notNullable();
  });
  await knex.schema.createTable('invitations', (table) => {
    table.text('id').primary();
    table.text('organization_id').notNullable().references('organizations.id');
    table.text('email').notNullable();
    table.text('email_key').notNullable();
    table.text('role').notNullable();
    // The name of who invites.
    table.text('invited_by').notNullable();
    // The link is made of the id and this moment, so that a newer one takes its place.
    table.bigInteger('sent_at').notNullable();
    table.bigInteger('expires_at').notNullable();
    // sent, or link where no mail could be sent and the link is handed over.
    table.text('mail').notNullable();
    table.unique(['organization_id', 'email_key']);
  });
  await knex.schema.createTable('account_tries', (table) => {
    // What is counted, with a keyed digest of whose it is.
    table.text('key').primary();
    table.integer('tries').notNullable();
    table.bigInteger('last_at').notNullable().index();
    table.bigInteger('until_at').notNullable();
  });
  await knex.schema.alterTable('audit_entries', (table) => {
    // The kind of thing it concerns, the first word of `about`; '' for nothing in particular.
    table.text('kind').notNullable().defaultTo('');
    table.index(['organization_id', 'kind', 'id'], 'audit_entries_kind');
    table.index(['organization_id', 'user_id', 'id'], 'audit_entries_of_member');
    table.index(['user_id', 'id'], 'audit_entries_of_user');
  });
}

export async function down(knex: Knex): Promise<void> {
  for (const name of ['audit_entries_of_user', 'audit_entries_of_member', 'audit_entries_kind'])
    await knex.raw(`DROP INDEX ${name}`);
  await knex.raw('ALTER TABLE audit_entries DROP COLUMN kind');
  for (const name of [...TABLES].reverse()) await knex.schema.dropTable(name);
}

async function createSecondFactors(knex: Knex): Promise<void> {
  await knex.schema.createTable('second_factors', (table) => {
    table.text('user_id').primary().references('users.id');
    // Encrypted with a key of the installation's secret.
    table.text('secret').notNullable();
    // null until a code has shown that the app holds the secret.
    table.bigInteger('confirmed_at');
    // The number of the 30 seconds whose code was used last; none up to it is taken again.
    table.bigInteger('last_step').notNullable();
  });
  await knex.schema.createTable('recovery_codes', (table) => {
    table.text('user_id').notNullable().references('users.id');
    // A keyed digest; the row goes when the code is used.
    table.text('code').notNullable();
    table.primary(['user_id', 'code']);
  });
}
