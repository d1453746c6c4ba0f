import type { Knex } from 'knex';

/**
 * Committees with their members, by the same identity that officials have, and what an official leads. A committee's
 * body need not be a loaded one: a joint committee belongs to both chambers, `us-congress`.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('committees', (table) => {
    table.text('id').primary();
    table.text('body_id').notNullable().index();
    table.text('name').notNullable();
    table.text('parent');
    table.text('data_set_id').notNullable().references('data_sets.id');
  });
  await knex.schema.createTable('committee_members', (table) => {
    table.text('committee_id').notNullable().references('committees.id');
    table.text('person').notNullable();
    table.text('role').notNullable();
    table.text('title');
    table.integer('rank');
    table.primary(['committee_id', 'person']);
  });
  await knex.schema.alterTable('officials', (table) => {
    table.text('leadership');
  });
}

export async function down(knex: Knex): Promise<void> {
  // Knex would copy the whole table on SQLite, which can drop a column by itself since 3.35.
  await knex.raw('ALTER TABLE officials DROP COLUMN leadership');
  await knex.schema.dropTable('committee_members');
  await knex.schema.dropTable('committees');
}
