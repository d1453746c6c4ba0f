import type { Knex } from 'knex';

/** Finds suspected actions among all others; actions that nobody suspects are not in it, and cost nothing. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('CREATE INDEX actions_suspected ON actions (campaign_id, id) WHERE suspicions IS NOT NULL');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP INDEX actions_suspected');
}
