import type { Knex } from 'knex';

const ROOT = `CASE WHEN source LIKE '%.%' THEN`;

/**
 * Letters by source and state, so that partners are compared without summing offices; and districts by the source's root,
 * so that a partner's many links do not multiply them.
 */
export async function up(knex: Knex): Promise<void> {
  const isPostgres = (knex.client as { config: { client: string } }).config.client === 'pg';
  await knex.schema.createTable('source_counts', (table) => {
    table.text('campaign_id').notNullable();
    table.text('source').notNullable();
    table.text('state').notNullable();
    table.bigInteger('letters').notNullable();
    table.bigInteger('said_sent').notNullable();
    table.bigInteger('said_failed').notNullable();
    table.primary(['campaign_id', 'source', 'state']);
  });
  await knex.raw(
    `INSERT INTO source_counts (campaign_id, source, state, letters, said_sent, said_failed)
     SELECT campaign_id, source, state, SUM(letters), SUM(said_sent), SUM(said_failed)
       FROM letter_counts GROUP BY campaign_id, source, state`,
  );
  const root = isPostgres
    ? `${ROOT} SPLIT_PART(source, '.', 1) ELSE source END`
    : `${ROOT} SUBSTR(source, 1, INSTR(source, '.') - 1) ELSE source END`;
  await knex.raw(
    `INSERT INTO division_counts (campaign_id, source, division, layer, actions, own_words)
     SELECT campaign_id, ${root}, division, layer, SUM(actions), SUM(own_words)
       FROM division_counts WHERE source LIKE '%.%' GROUP BY campaign_id, ${root}, division, layer
     ON CONFLICT (campaign_id, layer, division, source) DO UPDATE
       SET actions = division_counts.actions + excluded.actions, own_words = division_counts.own_words + excluded.own_words`,
  );
  await knex.raw(`DELETE FROM division_counts WHERE source LIKE '%.%'`);
}

/** Districts stay with the roots; `counts check --repair` of the older program counts them by their full sources again. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('source_counts');
}
