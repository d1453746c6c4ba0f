import type { Knex } from 'knex';

const INDEXES: Readonly<Record<string, string>> = {
  actions_with_contacts: 'actions (campaign_id, created_at, id) WHERE street IS NOT NULL OR phone IS NOT NULL',
  kept_mails_raw: 'kept_mails (received_at) WHERE raw IS NOT NULL',
};

/**
 * Days that an organization keeps things: null is the program's default from now on, 0 without limit. Organizations that
 * are here already had no limit where they named none, and keep it until somebody decides.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('organizations', (table) => {
    // Street and phone, once no letter can need them any more.
    table.integer('keep_contacts_days');
  });
  await knex.raw(
    `UPDATE organizations SET keep_texts_days = COALESCE(keep_texts_days, 0),
            keep_people_days = COALESCE(keep_people_days, 0), keep_contacts_days = 0`,
  );
  for (const [name, on] of Object.entries(INDEXES)) await knex.raw(`CREATE INDEX ${name} ON ${on}`);
}

export async function down(knex: Knex): Promise<void> {
  for (const name of Object.keys(INDEXES)) await knex.raw(`DROP INDEX ${name}`);
  await knex.raw('ALTER TABLE organizations DROP COLUMN keep_contacts_days');
  await knex.raw(
    `UPDATE organizations SET keep_texts_days = NULLIF(keep_texts_days, 0), keep_people_days = NULLIF(keep_people_days, 0)`,
  );
}
