import type { Knex } from 'knex';

/** The day an official leaves, where a roster that was loaded ahead tells; until then they answer. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE officials ADD COLUMN leaves_on text');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE officials DROP COLUMN leaves_on');
}
