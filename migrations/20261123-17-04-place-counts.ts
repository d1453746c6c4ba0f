import type { Knex } from 'knex';

/** The postal area that a postal code lies in: a whole ZIP code, the outward part of a British or Canadian code. */
const AREA = `CASE WHEN postal_code LIKE '% %' THEN SUBSTR(postal_code, 1, LENGTH(postal_code) - 4)
                   ELSE SUBSTR(postal_code, 1, 5) END`;

/** Counters for an office's report: from where people wrote to it, and how many in their own words. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('actions', (table) => {
    // Stays when a person is erased, so that counters can be recounted; it names no person.
    table.text('postal_area').notNullable().defaultTo('');
  });
  await knex.raw(`UPDATE actions SET postal_area = ${AREA}`);
  await knex.schema.createTable('place_counts', (table) => {
    table.text('campaign_id').notNullable();
    table.text('office_id').notNullable();
    table.text('area').notNullable();
    table.bigInteger('letters').notNullable();
    table.bigInteger('own_words').notNullable();
    table.primary(['campaign_id', 'office_id', 'area']);
  });
  await knex.raw(
    `INSERT INTO place_counts (campaign_id, office_id, area, letters, own_words)
     SELECT deliveries.campaign_id, deliveries.office_id, postal_area, COUNT(*), SUM(has_own_words)
       FROM deliveries JOIN letters ON letters.id = deliveries.letter_id JOIN actions ON actions.id = letters.action_id
      GROUP BY deliveries.campaign_id, deliveries.office_id, postal_area`,
  );
  await knex.schema.alterTable('deliveries', (table) => {
    table.index(['campaign_id', 'office_id', 'state'], 'deliveries_of_office');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('deliveries', (table) => {
    table.dropIndex(['campaign_id', 'office_id', 'state'], 'deliveries_of_office');
  });
  await knex.schema.dropTable('place_counts');
  await knex.raw('ALTER TABLE actions DROP COLUMN postal_area');
}
