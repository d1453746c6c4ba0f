import type { Knex } from 'knex';

/** What becomes of a consent to a partner: handed to it, taken back; and how many there are. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('consents', (table) => {
    // When the partner last took the person along in a file; null where it never did.
    table.bigInteger('exported_at');
    table.bigInteger('withdrawn_at');
    // person, partner, campaign: who noted it.
    table.text('withdrawn_by');
  });
  await knex.schema.createTable('consent_counts', (table) => {
    table.text('partner_id').notNullable();
    table.text('campaign_id').notNullable();
    // The day of the action, in the campaign's time zone.
    table.text('day').notNullable();
    table.bigInteger('opt_ins').notNullable();
    table.bigInteger('withdrawn').notNullable();
    table.primary(['partner_id', 'campaign_id', 'day']);
  });
  await knex.raw(
    `INSERT INTO consent_counts (partner_id, campaign_id, day, opt_ins, withdrawn)
     SELECT partner_id, campaign_id, day, COUNT(*), 0 FROM consents JOIN actions ON actions.id = action_id
      WHERE partner_id IS NOT NULL GROUP BY partner_id, campaign_id, day`,
  );
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('consent_counts');
  for (const name of ['withdrawn_by', 'withdrawn_at', 'exported_at'])
    await knex.raw(`ALTER TABLE consents DROP COLUMN ${name}`);
}
