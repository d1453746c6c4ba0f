import type { Knex } from 'knex';

/** Whose letters are held for a reviewer by what organizers typed, and what arrived far more often than usual. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('blocks', (table) => {
    table.text('id').primary();
    // Null: for every organization of the installation.
    table.text('organization_id').references('organizations.id');
    // address, domain, network, glob
    table.text('kind').notNullable();
    // In its canonical form: bot@spam.example, spam.example, 203.0.113.0/24, *@spam-*.example
    table.text('pattern').notNullable();
    table.text('note').notNullable();
    table.text('added_by').notNullable();
    table.bigInteger('added_at').notNullable();
    // Null: until somebody removes it.
    table.bigInteger('expires_at');
    table.bigInteger('hits').notNullable().defaultTo(0);
    table.bigInteger('last_hit_at');
  });
  await knex.raw(`CREATE UNIQUE INDEX blocks_pattern ON blocks (COALESCE(organization_id, ''), kind, pattern)`);
  await knex.schema.createTable('spike_alerts', (table) => {
    table.text('id').primary();
    table.text('organization_id').notNullable().references('organizations.id');
    table.text('campaign_id').notNullable().references('campaigns.id');
    // network, domain, disposable, text
    table.text('kind').notNullable();
    // A keyed digest of what it is about, of networks with a key for each day.
    table.text('about').notNullable();
    // A mail domain; '' for all else.
    table.text('domain').notNullable();
    // The network, for a day, so that it can be put on the block list.
    table.text('network');
    // At the most, within some minutes: how many were such, of how many.
    table.bigInteger('seen').notNullable();
    table.bigInteger('arrived').notNullable();
    table.bigInteger('first_at').notNullable();
    table.bigInteger('last_at').notNullable();
    // Who looked at it, and when; null while it waits.
    table.text('settled_by');
    table.bigInteger('settled_at');
  });
  await knex.raw('CREATE INDEX spike_alerts_by_organization ON spike_alerts (organization_id, last_at)');
  await knex.raw('CREATE INDEX spike_alerts_about ON spike_alerts (campaign_id, about)');
  await knex.raw('CREATE INDEX actions_suspected ON actions (campaign_id, created_at) WHERE suspicions IS NOT NULL');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP INDEX actions_suspected');
  await knex.schema.dropTable('spike_alerts');
  await knex.schema.dropTable('blocks');
}
