import type { Knex } from 'knex';

const COLUMNS = ['stage', 'stage_at', 'outcome', 'opening', 'closing'];

/** Where a campaign is in its life, when it opens and closes, and who let it open: beside its versions, not in them. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('campaigns', (table) => {
    // draft, live, paused, closed, won, archived; null for what campaign.yaml's status says.
    table.text('stage');
    table.bigInteger('stage_at');
    // What was achieved: Markdown.
    table.text('outcome');
    // `2027-03-01 09:00` or a day, in the campaign's time zone; '' for no such moment, null for what campaign.yaml says.
    table.text('opening');
    table.text('closing');
  });
  await knex.schema.createTable('campaign_stages', (table) => {
    table.text('id').primary();
    table.text('campaign_id').notNullable().references('campaigns.id');
    table.text('stage').notNullable();
    table.bigInteger('at').notNullable();
    // null for the command line.
    table.text('user_id');
    // The name as it was then.
    table.text('who').notNullable();
    table.text('why').notNullable();
    table.index(['campaign_id', 'id']);
  });
  await createApprovals(knex);
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('approvals');
  await knex.schema.dropTable('campaign_stages');
  for (const name of COLUMNS) await knex.raw(`ALTER TABLE campaigns DROP COLUMN ${name}`);
}

/** A second person's word on one version. */
async function createApprovals(knex: Knex): Promise<void> {
  await knex.schema.createTable('approvals', (table) => {
    table.text('id').primary();
    table.text('campaign_id').notNullable().references('campaigns.id');
    table.text('version_id').notNullable();
    table.text('asked_by').notNullable().references('users.id');
    table.bigInteger('asked_at').notNullable();
    table.text('note').notNullable();
    table.text('decided_by').references('users.id');
    table.bigInteger('decided_at');
    // 1 approved, 0 declined; null while nobody has decided.
    table.integer('is_approved');
    table.text('reason');
    table.index(['version_id', 'id']);
  });
}
