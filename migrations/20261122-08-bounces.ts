import type { Knex } from 'knex';

/**
 * What came to return addresses: a row for each mail that was understood, without its text, and the mails that nobody
 * understood, kept for a person until they are settled.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('bounces', (table) => {
    table.text('id').primary();
    table.text('delivery_id').notNullable().references('deliveries.id');
    // A digest of the mail's Message-ID: the same mail counts once.
    table.text('mail_key').notNullable();
    table.bigInteger('received_at').notNullable();
    // hard, soft, delayed, arrived, complaint, auto-reply, reply
    table.text('kind').notNullable();
    table.text('status').notNullable();
    table.text('answer').notNullable();
    // 1 while the letter it is about is still being sent.
    table.integer('pending').notNullable().defaultTo(0).index();
    table.unique(['delivery_id', 'mail_key']);
  });
  await knex.schema.createTable('kept_mails', (table) => {
    table.text('id').primary();
    table.text('mail_key').notNullable().unique();
    table.text('delivery_id').references('deliveries.id');
    table.bigInteger('received_at').notNullable();
    table.text('why').notNullable();
    // Base64; gone once the mail is settled.
    table.text('raw');
    table.bigInteger('settled_at');
    table.text('settled_as');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('kept_mails');
  await knex.schema.dropTable('bounces');
}
