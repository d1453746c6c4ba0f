import type { Knex } from 'knex';

/** Bodies (a chamber, a council), their offices, and the officials who hold or held them. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('bodies', (table) => {
    table.text('id').primary();
    table.text('name').notNullable();
    table.text('country').notNullable();
    table.text('layer').notNullable();
  });
  await knex.schema.createTable('offices', (table) => {
    table.text('id').primary();
    table.text('body_id').notNullable().references('bodies.id').index();
    table.text('division').notNullable();
    table.text('name').notNullable();
    table.text('title').notNullable();
    table.text('data_set_id').notNullable().references('data_sets.id');
  });
  await knex.schema.createTable('officials', (table) => {
    table.text('id').primary();
    table.text('office_id').notNullable().references('offices.id');
    table.text('person').notNullable();
    table.text('name').notNullable();
    table.text('family_name').notNullable();
    table.text('salutation');
    table.text('party');
    table.text('email');
    table.text('phone');
    table.text('form_url');
    table.text('website');
    table.text('ids').notNullable();
    table.text('starts_on');
    table.text('term_ends_on');
    table.text('ended_on');
    table.text('data_set_id').notNullable().references('data_sets.id');
    table.index(['office_id', 'ended_on']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('officials');
  await knex.schema.dropTable('offices');
  await knex.schema.dropTable('bodies');
}
