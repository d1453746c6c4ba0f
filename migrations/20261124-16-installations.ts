import type { Knex } from 'knex';

/** What other installations published of a coalition, and sketches of the people who were counted here. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('coalition_installations', (table) => {
    table.text('coalition_id').notNullable().references('coalitions.id');
    // The SHA-256 of its public key.
    table.text('installation_id').notNullable();
    table.text('name').notNullable();
    table.text('public_key').notNullable();
    table.bigInteger('published_at').notNullable();
    table.bigInteger('merged_at').notNullable();
    // The body of its newest file, JSON.
    table.text('body').notNullable();
    table.primary(['coalition_id', 'installation_id']);
  });
  await knex.schema.createTable('coalition_sketches', (table) => {
    table.text('coalition_id').notNullable().references('coalitions.id');
    // A partner's id, links, none; all for everybody.
    table.text('brought_by').notNullable();
    table.text('sketch').notNullable();
    table.bigInteger('made_at').notNullable();
    table.primary(['coalition_id', 'brought_by']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('coalition_sketches');
  await knex.schema.dropTable('coalition_installations');
}
