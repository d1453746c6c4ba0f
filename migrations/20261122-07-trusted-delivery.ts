import type { Knex } from 'knex';

/**
 * What a letter waits for, whom it goes to as far as pacing asks, how often a worker died over it, and the server's
 * own answer beside each change of state.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('deliveries', (table) => {
    // Why it is held: confirm, review, target, crashes.
    table.text('hold');
    // Why a queued letter is not sent yet: retry, pace, window, pause, withdraw.
    table.text('waits_for');
    table.integer('pace_step').notNullable().defaultTo(0);
    table.integer('crashes').notNullable().defaultTo(0);
    // Since when it is being tried: four days from here it is given up.
    table.bigInteger('trying_since');
    // The part behind the @ of the target's address.
    table.text('domain');
    // Where the target's clock hangs: America/Denver.
    table.text('time_zone');
  });
  // Until now a letter was held for one reason only, and tried from its first try on.
  await knex.raw(`UPDATE deliveries SET hold = 'target' WHERE state = 'held'`);
  await knex.raw(
    `UPDATE deliveries SET trying_since = (SELECT MIN(started_at) FROM attempts WHERE delivery_id = deliveries.id)
      WHERE state IN ('queued', 'sending', 'unknown') AND attempts > 0`,
  );
  await knex.raw('CREATE INDEX deliveries_suspects ON deliveries (due_at) WHERE crashes > 0');
  await knex.schema.alterTable('delivery_events', (table) => {
    table.text('answer');
  });
  await knex.schema.alterTable('attempts', (table) => {
    // How far the try got: connect, envelope, content, answered.
    table.text('phase');
  });
  await knex.schema.createTable('paces', (table) => {
    // office:ID, domain:NAME or campaign:ID
    table.text('scope').primary();
    table.bigInteger('next_at').notNullable();
  });
  await knex.schema.createTable('pauses', (table) => {
    // all, campaign:ID or office:ID
    table.text('scope').primary();
    table.text('reason').notNullable();
    table.bigInteger('paused_at').notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('pauses');
  await knex.schema.dropTable('paces');
  await knex.raw('DROP INDEX deliveries_suspects');
  for (const name of ['hold', 'waits_for', 'pace_step', 'crashes', 'trying_since', 'domain', 'time_zone'])
    await knex.raw(`ALTER TABLE deliveries DROP COLUMN ${name}`);
  await knex.raw('ALTER TABLE delivery_events DROP COLUMN answer');
  await knex.raw('ALTER TABLE attempts DROP COLUMN phase');
}
