import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { importFile } from '../../src/data-sets/index.js';
import { importSources } from '../../src/import-sources.js';
import type { Db } from '../../src/platform/db.js';
import { InputError } from '../../src/platform/errors.js';
import { beginTest, openTestDatabase } from '../../test/support/databases.js';
import { FILE_DAY, importing } from '../../test/support/imports.js';
import type { Fuzzing } from '../target.js';
import { mutate, mutations } from './mutate.js';
import { samples } from './samples.js';

/** A small file may keep the process busy for so long, and take so much memory. */
const MOST_MS = 4_000;
const MOST_BYTES = 500_000_000;

/** Imports spoiled files: each is taken whole, or refused in words and leaves nothing behind. */
export async function fuzzImports(): Promise<Fuzzing> {
  const base = await openTestDatabase('sqlite::memory:');
  const folder = mkdtempSync(join(tmpdir(), 'clarion-fuzz-'));
  const property = fc.asyncProperty(fc.constantFrom(...samples.keys()), mutations, async (index, done) => {
    const sample = samples[index];
    const source = importSources.find(({ name }) => name === sample?.source);
    if (!sample || !source) throw new Error(`no source ${sample?.source ?? ''}`);
    const path = join(folder, sample.name);
    writeFileSync(path, mutate(sample.file, done));
    const { trx, end } = await beginTest(base.db);
    try {
      const options = { asOf: FILE_DAY, ...sample.options };
      await cleanly(trx, () => importFile({ ...importing, db: trx }, { source, path, options }), done.length === 0);
    } finally {
      await end();
    }
  });
  return {
    property,
    end: async () => {
      await base.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Does it whole, or refuses it in words and changes nothing. @throws Error where it does otherwise */
export async function cleanly(db: Db, work: () => Promise<unknown>, mustWork = false): Promise<void> {
  const before = await rowCounts(db);
  const [cpu, memory] = [process.cpuUsage(), process.memoryUsage.rss()];
  const error: unknown = await work().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  const { user, system } = process.cpuUsage(cpu);
  if ((user + system) / 1000 > MOST_MS) throw new Error(`took ${(user + system) / 1000} ms`);
  if (process.memoryUsage.rss() - memory > MOST_BYTES) throw new Error('took too much memory');
  if (error === undefined) return;
  if (!(error instanceof InputError) || mustWork) throw new Error('no plain refusal', { cause: error });
  if ((await rowCounts(db)) !== before) throw new Error(`refused, but something was written: ${error.message}`);
}

/** How many rows each table holds. */
async function rowCounts(db: Db): Promise<string> {
  const tables = await db('sqlite_master').where({ type: 'table' }).select<{ name: string }[]>('name');
  const one = tables.map(({ name }) => `SELECT '${name}' AS name, count(*) AS rows FROM "${name}"`);
  const counted: unknown[] = [];
  for (let at = 0; at < one.length; at += 100) counted.push(await db.raw(one.slice(at, at + 100).join(' UNION ALL ')));
  return JSON.stringify(counted);
}
