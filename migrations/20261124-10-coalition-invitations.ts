import type { Knex } from 'knex';

/** Invitations to coalitions, why a partner left, and the sharing rule that each version of an agreement was made for. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('coalition_invitations', (table) => {
    table.text('id').primary();
    table.text('partner_id').notNullable().references('partners.id').index();
    // Whose people sent it; how many a day is counted by this.
    table.text('host_organization_id').notNullable().references('organizations.id');
    // Emptied when it is answered or taken back.
    table.text('email').notNullable();
    table.text('email_key').notNullable().index();
    table.text('invited_by').notNullable();
    table.bigInteger('sent_at').notNullable();
    table.bigInteger('expires_at').notNullable();
    // sent, or link where no mail could be sent
    table.text('mail').notNullable();
    // open, accepted, declined, withdrawn
    table.text('state').notNullable();
    table.bigInteger('ended_at');
    table.index(['host_organization_id', 'sent_at'], 'coalition_invitations_of_host');
  });
  await knex.schema.alterTable('partners', (table) => {
    // Why it was removed; '' where it left by itself.
    table.text('left_reason').notNullable().defaultTo('');
  });
  await knex.schema.alterTable('coalition_agreements', (table) => {
    table.text('sharing');
  });
  await knex.raw(
    `UPDATE coalition_agreements SET sharing = (SELECT sharing FROM coalitions WHERE coalitions.id = coalition_agreements.coalition_id)`,
  );
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE coalition_agreements DROP COLUMN sharing');
  await knex.raw('ALTER TABLE partners DROP COLUMN left_reason');
  await knex.schema.dropTable('coalition_invitations');
}
