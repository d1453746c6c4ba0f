import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Context } from 'mocha';

/** With CI=true a missing service or missing shared data is a failure, elsewhere a skip with its reason. */
const isCi = process.env['CI'] === 'true';

/** Whether this process runs the tests of some files beside others (`mocha --parallel`). */
export const isWorker = process.env['MOCHA_WORKER_ID'] !== undefined;

/** PostgreSQL for tests: `TEST_DATABASE_URL`, else the data base of this run when that is one, else in CI the usual one. */
export const postgresUrl: string | undefined =
  process.env['TEST_DATABASE_URL'] ??
  (process.env['DATABASE_URL']?.startsWith('postgres') ? process.env['DATABASE_URL'] : undefined) ??
  (isCi ? 'postgres://root@127.0.0.1:5432/test' : undefined);

/** Redis for tests: `TEST_REDIS_URL`, else that of this run, else in CI the usual one. */
export const redisUrl: string | undefined =
  process.env['TEST_REDIS_URL'] ?? process.env['REDIS_URL'] ?? (isCi ? 'redis://127.0.0.1:6379' : undefined);

/** The data base and the queue that the whole suite runs on. */
export const mainDatabaseUrl = process.env['DATABASE_URL'] ?? 'sqlite::memory:';
const isOnPostgres = mainDatabaseUrl.startsWith('postgres');
export const mainRedisUrl = process.env['REDIS_URL'];

const shared = fileURLToPath(new URL('../../../shared/data/', import.meta.url));

/** A path in the shared data; skips the test where they are not there. */
export function sharedData(context: Context, ...path: string[]): string {
  if (!existsSync(shared)) skip(context, 'no shared data');
  return shared + path.join('/');
}

export function sharedJson<Value>(context: Context, ...path: string[]): Value {
  return JSON.parse(readFileSync(sharedData(context, ...path), 'utf8')) as Value;
}

/** Where Debian and others put Chromium. */
export function findChromium(): string | undefined {
  const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  return process.env['CHROMIUM'] ?? places.find((path) => existsSync(path));
}

/** Chromium's path, for a test that looks at pages; CI looks at them once, in its run on SQLite. */
export function needChromium(context: Context): string {
  if (isCi && isOnPostgres) skipHere(context, 'in CI in the run on SQLite');
  return findChromium() ?? skip(context, 'no Chromium; set CHROMIUM to its path');
}

/**
 * For tests that run on both data bases by themselves. CI runs the whole suite on each, so there they run on that run's own.
 */
export function needDatabase(context: Context, name: 'SQLite' | 'PostgreSQL'): void {
  if (isCi && (name === 'PostgreSQL') !== isOnPostgres) skipHere(context, `in CI in the run on ${name}`);
  if (name === 'PostgreSQL' && postgresUrl === undefined) skip(context, 'no PostgreSQL; set TEST_DATABASE_URL');
}

/** Ends a test as skipped, with the reason in its title; in CI it fails. */
export function skip(context: Context, reason: string): never {
  if (isCi) throw new Error(`In CI this must be there: ${reason}`);
  return skipHere(context, reason);
}

function skipHere(context: Context, reason: string): never {
  const runnable = context.test ?? context.currentTest;
  if (runnable) runnable.title += ` (skipped: ${reason})`;
  return context.skip();
}
