import type { Knex } from 'knex';

/** Where the holders of offices stand on what a campaign asks for; nothing is overwritten, the newest by day counts. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('positions', (table) => {
    table.text('id').primary();
    table.text('campaign_id').notNullable().references('campaigns.id');
    table.text('office_id').notNullable();
    // The person as the roster knows them: an entry does not pass to their successor.
    table.text('person').notNullable();
    table.text('name').notNullable();
    table.text('position').notNullable();
    // The day on which it became known, 2027-03-10.
    table.text('known_on').notNullable();
    // A web address or a few words: what it rests on.
    table.text('source').notNullable();
    table.text('note').notNullable();
    // Who recorded it, by the name they had then.
    table.text('recorded_by').notNullable();
    table.bigInteger('recorded_at').notNullable();
    // When it was taken back; it is kept, and counts no longer.
    table.bigInteger('removed_at');
    table.index(['campaign_id', 'office_id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('positions');
}
