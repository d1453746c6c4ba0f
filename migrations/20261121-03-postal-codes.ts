import type { Knex } from 'knex';

/** Which divisions a postal code touches, by layer (state, cd, …), and where it lies. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('postal_code_divisions', (table) => {
    table.text('country').notNullable();
    table.text('code').notNullable();
    table.text('layer').notNullable();
    table.text('division').notNullable();
    table.text('data_set_id').notNullable().references('data_sets.id');
    table.primary(['country', 'code', 'layer', 'division']);
  });
  await knex.schema.createTable('postal_code_points', (table) => {
    table.text('country').notNullable();
    table.text('code').notNullable();
    table.double('lat').notNullable();
    table.double('lng').notNullable();
    table.text('place');
    table.text('data_set_id').notNullable().references('data_sets.id');
    table.primary(['country', 'code']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('postal_code_points');
  await knex.schema.dropTable('postal_code_divisions');
}
