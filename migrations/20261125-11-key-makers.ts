import type { Knex } from 'knex';

/** Who made a key: it is in force as long as they own the organization. Null for keys of before, which go by themselves. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('api_keys', (table) => {
    table.text('maker_id');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE api_keys DROP COLUMN maker_id');
}
