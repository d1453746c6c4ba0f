import type { DataSet } from '../data-sets/index.js';
import { insertRecords, query, type Db } from '../platform/db.js';
import type { FormField, OfficeForm } from './office-form.js';

const COLUMNS = {
  person: 'text',
  url: 'text',
  asks: 'text',
  max_characters: 'bigint',
  has_captcha: 'bigint',
  data_set_id: 'text',
} as const;

type Row = Omit<OfficeForm, 'asks' | 'hasCaptcha'> & { readonly asks: string; readonly hasCaptcha: number };

/** All web forms of offices. */
export async function listOfficeForms(db: Db): Promise<OfficeForm[]> {
  const rows = await query<Row>(
    db,
    `SELECT person, url, asks, max_characters AS "maxCharacters", has_captcha AS "hasCaptcha"
       FROM office_forms ORDER BY person`,
  );
  return rows.map((row) => ({ ...row, asks: JSON.parse(row.asks) as FormField[], hasCaptcha: row.hasCaptcha === 1 }));
}

/** Puts these forms in the place of all that are stored. */
export async function replaceOfficeForms(trx: Db, forms: readonly OfficeForm[], dataSet: DataSet): Promise<void> {
  await trx('office_forms').delete();
  const rows = forms.map(({ person, url, asks, maxCharacters, hasCaptcha }) => ({
    person,
    url,
    asks: JSON.stringify(asks),
    max_characters: maxCharacters,
    has_captcha: hasCaptcha ? 1 : 0,
    data_set_id: dataSet.id,
  }));
  await insertRecords(trx, { table: 'office_forms', columns: COLUMNS }, rows);
}

/** Which of these people stand in no roster. */
export async function findStrangers(trx: Db, people: readonly string[]): Promise<string[]> {
  const known = await query<{ person: string }>(trx, 'SELECT DISTINCT person FROM officials WHERE ended_on IS NULL');
  const keys = new Set(known.map(({ person }) => person));
  return people.filter((person) => !keys.has(person));
}
