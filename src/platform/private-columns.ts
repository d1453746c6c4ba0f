import type { Knex } from 'knex';
import type { PrivateText } from './private-text.js';

type Configured = { readonly config: { readonly privateText?: PrivateText } };

/** What encrypts texts of this data base; undefined where nothing does. Transactions have their data base's. */
export function privateTextOf(db: Knex): PrivateText | undefined {
  return (db.client as Configured).config.privateText;
}

/** A text of a private column as it is to be stored, for statements that are not made by `records`. */
export function sealed<Text extends string | null>(db: Knex, text: Text): Text | string {
  return text === null ? text : (privateTextOf(db)?.seal(text) ?? text);
}

/** A text that rows are found by, as it is to be stored. */
export function sealedLookup(db: Knex, text: string): string {
  return privateTextOf(db)?.sealLookup(text) ?? text;
}

/** Every way in which such a text may be stored, for `column IN (…)`; itself alone where nothing is encrypted. */
export function lookupForms(db: Knex, text: string): readonly string[] {
  return privateTextOf(db)?.lookupForms(text) ?? [text];
}

/** Rows with the values of their private columns encrypted; the very rows where nothing is to be. */
export function sealRows(
  db: Knex,
  columns: Readonly<Record<string, string>>,
  rows: readonly object[],
): readonly object[] {
  const text = privateTextOf(db);
  if (!text) return rows;
  const values = Object.keys(columns).filter((name) => columns[name] === 'private');
  const lookups = Object.keys(columns).filter((name) => columns[name] === 'lookup');
  if (values.length + lookups.length === 0) return rows;
  return rows.map((row) => {
    const copy: Record<string, unknown> = { ...row };
    for (const name of values) copy[name] = sealValue(copy[name], text.seal);
    for (const name of lookups) copy[name] = sealValue(copy[name], text.sealLookup);
    return copy;
  });
}

function sealValue(value: unknown, seal: (text: string) => string): unknown {
  return typeof value === 'string' ? seal(value) : value;
}

/** Opens every encrypted text in what a statement answered, as Knex hands it over on either data base. */
export function opening(text: PrivateText): (result: unknown) => unknown {
  return (result) => {
    if (Array.isArray(result)) for (const row of result) openRow(text, row);
    else if (typeof result === 'object' && result !== null) {
      const { rows } = result as { readonly rows?: unknown };
      if (Array.isArray(rows)) for (const row of rows) openRow(text, row);
      else openRow(text, result);
    }
    return result;
  };
}

function openRow(text: PrivateText, row: unknown): void {
  if (typeof row !== 'object' || row === null) return;
  const fields = row as Record<string, unknown>;
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'string' && value.startsWith('enc:')) fields[name] = text.open(value);
  }
}
