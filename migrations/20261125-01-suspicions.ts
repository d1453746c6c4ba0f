import type { Knex } from 'knex';

/** Why an action's letters are looked at before they leave: kinds of suspicion as a JSON array, null for none. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('actions', (table) => {
    table.text('suspicions');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE actions DROP COLUMN suspicions');
}
