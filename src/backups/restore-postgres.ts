import { openDb, type Db } from '../platform/db.js';
import { ConflictError, InputError } from '../platform/errors.js';
import { refuseNewer } from '../platform/migrations.js';
import { readWhole } from './copy-postgres.js';
import { createPostgresTools, expectTool, type PostgresTools } from './postgres-tools.js';
import type { Restored, RestoreTools, Settle } from './restored.js';
import { hasPeople } from './store.js';
import { databaseName } from './store-server.js';

/**
 * Loads a dump into the data base that the settings name, in one transaction: all of it or nothing. It must be empty, or
 * hold no more than a first start puts into it.
 * @throws InputError when the dump is damaged @throws ConflictError when people's data are there
 */
export async function restorePostgres(tools: RestoreTools, file: string, settle: Settle): Promise<Restored> {
  const { config, environmentWith } = tools;
  const programs = createPostgresTools(config.DATABASE_URL, environmentWith);
  const db = openDb(config.DATABASE_URL);
  try {
    await expectTool(programs, 'pg_restore', db);
    await expectEmpty(db);
    await expectOurs(programs, file);
    await readWhole(programs, file);
    const loading = ['--single-transaction', '--exit-on-error', '--no-owner', '--no-privileges'];
    await programs.run('pg_restore', [...loading, '--clean', '--if-exists', file], true);
    return await settle(db);
  } finally {
    await db.destroy();
  }
}

async function expectEmpty(db: Db): Promise<void> {
  if (!(await hasPeople(db))) return;
  throw new ConflictError(
    'not-empty',
    `There are people's data in the database ${await databaseName(db)}. Make a new one (createdb), let DATABASE_URL name it, and restore into that.`,
  );
}

/** Of Clarion, and not of a newer one. @throws InputError @throws NewerDatabaseError */
async function expectOurs(programs: PostgresTools, file: string): Promise<void> {
  const sql = await programs.run('pg_restore', ['--data-only', '--table=knex_migrations', '--file=-', file]);
  const rows = /^COPY \S*knex_migrations \(([^)]*)\) FROM stdin;\n(.*?)^\\\.$/ms.exec(sql);
  const column = rows?.[1]?.split(', ').indexOf('name') ?? -1;
  const names = (rows?.[2] ?? '').split('\n').flatMap((line) => line.split('\t')[column] ?? []);
  if (names.length === 0) throw new InputError([{ field: 'backup', file, message: 'is no dump of Clarion' }]);
  await refuseNewer(names);
}
