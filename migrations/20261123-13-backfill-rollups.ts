import type { Knex } from 'knex';

/**
 * Fills the counters of 20261123-03 from the actions that are there. `has_own_words` stays when the texts of an action are
 * emptied, so that the counters can be counted anew then too.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('actions', (table) => {
    // 1 where the supporter added own words or changed the letter.
    table.integer('has_own_words').notNullable().defaultTo(0);
  });
  await knex.raw('UPDATE actions SET has_own_words = 1 WHERE own_words IS NOT NULL OR text IS NOT NULL');
  // A supporter belongs to one organization.
  await knex.raw(
    `UPDATE actions SET is_first = 1 WHERE id IN
       (SELECT id FROM (SELECT id, ROW_NUMBER() OVER (PARTITION BY supporter_id ORDER BY created_at, id) AS place
                          FROM actions) AS placed WHERE place = 1)`,
  );
  await knex.raw(
    `UPDATE action_counts SET new_people = first.people
       FROM (SELECT campaign_id, day, source, SUM(is_first) AS people FROM actions GROUP BY campaign_id, day, source) AS first
      WHERE first.campaign_id = action_counts.campaign_id AND first.day = action_counts.day
        AND first.source = action_counts.source`,
  );
  await knex.raw(
    `INSERT INTO hour_counts (campaign_id, hour_at, actions)
     SELECT campaign_id, created_at - created_at % 3600000, COUNT(*) FROM actions
      GROUP BY campaign_id, created_at - created_at % 3600000`,
  );
  await knex.raw(divisionsSql(knex));
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE actions DROP COLUMN has_own_words');
  for (const name of ['hour_counts', 'division_counts']) await knex(name).delete();
}

/** By the last part of the division's id, as `layerOf` has it; the country is left out. */
const LAYERS = [
  ['cd', '%/cd:%'],
  ['sldu', '%/sldu:%'],
  ['sldl', '%/sldl:%'],
  ['ward', '%/ward:%'],
  ['constituency', '%/constituency:%'],
  ['constituency', '%/ed:%'],
  ['state', '%/state:%'],
  ['state', '%/district:%'],
  ['state', '%/territory:%'],
] as const;

function divisionsSql(knex: Knex): string {
  const isPostgres = (knex.client as { config: { client: string } }).config.client === 'pg';
  const each = isPostgres ? 'json_array_elements_text(CAST(divisions AS json))' : 'json_each(divisions)';
  const cases = LAYERS.map(
    ([layer, like]) => `WHEN division LIKE '${like}' AND division NOT LIKE '${like}/%' THEN '${layer}'`,
  );
  return `INSERT INTO division_counts (campaign_id, source, division, layer, actions, own_words)
    SELECT campaign_id, source, division, layer, SUM(one), SUM(has_own_words)
      FROM (SELECT campaign_id, source, division, 1 AS one, has_own_words, CASE ${cases.join(' ')} END AS layer
              FROM (SELECT campaign_id, source, has_own_words, each_one.value AS division
                      FROM actions CROSS JOIN ${each} AS each_one) AS living) AS placed
     WHERE layer IS NOT NULL GROUP BY campaign_id, source, division, layer`;
}
