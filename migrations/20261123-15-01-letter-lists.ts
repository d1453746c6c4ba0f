import type { Knex } from 'knex';

const INDEXES: Readonly<Record<string, string>> = {
  deliveries_by_state: '(campaign_id, state, id)',
  deliveries_by_office: '(campaign_id, office_id, state, id)',
  deliveries_by_source: `(campaign_id, source, state, id) WHERE source <> ''`,
  deliveries_by_cause: '(campaign_id, cause, state, id) WHERE cause IS NOT NULL',
  deliveries_held: `(campaign_id, state, hold, id) WHERE state = 'held'`,
  deliveries_waiting: `(campaign_id, state, waits_for, id) WHERE state = 'queued'`,
  deliveries_due: `(campaign_id, due_at) WHERE state = 'queued'`,
};

/**
 * Pages of letters by what organizers look for, each read from an index; the cause of a failure; and long works over
 * many letters, which go on where they stopped.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('deliveries', (table) => {
    // What kept it from arriving, while it is failed or bounced: no-address, full, …
    table.text('cause');
  });
  await knex.raw(`UPDATE deliveries SET cause = 'other' WHERE state IN ('failed', 'bounced')`);
  for (const [name, on] of Object.entries(INDEXES)) await knex.raw(`CREATE INDEX ${name} ON deliveries ${on}`);
  await knex.schema.alterTable('deliveries', (table) => {
    table.dropIndex('campaign_id');
  });
  await knex.raw('CREATE INDEX attempts_started ON attempts (started_at)');
  await knex.schema.createTable('letter_works', (table) => {
    table.text('id').primary();
    table.text('organization_id').notNullable().references('organizations.id');
    // retry, readdress, cancel, hand-over, let-go
    table.text('act').notNullable();
    // Which letters: a filter as JSON, or for let-go the ids.
    table.text('about').notNullable();
    table.text('reason').notNullable();
    // The last letter that was looked at; those after it are older.
    table.text('cursor').notNullable();
    table.bigInteger('looked').notNullable().defaultTo(0);
    table.bigInteger('changed').notNullable().defaultTo(0);
    table.bigInteger('began_at').notNullable();
    table.bigInteger('ended_at');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('letter_works');
  await knex.raw('DROP INDEX attempts_started');
  await knex.schema.alterTable('deliveries', (table) => {
    table.index('campaign_id');
  });
  for (const name of Object.keys(INDEXES)) await knex.raw(`DROP INDEX ${name}`);
  await knex.raw('ALTER TABLE deliveries DROP COLUMN cause');
}
