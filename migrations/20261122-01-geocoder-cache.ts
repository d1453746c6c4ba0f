import type { Knex } from 'knex';

/** Answers of geocoders for a time, by a keyed hash of what was asked; no address stands here. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('geocoder_answers', (table) => {
    table.text('key').primary();
    table.text('answer').notNullable();
    table.bigInteger('expires_at').notNullable().index();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('geocoder_answers');
}
