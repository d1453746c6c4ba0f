import type { Knex } from 'knex';

/** Where else officials can be reached: their local offices. They follow the person, not the seat. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('official_offices', (table) => {
    table.text('id').primary();
    table.text('person').notNullable();
    table.integer('position').notNullable();
    table.text('address').notNullable();
    table.text('city').notNullable();
    table.text('phone');
    table.text('fax');
    table.double('lat');
    table.double('lng');
    table.text('data_set_id').notNullable().references('data_sets.id');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('official_offices');
}
