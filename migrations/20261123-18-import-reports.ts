import type { Knex } from 'knex';

/** What each import changed, for the people whose campaigns it touches; and keys with which programs fetch files. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('data_sets', (table) => {
    // An ImportReport as JSON; null for imports of an older program.
    table.text('report');
  });
  await knex.schema.createTable('api_keys', (table) => {
    table.text('id').primary();
    table.text('organization_id').notNullable().references('organizations.id').index();
    table.text('name').notNullable();
    // As a member's: analyst or organizer.
    table.text('role').notNullable();
    // The SHA-256 of the key.
    table.text('key_hash').notNullable().unique();
    // The key's first characters, so that people know it again.
    table.text('begins').notNullable();
    table.text('created_by').notNullable();
    table.bigInteger('created_at').notNullable();
    table.bigInteger('used_at');
    table.bigInteger('revoked_at');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('api_keys');
  await knex.raw('ALTER TABLE data_sets DROP COLUMN report');
}
