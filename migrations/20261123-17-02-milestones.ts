import type { Knex } from 'knex';

/** What happened in a campaign, day by day. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('milestones', (table) => {
    table.text('id').primary();
    table.text('campaign_id').notNullable().references('campaigns.id');
    // 2027-03-10
    table.text('happened_on').notNullable();
    table.text('kind').notNullable();
    table.text('title').notNullable();
    table.text('text').notNullable();
    // A web address; '' for none.
    table.text('link').notNullable();
    // 1 where everybody sees it on the campaign's page.
    table.integer('is_public').notNullable();
    // 25, 50 or 100 where it is a part of the goal that was reached, so that it is suggested once only.
    table.integer('goal_share');
    table.text('recorded_by').notNullable();
    table.bigInteger('recorded_at').notNullable();
    table.bigInteger('removed_at');
    table.index(['campaign_id', 'happened_on', 'id']);
    table.unique(['campaign_id', 'goal_share']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('milestones');
}
