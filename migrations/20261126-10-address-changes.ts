import type { Knex } from 'knex';

/** Ways of accounts from one address to another: asked for, and done, until they can be taken back no more. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('address_changes', (table) => {
    // The links that were mailed are this id, signed for what they do.
    table.text('id').primary();
    table.text('user_id').notNullable().references('users.id').index();
    table.text('email').notNullable();
    table.text('email_key').notNullable();
    table.text('former_email').notNullable();
    table.text('former_key').notNullable().index();
    table.bigInteger('asked_at').notNullable();
    // null until it was confirmed.
    table.bigInteger('changed_at');
    // Until when it can be confirmed, or taken back once it is done.
    table.bigInteger('expires_at').notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('address_changes');
}
