import type { Knex } from 'knex';

/**
 * Letters by office and state, whichever source they came by: pages that show a campaign whole no longer sum every pair of
 * office and source. An index that is the beginning of another one goes.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('office_counts', (table) => {
    table.text('campaign_id').notNullable();
    table.text('office_id').notNullable();
    table.text('state').notNullable();
    table.bigInteger('letters').notNullable();
    table.bigInteger('said_sent').notNullable();
    table.bigInteger('said_failed').notNullable().defaultTo(0);
    table.primary(['campaign_id', 'office_id', 'state']);
  });
  await knex.raw(
    `INSERT INTO office_counts (campaign_id, office_id, state, letters, said_sent, said_failed)
     SELECT campaign_id, office_id, state, SUM(letters), SUM(said_sent), SUM(said_failed)
       FROM letter_counts GROUP BY campaign_id, office_id, state`,
  );
  await knex.schema.alterTable('deliveries', (table) => {
    table.dropIndex(['campaign_id', 'office_id', 'state'], 'deliveries_of_office');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('deliveries', (table) => {
    table.index(['campaign_id', 'office_id', 'state'], 'deliveries_of_office');
  });
  await knex.schema.dropTable('office_counts');
}
