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

/** @throws Error where somebody disowned an action, before anything is changed: no table of before can tell that */
export async function down(knex: Knex): Promise<void> {
  await refuseLoss(knex);
  await knex.schema.alterTable('actions', (table) => {
    table.dropUnique(['campaign_id', 'supporter_id', 'disowned_at']);
    table.unique(['campaign_id', 'supporter_id']);
  });
  await knex.raw('ALTER TABLE actions DROP COLUMN disowned_at');
}

async function refuseLoss(knex: Knex): Promise<void> {
  const [found] = await knex('actions').where('disowned_at', '>', 0).count<{ rows: number | string }[]>({ rows: '*' });
  const disowned = Number(found?.rows);
  if (disowned > 0)
    throw new Error(
      `Owners of addresses disowned actions here (${disowned}), since somebody else wrote them. An older Clarion cannot ` +
        'tell that, and has no room for what the owners wrote themselves. Nothing was changed: to go back, restore a ' +
        'backup from before migration 20261126-01.',
    );
}
