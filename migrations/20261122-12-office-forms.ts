import type { Knex } from 'knex';

/** What the web forms of offices ask for, and that a supporter says sending by hand did not work. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('office_forms', (table) => {
    table.text('person').primary();
    table.text('url').notNullable();
    // A JSON list of what must be filled in: topic, prefix, subject, phone, street, locality, zip4.
    table.text('asks').notNullable();
    table.integer('max_characters');
    table.integer('has_captcha').notNullable();
    table.text('data_set_id').notNullable().references('data_sets.id');
  });
  await knex.schema.alterTable('deliveries', (table) => {
    table.bigInteger('said_failed_at');
    // What went wrong, where they said it: address, district, captcha, technical, other.
    table.text('said_failed_why');
  });
  await knex.schema.alterTable('letter_counts', (table) => {
    table.bigInteger('said_failed').notNullable().defaultTo(0);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE letter_counts DROP COLUMN said_failed');
  for (const name of ['said_failed_at', 'said_failed_why'])
    await knex.raw(`ALTER TABLE deliveries DROP COLUMN ${name}`);
  await knex.schema.dropTable('office_forms');
}
