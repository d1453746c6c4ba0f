import type { Knex } from 'knex';

/** Outlines of districts, packed; several maps of one layer stand side by side with the day each comes into force. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('district_outlines', (table) => {
    table.text('layer').notNullable();
    table.text('division').notNullable();
    table.text('territory').notNullable();
    table.text('in_force_from').notNullable();
    table.integer('congress');
    table.binary('outline').notNullable();
    table.text('data_set_id').notNullable().references('data_sets.id');
    table.primary(['layer', 'division', 'in_force_from']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('district_outlines');
}
