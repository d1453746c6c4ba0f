import type { Knex } from 'knex';

/**
 * An action that the owner of its address says somebody else sent: another one of the same person takes its place in the
 * campaign. 0 stands for none, so that one index still holds the rule of one action for each person and campaign.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('actions', (table) => {
    table.bigInteger('disowned_at').notNullable().defaultTo(0);
  });
  await knex.schema.alterTable('actions', (table) => {
    table.unique(['campaign_id', 'supporter_id', 'disowned_at']);
    table.dropUnique(['campaign_id', 'supporter_id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('actions', (table) => {
    table.dropUnique(['campaign_id', 'supporter_id', 'disowned_at']);
    table.unique(['campaign_id', 'supporter_id']);
  });
  await knex.raw('ALTER TABLE actions DROP COLUMN disowned_at');
}
