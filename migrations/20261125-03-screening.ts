import type { Knex } from 'knex';

/**
 * What is asked of those who send while a campaign is under attack, which solutions were used up, and which suspected
 * actions a reviewer let go; until then they are left out of what is shown in public.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('protections', (table) => {
    table.text('campaign_id').primary().references('campaigns.id');
    // auto, on, off
    table.text('mode').notNullable();
    // Who chose the mode, and when; null where nobody did.
    table.text('set_by');
    table.bigInteger('set_at');
    // By rule: since when and until when it is on, and the kind of reason.
    table.bigInteger('on_since');
    table.bigInteger('on_until');
    table.text('reason');
  });
  await knex.schema.createTable('spent_proofs', (table) => {
    // A digest of the challenge's signature.
    table.text('proof').primary();
    // A keyed digest of the request that used it, so that the same request may be repeated.
    table.text('spent_by').notNullable();
    table.bigInteger('expires_at').notNullable().index();
  });
  await knex.schema.alterTable('actions', (table) => {
    table.bigInteger('cleared_at');
  });
  await knex.schema.alterTable('action_counts', (table) => {
    table.bigInteger('suspected').notNullable().defaultTo(0);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE action_counts DROP COLUMN suspected');
  await knex.raw('ALTER TABLE actions DROP COLUMN cleared_at');
  await knex.schema.dropTable('spent_proofs');
  await knex.schema.dropTable('protections');
}
