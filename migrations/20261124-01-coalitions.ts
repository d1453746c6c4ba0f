import type { Knex } from 'knex';

/** Coalitions, their campaigns and partners, what partners agreed to, and how partners present themselves. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('coalitions', (table) => {
    table.text('id').primary();
    table.text('slug').notNullable().unique();
    table.text('name').notNullable();
    table.text('summary').notNullable();
    // null where the lead works on another installation.
    table.text('lead_organization_id').references('organizations.id');
    // The shared secret, hidden with the installation's own.
    table.text('key').notNullable();
    // none, own_recruits, all_consented, proportional
    table.text('sharing').notNullable();
    // Whose days and weeks the comparison shows.
    table.text('time_zone').notNullable();
    // 1 where everybody may see the comparison.
    table.integer('is_public').notNullable().defaultTo(0);
    // Until then only members see it.
    table.bigInteger('embargo_until');
    // 1 where the lead looks at partners' pages before they are shown.
    table.integer('approves_pages').notNullable().defaultTo(1);
    // How many different people the coalition wants to write.
    table.bigInteger('goal');
    table.bigInteger('created_at').notNullable();
    table.bigInteger('ended_at');
    // The count of people that is in force, and when it was asked to be made anew.
    table.integer('generation').notNullable().defaultTo(0);
    table.bigInteger('recount_asked_at');
  });
  await knex.schema.createTable('coalition_campaigns', (table) => {
    // A campaign is in one coalition at the most, or its source codes would mean two things.
    table.text('campaign_id').primary().references('campaigns.id');
    table.text('coalition_id').notNullable().references('coalitions.id').index();
    table.bigInteger('added_at').notNullable();
  });
  await createPartners(knex);
  await createAgreements(knex);
  await createPages(knex);
  await knex.schema.alterTable('consents', (table) => {
    // The partner that the consent is for, and the version of the page whose text was shown; null for the campaign's own.
    table.text('partner_id');
    table.text('page_version_id');
    table.index(['partner_id', 'action_id'], 'consents_of_partner');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP INDEX consents_of_partner');
  for (const name of ['partner_id', 'page_version_id']) await knex.raw(`ALTER TABLE consents DROP COLUMN ${name}`);
  const tables = [
    'partner_page_versions',
    'partner_logos',
    'agreement_acceptances',
    'coalition_agreements',
    'partners',
  ];
  for (const name of [...tables, 'coalition_campaigns', 'coalitions']) await knex.schema.dropTable(name);
}

async function createPartners(knex: Knex): Promise<void> {
  await knex.schema.createTable('partners', (table) => {
    table.text('id').primary();
    table.text('coalition_id').notNullable().references('coalitions.id');
    // The source code of its links, without a dot.
    table.text('code').notNullable();
    table.text('name').notNullable();
    // null while it is only named.
    table.text('organization_id').references('organizations.id').index();
    // named, invited, joined, left
    table.text('state').notNullable();
    // How many members it says it has, and of which day that is.
    table.bigInteger('members');
    table.text('members_on');
    table.text('website');
    table.text('privacy_url');
    table.bigInteger('created_at').notNullable();
    table.bigInteger('joined_at');
    table.bigInteger('left_at');
    table.unique(['coalition_id', 'code']);
    table.unique(['coalition_id', 'organization_id']);
  });
}

async function createAgreements(knex: Knex): Promise<void> {
  await knex.schema.createTable('coalition_agreements', (table) => {
    table.text('id').primary();
    table.text('coalition_id').notNullable().references('coalitions.id');
    table.integer('number').notNullable();
    table.text('text').notNullable();
    table.text('who').notNullable();
    table.bigInteger('created_at').notNullable();
    table.unique(['coalition_id', 'number']);
  });
  await knex.schema.createTable('agreement_acceptances', (table) => {
    table.text('agreement_id').notNullable().references('coalition_agreements.id');
    table.text('partner_id').notNullable().references('partners.id');
    table.text('user_id').notNullable();
    // The name as it was then.
    table.text('who').notNullable();
    table.bigInteger('accepted_at').notNullable();
    table.primary(['agreement_id', 'partner_id']);
  });
}

async function createPages(knex: Knex): Promise<void> {
  await knex.schema.createTable('partner_logos', (table) => {
    // The SHA-256 of its bytes.
    table.text('id').primary();
    // image/png, image/jpeg, image/webp
    table.text('type').notNullable();
    table.binary('bytes').notNullable();
  });
  await knex.schema.createTable('partner_page_versions', (table) => {
    table.text('id').primary();
    table.text('partner_id').notNullable().references('partners.id');
    table.integer('number').notNullable();
    // waiting, live, refused
    table.text('state').notNullable();
    // Plain paragraphs above the campaign's own text.
    table.text('intro').notNullable();
    // What supporters agree to when they tick the partner's box; '' where it asks nothing.
    table.text('opt_in_text').notNullable();
    // #rrggbb; null for the campaign's own look.
    table.text('accent');
    table.text('logo_id').references('partner_logos.id');
    table.text('who').notNullable();
    table.bigInteger('created_at').notNullable();
    table.bigInteger('decided_at');
    // Why the lead refused it.
    table.text('reason').notNullable().defaultTo('');
    table.unique(['partner_id', 'number']);
  });
}
