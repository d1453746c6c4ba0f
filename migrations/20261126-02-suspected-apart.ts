import type { Knex } from 'knex';

/**
 * Suspected actions are counted nowhere until a reviewer lets them go. Until now counters held them too, and only some
 * pages took them off again; coalitions count their people anew where there are any.
 */
export async function up(knex: Knex): Promise<void> {
  await addSuspected(knex, '-');
}

export async function down(knex: Knex): Promise<void> {
  await addSuspected(knex, '+');
}

const SUSPECTED = 'actions.suspicions IS NOT NULL AND actions.cleared_at IS NULL';

async function addSuspected(knex: Knex, sign: '+' | '-'): Promise<void> {
  for (const { table, keys, measures, from } of countersOf(knex)) {
    const sums = [...measures].map(([name, sql]) => `${sql} AS ${name}`);
    const columns = [...keys].map(([name, sql]) => `${sql} AS ${name}`);
    const changes = [...measures.keys()].map((name) => `${name} = ${table}.${name} ${sign} suspected_ones.${name}`);
    const same = [...keys.keys()].map((name) => `${table}.${name} = suspected_ones.${name}`);
    const grouped = `SELECT ${[...columns, ...sums].join(', ')} FROM ${from} WHERE ${SUSPECTED}
                      GROUP BY ${[...keys.values()].join(', ')}`;
    await knex.raw(
      `UPDATE ${table} SET ${changes.join(', ')} FROM (${grouped}) AS suspected_ones WHERE ${same.join(' AND ')}`,
    );
  }
  await knex.raw(
    `UPDATE coalitions SET recount_asked_at = created_at WHERE recount_asked_at IS NULL AND id IN
       (SELECT coalition_id FROM coalition_campaigns
          JOIN actions ON actions.campaign_id = coalition_campaigns.campaign_id WHERE ${SUSPECTED})`,
  );
}

/** Columns by the SQL that they are counted with. */
type Columns = ReadonlyMap<string, string>;

type Counters = {
  readonly table: string;
  readonly keys: Columns;
  readonly measures: Columns;
  readonly from: string;
};

const OF_CAMPAIGN = ['campaign_id', 'actions.campaign_id'] as const;
const PEOPLE: Columns = new Map([
  ['actions', 'COUNT(*)'],
  ['own_words', 'SUM(has_own_words)'],
]);

function countersOf(knex: Knex): readonly Counters[] {
  const isSqlite = (knex.client as { config: { client: string } }).config.client === 'sqlite3';
  const root = isSqlite
    ? `CASE WHEN source LIKE '%.%' THEN SUBSTR(source, 1, INSTR(source, '.') - 1) ELSE source END`
    : `SPLIT_PART(source, '.', 1)`;
  const each = isSqlite ? 'json_each(divisions)' : 'json_array_elements_text(CAST(divisions AS json))';
  const lived = `actions CROSS JOIN ${each} AS each_one`;
  const division = ['division', 'each_one.value'] as const;
  const days = new Map([OF_CAMPAIGN, ['day', 'day'], ['source', 'source']]);
  const hours = new Map([OF_CAMPAIGN, ['hour_at', 'created_at - created_at % 3600000']]);
  const variants = new Map([OF_CAMPAIGN, ['variant', 'variant']]);
  const places = new Map([OF_CAMPAIGN, ['office_id', 'deliveries.office_id'], ['area', 'postal_area']]);
  const sent = `actions JOIN letters ON letters.action_id = actions.id JOIN deliveries ON letter_id = letters.id`;
  return [
    { table: 'action_counts', keys: days, measures: OF_DAYS, from: 'actions' },
    { table: 'hour_counts', keys: hours, measures: new Map([['actions', 'COUNT(*)']]), from: 'actions' },
    {
      table: 'division_counts',
      keys: new Map([OF_CAMPAIGN, ['source', root], division]),
      measures: PEOPLE,
      from: lived,
    },
    { table: 'area_counts', keys: new Map([OF_CAMPAIGN, division]), measures: PEOPLE, from: lived },
    { table: 'variant_counts', keys: variants, measures: PEOPLE, from: 'actions' },
    { table: 'place_counts', keys: places, measures: OF_LETTERS, from: sent },
  ];
}

const OF_LETTERS: Columns = new Map([
  ['letters', 'COUNT(*)'],
  ['own_words', 'SUM(has_own_words)'],
]);

const OF_DAYS: Columns = new Map([
  ...PEOPLE,
  ['new_people', 'SUM(is_first)'],
  ['to_confirm', 'SUM(must_confirm)'],
  ['confirmed', 'COUNT(CASE WHEN must_confirm = 1 THEN confirmed_at END)'],
  ['opt_ins', 'SUM((SELECT COUNT(*) FROM consents WHERE consents.action_id = actions.id))'],
  [
    'letters',
    `SUM((SELECT COUNT(*) FROM letters JOIN deliveries ON deliveries.letter_id = letters.id
           WHERE letters.action_id = actions.id))`,
  ],
]);
