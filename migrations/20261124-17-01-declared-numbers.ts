import type { Knex } from 'knex';

/** Numbers that partners bring from other tools. Nothing is changed silently: each change is a further version. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('declared_numbers', (table) => {
    table.text('id').primary();
    table.text('coalition_id').notNullable().references('coalitions.id');
    table.text('partner_id').notNullable().references('partners.id');
    // The number of the version that counts.
    table.integer('version').notNullable();
    // What the lead asks about it; '' for nothing.
    table.text('question').notNullable().defaultTo('');
    table.text('questioned_by');
    table.bigInteger('questioned_at');
    table.text('withdrawn_why').notNullable().defaultTo('');
    table.text('withdrawn_by');
    table.bigInteger('withdrawn_at');
    table.index(['coalition_id', 'id']);
  });
  await knex.schema.createTable('declared_versions', (table) => {
    table.text('declared_id').notNullable().references('declared_numbers.id');
    table.integer('number').notNullable();
    // paper, calls, emails, signatures, meetings, events
    table.text('kind').notNullable();
    table.bigInteger('total').notNullable();
    // Both days count: 2027-03-01 to 2027-03-31.
    table.text('from_on').notNullable();
    table.text('to_on').notNullable();
    // null for all campaigns of the coalition.
    table.text('campaign_id').references('campaigns.id');
    // Where the number comes from, in words or as a web address.
    table.text('source').notNullable();
    table.text('note').notNullable();
    table.text('user_id').notNullable();
    // The name as it was then.
    table.text('who').notNullable();
    table.bigInteger('created_at').notNullable();
    table.primary(['declared_id', 'number']);
  });
}

export async function down(knex: Knex): Promise<void> {
  for (const name of ['declared_versions', 'declared_numbers']) await knex.schema.dropTable(name);
}
