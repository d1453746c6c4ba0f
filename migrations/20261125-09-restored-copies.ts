import type { Knex } from 'knex';

/**
 * How a data base knows that it is a copy. `copies` holds a row for each restore; a backup carries one that nobody has
 * looked at. `home` is for PostgreSQL: a row that names the transaction that wrote it and the table that it lies in,
 * neither of which is so any more where it was loaded from a dump. It has no key, so that a dump can be loaded beside it.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('copies', (table) => {
    table.text('id').primary();
    // Of what moment the copy is.
    table.bigInteger('taken_at').notNullable();
    // When its letters and mails were held back; null while nothing may be sent.
    table.bigInteger('held_at');
    // When somebody had decided what was sent since.
    table.bigInteger('settled_at');
  });
  await knex.schema.createTable('home', (table) => {
    table.bigInteger('xid').notNullable();
    table.bigInteger('table_oid').notNullable();
    table.bigInteger('seen_at').notNullable();
  });
  if ((knex.client as { config: { client: string } }).config.client !== 'pg') return;
  await knex.raw('INSERT INTO home (xid, table_oid, seen_at) SELECT 0, 0, 0');
  // The update is of the same transaction, or savepoint, as the row that it reads.
  await knex.raw('UPDATE home SET xid = CAST(CAST(xmin AS text) AS bigint), table_oid = CAST(tableoid AS bigint)');
}

export async function down(knex: Knex): Promise<void> {
  for (const name of ['home', 'copies']) await knex.schema.dropTable(name);
}
