import type { Knex } from 'knex';

/** Several tables of postal codes stand side by side, each with the day it comes into force; '' is from ever. */
export async function up(knex: Knex): Promise<void> {
  await rebuild(knex, { isDated: true, read: "country, code, layer, division, '', data_set_id" });
}

export async function down(knex: Knex): Promise<void> {
  await rebuild(knex, { isDated: false, read: 'country, code, layer, division, MAX(data_set_id)' });
}

/** The new column belongs to the primary key, which SQLite changes only by making the table anew. */
async function rebuild(
  knex: Knex,
  { isDated, read }: { readonly isDated: boolean; readonly read: string },
): Promise<void> {
  await knex.raw('CREATE TABLE old_codes AS SELECT * FROM postal_code_divisions');
  await knex.schema.dropTable('postal_code_divisions');
  await knex.schema.createTable('postal_code_divisions', (table) => {
    table.text('country').notNullable();
    table.text('code').notNullable();
    table.text('layer').notNullable();
    table.text('division').notNullable();
    if (isDated) table.text('in_force_from').notNullable();
    table.text('data_set_id').notNullable().references('data_sets.id');
    table.primary(['country', 'code', 'layer', 'division', ...(isDated ? ['in_force_from'] : [])]);
  });
  const grouped = isDated ? '' : 'GROUP BY country, code, layer, division';
  await knex.raw(`INSERT INTO postal_code_divisions SELECT ${read} FROM old_codes ${grouped}`);
  await knex.schema.dropTable('old_codes');
}
