import type { Knex } from 'knex';

/**
 * What suspected people agree to towards partners is counted apart, until a reviewer lets them go; other counters have
 * done so since the migration before.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('consent_counts', (table) => {
    table.bigInteger('suspected').notNullable().defaultTo(0);
  });
  await moveSuspected(knex, '-');
}

export async function down(knex: Knex): Promise<void> {
  await moveSuspected(knex, '+');
  await knex.raw('ALTER TABLE consent_counts DROP COLUMN suspected');
}

async function moveSuspected(knex: Knex, sign: '+' | '-'): Promise<void> {
  await knex.raw(
    `UPDATE consent_counts SET opt_ins = consent_counts.opt_ins ${sign} suspected_ones.given,
            withdrawn = consent_counts.withdrawn ${sign} suspected_ones.taken_back,
            suspected = suspected_ones.given
       FROM (SELECT partner_id, campaign_id, day, COUNT(*) AS given, COUNT(withdrawn_at) AS taken_back
               FROM consents JOIN actions ON actions.id = action_id
              WHERE partner_id IS NOT NULL AND suspicions IS NOT NULL AND cleared_at IS NULL
              GROUP BY partner_id, campaign_id, day) AS suspected_ones
      WHERE consent_counts.partner_id = suspected_ones.partner_id
        AND consent_counts.campaign_id = suspected_ones.campaign_id AND consent_counts.day = suspected_ones.day`,
  );
}
