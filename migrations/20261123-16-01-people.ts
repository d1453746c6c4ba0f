import type { Knex } from 'knex';

const INDEXES: Readonly<Record<string, string>> = {
  supporters_newest: 'supporters (organization_id, id) WHERE erased_at IS NULL',
  supporters_opted_in: 'supporters (organization_id, id) WHERE opted_in_at IS NOT NULL AND erased_at IS NULL',
  supporters_leaving: 'supporters (organization_id, created_at, id) WHERE opted_in_at IS NULL AND erased_at IS NULL',
  actions_of_supporter: 'actions (supporter_id, created_at, id)',
  actions_newest: 'actions (campaign_id, created_at, id)',
  actions_of_source: 'actions (campaign_id, source, created_at, id)',
  actions_with_texts: 'actions (campaign_id, created_at, id) WHERE texts_erased_at IS NULL',
  kept_mails_of_delivery: 'kept_mails (delivery_id)',
};

/** Finding people again, whom may be written to, what was erased and when, and how a corrected name leaves sent letters alone. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('supporters', (table) => {
    // When they first agreed to hear from their own organization.
    table.bigInteger('opted_in_at');
    table.bigInteger('erased_at');
  });
  await knex.schema.alterTable('actions', (table) => {
    // When texts, street and phone were erased, by a period or with the person.
    table.bigInteger('texts_erased_at');
  });
  await knex.schema.alterTable('letters', (table) => {
    // The person's data as this letter carries them, JSON, where they were corrected since; null for the action's.
    table.text('signed');
  });
  await createKeys(knex);
  await createErasures(knex);
  for (const [name, on] of Object.entries(INDEXES)) await knex.raw(`CREATE INDEX ${name} ON ${on}`);
  await knex.raw(
    `UPDATE supporters SET opted_in_at =
       (SELECT MIN(given_at) FROM actions JOIN consents ON consents.action_id = actions.id
         WHERE actions.supporter_id = supporters.id
           AND consents.organization = (SELECT slug FROM organizations WHERE id = supporters.organization_id))`,
  );
  await fillKeys(knex);
}

export async function down(knex: Knex): Promise<void> {
  for (const name of Object.keys(INDEXES)) await knex.raw(`DROP INDEX ${name}`);
  for (const name of ['retention_runs', 'erasures', 'supporter_keys']) await knex.schema.dropTable(name);
  await knex.raw('ALTER TABLE letters DROP COLUMN signed');
  await knex.raw('ALTER TABLE actions DROP COLUMN texts_erased_at');
  for (const name of ['opted_in_at', 'erased_at']) await knex.raw(`ALTER TABLE supporters DROP COLUMN ${name}`);
}

async function createKeys(knex: Knex): Promise<void> {
  // Prefixes are ranges of bytes; PostgreSQL's usual order of letters is none.
  const isPostgres = (knex.client as { config: { client: string } }).config.client === 'pg';
  await knex.schema.createTable('supporter_keys', (table) => {
    table.text('organization_id').notNullable();
    // name or postal
    table.text('kind').notNullable();
    table.specificType('key', isPostgres ? 'text COLLATE "C"' : 'text').notNullable();
    table.text('supporter_id').notNullable().references('supporters.id').index();
    table.primary(['organization_id', 'kind', 'key', 'supporter_id']);
  });
}

async function createErasures(knex: Knex): Promise<void> {
  await knex.schema.createTable('erasures', (table) => {
    table.text('id').primary();
    table.text('organization_id').notNullable().references('organizations.id');
    table.text('supporter_id').notNullable().unique();
    // A keyed digest of the canonical address: proves which address was erased, and names none.
    table.text('address_digest').notNullable();
    // asked or retention
    table.text('why').notNullable();
    // What happens to letters that have not left: cancel or finish.
    table.text('waiting').notNullable();
    table.text('user_id');
    table.text('who').notNullable();
    table.bigInteger('asked_at').notNullable();
    // null while letters are still on their way.
    table.bigInteger('done_at');
    table.integer('actions').notNullable().defaultTo(0);
    table.index(['organization_id', 'address_digest']);
  });
  await knex.raw('CREATE INDEX erasures_open ON erasures (asked_at) WHERE done_at IS NULL');
  await knex.schema.createTable('retention_runs', (table) => {
    table.text('organization_id').primary().references('organizations.id');
    table.bigInteger('due_at').notNullable();
    // Until then the run belongs to the process that claimed it.
    table.bigInteger('lease_until').notNullable().defaultTo(0);
    table.bigInteger('started_at');
    table.bigInteger('finished_at');
    // What the run under way, or else the last one, erased.
    table.integer('texts').notNullable().defaultTo(0);
    table.integer('people').notNullable().defaultTo(0);
  });
}

const BATCH = 1_000;

type Row = {
  readonly id: string;
  readonly organization_id: string;
  readonly supporter_id: string;
  readonly given_name: string;
  readonly family_name: string;
  readonly postal_code: string;
};

async function fillKeys(knex: Knex): Promise<void> {
  for (let after = ''; ;) {
    const rows = await knex('actions')
      .join('supporters', 'supporters.id', 'supporter_id')
      .where('actions.id', '>', after)
      .orderBy('actions.id')
      .limit(BATCH)
      .select<Row[]>('actions.id', 'organization_id', 'supporter_id', 'given_name', 'family_name', 'postal_code');
    const last = rows.at(-1);
    if (!last) return;
    const keys = rows.flatMap(keysOf);
    for (let at = 0; at < keys.length; at += 100) {
      await knex('supporter_keys')
        .insert(keys.slice(at, at + 100))
        .onConflict(['organization_id', 'kind', 'key', 'supporter_id'])
        .ignore();
    }
    after = last.id;
  }
}

/** As `supporters/search-keys.ts` made them when this migration was written. */
function keysOf({ organization_id, supporter_id, given_name, family_name, postal_code }: Row): object[] {
  const fold = (text: string): string =>
    text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();
  const key = (kind: string, text: string): object => ({ organization_id, kind, key: text, supporter_id });
  return [
    key('name', fold(`${given_name} ${family_name}`)),
    key('name', fold(`${family_name} ${given_name}`)),
    key('postal', fold(postal_code).replaceAll(' ', '')),
  ];
}
