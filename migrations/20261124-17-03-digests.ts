import type { Knex } from 'knex';

/** The weekly mail to a coalition's members: who wants it, and which were sent. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('digest_choices', (table) => {
    table.text('coalition_id').notNullable().references('coalitions.id');
    table.text('user_id').notNullable();
    // 1 where they want it, 0 where they do not; without a row it is as their part in the coalition says.
    table.integer('wants').notNullable();
    table.bigInteger('chosen_at').notNullable();
    table.primary(['coalition_id', 'user_id']);
  });
  await knex.schema.createTable('digests', (table) => {
    table.text('id').primary();
    table.text('coalition_id').notNullable().references('coalitions.id');
    table.text('user_id').notNullable();
    // The Monday on which it goes out: 2027-03-15.
    table.text('week_on').notNullable();
    // waiting, sending, sent, previewed, unknown, failed, dropped
    table.text('state').notNullable();
    table.integer('attempts').notNullable().defaultTo(0);
    table.bigInteger('planned_at').notNullable();
    // When it is to be sent, or, while somebody sends it, when that one counts as dead.
    table.bigInteger('due_at').notNullable();
    table.bigInteger('ended_at');
    table.text('reason');
    // Whatever happens, nobody gets a week twice.
    table.unique(['coalition_id', 'user_id', 'week_on']);
  });
  await knex.raw(`CREATE INDEX digests_due ON digests (due_at) WHERE state IN ('waiting', 'sending')`);
}

export async function down(knex: Knex): Promise<void> {
  for (const name of ['digests', 'digest_choices']) await knex.schema.dropTable(name);
}
