import type { Knex } from 'knex';

const COLUMNS = [
  'time_zone',
  'sender_name',
  'footer',
  'language',
  'needs_approval',
  'needs_second_factor',
  'keep_texts_days',
  'keep_people_days',
];

/** What an organization decides for all its campaigns. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('organizations', (table) => {
    // Whose clock the console shows, where no campaign's does.
    table.text('time_zone').notNullable().defaultTo('UTC');
    // Stands beside supporters' names in From; null for the organization's name.
    table.text('sender_name');
    // A line at the foot of mails to supporters.
    table.text('footer');
    // BCP 47: en, es
    table.text('language').notNullable().defaultTo('en');
    // 1 where a second person must approve a campaign before it opens.
    table.integer('needs_approval').notNullable().defaultTo(0);
    // 1 where members need a second factor to sign in.
    table.integer('needs_second_factor').notNullable().defaultTo(0);
    // How long texts of letters, and people's data, are kept; null for as long as the campaign is.
    table.integer('keep_texts_days');
    table.integer('keep_people_days');
  });
}

export async function down(knex: Knex): Promise<void> {
  for (const name of COLUMNS) await knex.raw(`ALTER TABLE organizations DROP COLUMN ${name}`);
}
