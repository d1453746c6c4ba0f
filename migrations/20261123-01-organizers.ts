import type { Knex } from 'knex';

/** People who work for organizations, with which role, where they are signed in, and what they did. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('users', (table) => {
    table.text('id').primary();
    table.text('email').notNullable();
    // The canonical address.
    table.text('email_key').notNullable().unique();
    table.text('name').notNullable();
    // Argon2id in the PHC format; null until one is chosen.
    table.text('password_hash');
    table.bigInteger('created_at').notNullable();
  });
  await knex.schema.createTable('members', (table) => {
    table.text('organization_id').notNullable().references('organizations.id');
    table.text('user_id').notNullable().references('users.id').index();
    // owner, organizer, reviewer, analyst
    table.text('role').notNullable();
    table.bigInteger('since_at').notNullable();
    table.primary(['organization_id', 'user_id']);
  });
  await createSessions(knex);
  await knex.schema.createTable('audit_entries', (table) => {
    table.text('id').primary();
    // null where an act concerns no organization: a sign-in, a new password.
    table.text('organization_id').references('organizations.id');
    table.bigInteger('at').notNullable();
    table.text('user_id');
    // The name as it was then, or `the command line`.
    table.text('who').notNullable();
    // A sentence's rest: saved the campaign
    table.text('did').notNullable();
    // What it concerns: campaign:SLUG, delivery:ID, supporter:ID, user:ID; '' for nothing in particular.
    table.text('about').notNullable();
    table.text('detail').notNullable();
    table.index(['organization_id', 'id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('audit_entries');
  await knex.schema.dropTable('sessions');
  await knex.schema.dropTable('members');
  await knex.schema.dropTable('users');
}

async function createSessions(knex: Knex): Promise<void> {
  await knex.schema.createTable('sessions', (table) => {
    // The SHA-256 of what the cookie holds.
    table.text('id').primary();
    table.text('user_id').notNullable().references('users.id').index();
    table.bigInteger('created_at').notNullable();
    table.bigInteger('seen_at').notNullable();
    table.bigInteger('expires_at').notNullable();
    // Which browser, in words: Firefox on Windows
    table.text('agent').notNullable();
    // What the next page says, once: JSON.
    table.text('said');
  });
}
