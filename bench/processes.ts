import { execFileSync, fork, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { programPath } from '../src/platform/paths.js';
import { end, heard } from './delivery/fork.js';
import { freePort } from './services.js';

/** A server that is measured, as a process of its own. */
export type MeasuredServer = {
  /** Without a slash at the end: `http://127.0.0.1:31234`. */
  readonly url: string;
  readonly pid: number;
  /** Resident memory at this moment, in megabytes. */
  readonly residentMb: () => number;
  /** Ends it at once, as a failing machine would. */
  readonly kill: () => Promise<void>;
};

type Environment = Readonly<Record<string, string>>;

/** How the program is started beside its environment. */
export type ProgramStart = {
  /** Where its own files and its log go; made when it is not there. A second start in it finds what the first one wrote. */
  readonly folder: string;
  readonly env?: Environment;
  readonly command?: 'web' | 'start';
  /** Arguments for Node itself: `--cpu-prof`. */
  readonly nodeArgs?: readonly string[];
};

/** The data base is made and the starter data are loaded within this time, also where the machine is busy. */
const READY_MS = 120_000;

/** Starts the smallest Express program there is, which every rate is compared with. */
export async function startHello(): Promise<MeasuredServer> {
  const path = fileURLToPath(new URL('./hello.js', import.meta.url));
  const child = fork(path, [], { env: {}, execArgv: [] });
  return measured(child, await heard<number>(child));
}

/**
 * Starts the program as it is shipped on a free port, with a data base in the folder unless the environment names one, and
 * resolves once it takes letters. @throws Error with its log when it does not come up
 */
export async function startProgram(start: ProgramStart): Promise<MeasuredServer> {
  const { folder, env = {}, command = 'web', nodeArgs = [] } = start;
  mkdirSync(folder, { recursive: true });
  const log = join(folder, 'program.log');
  const output = openSync(log, 'a');
  const port = await freePort();
  const child = spawn(process.execPath, [...nodeArgs, programPath('dist', 'src', 'main.js'), command], {
    cwd: folder,
    env: { PORT: String(port), DATABASE_URL: `sqlite:${join(folder, 'clarion.sqlite')}`, SECRET, ...env },
    stdio: ['ignore', output, output],
  });
  const server = measured(child, port);
  if (!(await isReady(server.url, child))) {
    await server.kill();
    throw new Error(`The program did not come up:\n${readFileSync(log, 'utf8').slice(-2_000)}`);
  }
  return server;
}

/** The program's SECRET, with which a bench makes form tokens of its own. */
export const SECRET = 'a secret for this bench only, nothing else';

function measured(child: ChildProcess, port: number): MeasuredServer {
  const pid = child.pid ?? 0;
  // Whoever is interrupted leaves no server behind.
  const leave = (): void => void child.kill('SIGKILL');
  process.once('exit', leave);
  return {
    url: `http://127.0.0.1:${port}`,
    pid,
    residentMb: () => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1_024,
    kill: async () => {
      process.off('exit', leave);
      await end(child);
    },
  };
}

async function isReady(url: string, child: ChildProcess): Promise<boolean> {
  const giveUpAt = performance.now() + READY_MS;
  while (performance.now() < giveUpAt && child.exitCode === null && child.signalCode === null) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return true;
    await sleep(100);
  }
  return false;
}
