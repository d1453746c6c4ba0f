import { readFileSync } from 'node:fs';
import pg from 'pg';
import { Redis } from 'ioredis';
import type { OwnPostgres, OwnRedis } from '../services.js';

/** Processor seconds that the services have spent for this data base so far. */
export type Spent = { readonly postgres: number; readonly redis: number };

/** Watches what PostgreSQL's backends for the bench's own data base and its own Redis spend. */
export type Watch = {
  readonly spent: () => Promise<Spent>;
  readonly rows: (sql: string) => Promise<number>;
  readonly close: () => Promise<void>;
};

/** A backend that ended takes what it spent with it: between two looks the pools must stay as they are. */
export function watch(postgres: OwnPostgres, redis: OwnRedis): Watch {
  const pool = new pg.Pool({ connectionString: postgres.url, max: 1 });
  pool.on('error', () => undefined);
  const client = new Redis(redis.url);
  client.on('error', () => undefined);
  return {
    spent: async () => {
      const { rows } = await pool.query<{ pid: number }>(
        'SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      );
      const info = await client.info('cpu');
      const used = ['sys', 'user'].map((kind) =>
        Number(new RegExp(`^used_cpu_${kind}:([\\d.]+)`, 'm').exec(info)?.[1]),
      );
      return {
        postgres: rows.reduce((sum, { pid }) => sum + processorSeconds(pid), 0),
        redis: used.reduce((sum, seconds) => sum + seconds, 0),
      };
    },
    rows: async (sql) => Number((await pool.query<{ count: string }>(sql)).rows[0]?.count),
    close: async () => {
      client.disconnect();
      await pool.end();
    },
  };
}

/** Linux counts in hundredths of a second, for user and system apart (proc(5), fields 14 and 15 of stat). */
function processorSeconds(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
}
