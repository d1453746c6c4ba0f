import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import pg from 'pg';

/** A data base of the run's own on a PostgreSQL server. */
export type OwnPostgres = {
  readonly url: string;
  /** Ends some of the connections of the program. */
  readonly cut: (random: () => number) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Makes a data base beside the named one; `close` drops it. */
export async function createPostgres(serverUrl: string, purpose: string): Promise<OwnPostgres> {
  const name = `clarion_${purpose}_${process.pid}`;
  const admin = new pg.Client({ connectionString: serverUrl });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    cut: async (random) => {
      const { rows } = await admin.query<{ pid: number }>('SELECT pid FROM pg_stat_activity WHERE datname = $1', [
        name,
      ]);
      for (const { pid } of rows) if (random() < 0.5) await admin.query('SELECT pg_terminate_backend($1)', [pid]);
    },
    close: async () => {
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await admin.end();
    },
  };
}

/** A Redis server of the run's own. */
export type OwnRedis = {
  readonly url: string;
  readonly flush: () => Promise<unknown>;
  /** Closes the connections of everybody else. */
  readonly cut: () => Promise<unknown>;
  /** Memory in use, in bytes. */
  readonly usedBytes: () => Promise<number>;
  readonly kill: () => void;
  readonly start: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Starts `redis-server`, which keeps nothing on the disk, on a free port. */
export async function createRedis(folder: string): Promise<OwnRedis> {
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let server: ChildProcess | undefined;
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => 200, maxRetriesPerRequest: 0 });
  client.on('error', () => undefined);
  const start = async (): Promise<void> => {
    const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    server = spawn('redis-server', [...settings, '--dir', folder], { stdio: 'ignore' });
    await once(server, 'spawn');
    while (!(await client.ping().catch(() => undefined))) await sleep(50);
  };
  await start();
  return {
    url,
    start,
    flush: () => client.flushall(),
    cut: () => client.client('KILL', 'SKIPME', 'yes', 'TYPE', 'normal'),
    usedBytes: async () => Number(/^used_memory:(\d+)/m.exec(await client.info('memory'))?.[1]),
    kill: () => void server?.kill('SIGKILL'),
    close: async () => {
      client.disconnect();
      if (!server || server.exitCode !== null || server.signalCode !== null) return;
      server.kill('SIGKILL');
      await once(server, 'exit');
    },
  };
}

/** A disk that can be filled up. */
export type OwnDisk = {
  readonly folder: string;
  /** False where it could not be mounted: then the SQLite file's own limit has to stand in. */
  readonly isOwn: boolean;
  readonly fill: () => void;
  readonly empty: () => void;
  readonly close: () => void;
};

const DISK_BYTES = 128 * 1024 * 1024;

/** Mounts a small disk in memory at a new folder, where this may be done. */
export function createDisk(folder: string): OwnDisk {
  const filler = join(folder, 'filler');
  mkdirSync(folder);
  const isOwn = mount(folder);
  return {
    folder,
    isOwn,
    fill: () => {
      try {
        writeFileSync(filler, Buffer.alloc(DISK_BYTES));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
    },
    empty: () => rmSync(filler, { force: true }),
    close: () => {
      if (isOwn) execFileSync('umount', ['--lazy', folder]);
    },
  };
}

function mount(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'none', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
