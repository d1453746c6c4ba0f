import type { Knex } from 'knex';

/** What happened to a coalition, day by day, as its partners recorded it. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('coalition_milestones', (table) => {
    table.text('id').primary();
    table.text('coalition_id').notNullable().references('coalitions.id');
    // Who recorded it.
    table.text('partner_id').notNullable().references('partners.id');
    // 2027-03-10
    table.text('happened_on').notNullable();
    table.text('kind').notNullable();
    table.text('title').notNullable();
    table.text('text').notNullable();
    // A web address; '' for none.
    table.text('link').notNullable();
    // 1 where everybody shall see it.
    table.integer('is_public').notNullable();
    // When the lead agreed that everybody sees it; its own it agrees to by recording them.
    table.bigInteger('agreed_at');
    table.text('recorded_by').notNullable();
    table.bigInteger('recorded_at').notNullable();
    table.bigInteger('removed_at');
    table.index(['coalition_id', 'happened_on', 'id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('coalition_milestones');
}
