import type { Knex } from 'knex';

const ACTION_COLUMNS = ['wants_copy', 'must_confirm', 'confirmed_at', 'notice', 'notice_at'];

/**
 * Mail to supporters: what each action's supporter is sent next and when, what was sent, to whom nothing may be sent,
 * and what supporters say that offices answered.
 */
export async function up(knex: Knex): Promise<void> {
  await addActionColumns(knex);
  await addToldAt(knex);
  await createNotices(knex);
  await knex.schema.createTable('suppressions', (table) => {
    // A keyed digest of the canonical address: what is not to be mailed need not be kept readable.
    table.text('address_key').primary();
    // unsubscribed: wants no more mail; not-me: says that somebody else uses the address.
    table.text('why').notNullable();
    table.bigInteger('at').notNullable();
  });
  await knex.schema.createTable('answers', (table) => {
    table.text('letter_id').primary().references('letters.id');
    // yes or no
    table.text('answer').notNullable();
    table.bigInteger('at').notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('answers');
  await knex.schema.dropTable('suppressions');
  await knex.schema.dropTable('notices');
  await knex.raw('DROP INDEX deliveries_untold');
  await knex.raw('ALTER TABLE deliveries DROP COLUMN told_at');
  await knex.raw('DROP INDEX actions_notice_at');
  for (const name of ACTION_COLUMNS) await knex.raw(`ALTER TABLE actions DROP COLUMN ${name}`);
  for (const name of ['to_confirm', 'confirmed']) await knex.raw(`ALTER TABLE action_counts DROP COLUMN ${name}`);
}

async function addActionColumns(knex: Knex): Promise<void> {
  await knex.schema.alterTable('actions', (table) => {
    table.integer('wants_copy').notNullable().defaultTo(0);
    table.integer('must_confirm').notNullable().defaultTo(0);
    table.bigInteger('confirmed_at');
    // The next step: confirm, confirm-again, confirm-reminder, confirm-end, copy, ask, ask-reminder; null for none.
    table.text('notice');
    table.bigInteger('notice_at');
  });
  await knex.raw('CREATE INDEX actions_notice_at ON actions (notice_at) WHERE notice IS NOT NULL');
  await knex.schema.alterTable('action_counts', (table) => {
    table.bigInteger('to_confirm').notNullable().defaultTo(0);
    table.bigInteger('confirmed').notNullable().defaultTo(0);
  });
}

async function addToldAt(knex: Knex): Promise<void> {
  await knex.schema.alterTable('deliveries', (table) => {
    // When its supporter was told that it finally failed.
    table.bigInteger('told_at');
  });
  // Nobody is told now of what failed long ago.
  await knex.raw(`UPDATE deliveries SET told_at = state_at WHERE state IN ('failed', 'bounced')`);
  await knex.raw(
    `CREATE INDEX deliveries_untold ON deliveries (state, state_at) WHERE told_at IS NULL AND state IN ('failed', 'bounced')`,
  );
}

async function createNotices(knex: Knex): Promise<void> {
  await knex.schema.createTable('notices', (table) => {
    table.text('id').primary();
    table.text('action_id').notNullable().references('actions.id');
    table.text('kind').notNullable();
    // What sets it apart from others of its kind and action; '' where there is only one.
    table.text('part').notNullable();
    // As in suppressions.
    table.text('address_key').notNullable();
    // waiting, sent, previewed, unknown, failed, suppressed, dropped
    table.text('state').notNullable();
    table.integer('attempts').notNullable().defaultTo(0);
    table.bigInteger('planned_at').notNullable();
    // When it is to be sent, or, while somebody sends it, when that one counts as dead.
    table.bigInteger('due_at').notNullable();
    table.bigInteger('ended_at');
    table.text('reason');
    table.unique(['action_id', 'kind', 'part']);
    table.index(['address_key', 'planned_at']);
  });
  await knex.raw(`CREATE INDEX notices_due ON notices (due_at) WHERE state = 'waiting'`);
}
