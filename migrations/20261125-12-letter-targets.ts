import { createHash } from 'node:crypto';
import type { Knex } from 'knex';

/** So many letters are changed by one statement, so that none takes minutes. */
const LETTERS_A_STEP = 50_000;

/**
 * Whom letters are for, once for all letters to the same people: it was most of a letter's row. Rows stay, and each is
 * named by what it holds, so nothing refers to one that is not there.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('letter_targets', (table) => {
    // The beginning of a digest of the text.
    table.text('id').primary();
    table.text('target').notNullable();
  });
  await knex.raw('ALTER TABLE letters RENAME COLUMN target TO target_id');
  await eachStep(knex, async (step) => {
    const texts = await step.clone().distinct<{ target_id: string }[]>('target_id');
    for (const { target_id: target } of texts) {
      const id = idOf(target);
      await knex('letter_targets').insert({ id, target }).onConflict('id').ignore();
      await step.clone().where({ target_id: target }).update({ target_id: id });
    }
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(
    'UPDATE letters SET target_id = (SELECT target FROM letter_targets WHERE letter_targets.id = letters.target_id)',
  );
  await knex.raw('ALTER TABLE letters RENAME COLUMN target_id TO target');
  await knex.schema.dropTable('letter_targets');
}

async function eachStep(knex: Knex, work: (step: Knex.QueryBuilder) => Promise<void>): Promise<void> {
  let after = '';
  for (;;) {
    const last = knex('letters').select('id').where('id', '>', after).orderBy('id').limit(LETTERS_A_STEP);
    const [end] = await knex.from(last.as('step')).max<{ last: string | null }[]>({ last: 'id' });
    if (!end?.last) return;
    await work(knex('letters').where('id', '>', after).where('id', '<=', end.last));
    after = end.last;
  }
}

function idOf(target: string): string {
  return createHash('sha256').update(target).digest('base64url').slice(0, 22);
}
