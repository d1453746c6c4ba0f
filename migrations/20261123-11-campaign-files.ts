import type { Knex } from 'knex';

/** The files behind each version of a campaign, who saved it and why, and where a campaign is kept. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('campaign_versions', (table) => {
    // JSON: a text by the name of its file; null for versions from before files were kept.
    table.text('files');
    // Who saved it in the console; null for a folder.
    table.text('author_id');
    table.text('author');
    table.text('note');
  });
  await knex.schema.alterTable('campaigns', (table) => {
    // folder: loading its folder changes it; console: only the console does.
    table.text('kept_in').notNullable().defaultTo('folder');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE campaigns DROP COLUMN kept_in');
  for (const name of ['note', 'author', 'author_id', 'files'])
    await knex.raw(`ALTER TABLE campaign_versions DROP COLUMN ${name}`);
}
