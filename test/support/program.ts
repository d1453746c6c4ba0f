import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { programPath } from '../../src/platform/paths.js';
import { captureOutput, exitCodeNow } from './commands.js';
import { useFolder } from './world.js';

/** How a command of the program ended. */
export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** A running process of the program. */
export type RunningProgram = {
  readonly address: string;
  readonly output: () => string;
  /** Ends it as Ctrl-C does, or at once. */
  readonly stop: (signal?: 'SIGINT' | 'SIGKILL') => Promise<Ended>;
};

type Environment = Readonly<Record<string, string>>;

/** Runs one command to its end, in a folder of its own and with no more environment than is given. */
export function runProgram(args: readonly string[], folder: string, env: Environment = {}): Promise<Ended> {
  return ended(launch(args, folder, env));
}

let runs = 0;

/**
 * Runs one command as `runProgram` does, but in this process: main.ts is read anew, with the arguments, folder and
 * environment of the command. That shows the same in a tenth of the time.
 */
export async function runHere(args: readonly string[], folder: string, env: Environment = {}): Promise<Ended> {
  const before = { argv: process.argv, env: process.env, exitCode: process.exitCode, folder: process.cwd() };
  process.argv = ['node', 'clarion', ...args];
  process.env = { PATH: before.env['PATH'], ...env };
  process.exitCode = undefined;
  process.chdir(folder);
  try {
    const main = `${pathToFileURL(programPath('src', 'main.ts')).href}?run=${++runs}`;
    const written = await captureOutput(() => import(main));
    return { code: exitCodeNow(), ...written };
  } finally {
    process.chdir(before.folder);
    process.argv = before.argv;
    process.env = before.env;
    process.exitCode = before.exitCode;
  }
}

let seed: Promise<string> | undefined;

/** A folder in which a command ran before, so that the starter data are loaded; gone after the test. */
export function useSeededFolder(): () => string {
  const folder = useFolder();
  beforeEach(async () => {
    seed ??= makeSeed();
    cpSync(await seed, folder(), { recursive: true });
  });
  return folder;
}

async function makeSeed(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'clarion-seed-'));
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  await runHere(['data', 'status'], folder);
  return folder;
}

/** Starts `start`, `web` or `worker` on a free port and resolves when it says that it is ready. */
export async function startProgram(
  command: 'start' | 'web' | 'worker',
  folder: string,
  env: Environment = {},
): Promise<RunningProgram> {
  const child = launch([command], folder, { PORT: '0', ...env });
  let output = '';
  child.stdout?.on('data', (part: Buffer) => (output += part.toString()));
  child.stderr?.on('data', (part: Buffer) => (output += part.toString()));
  const end = ended(child);
  await new Promise<void>((resolve, reject) => {
    const look = (): void => {
      if (output.includes('Press Ctrl-C')) resolve();
    };
    child.stdout?.on('data', look);
    child.once('exit', () => {
      reject(new Error(`The program ended before it was ready:\n${output}`));
    });
  });
  return {
    address: /Clarion is at (\S+)/.exec(output)?.[1] ?? '',
    output: () => output,
    stop: (signal = 'SIGINT') => {
      child.kill(signal);
      return end;
    },
  };
}

function launch(args: readonly string[], folder: string, env: Environment): ChildProcess {
  const program = [
    '--import',
    pathToFileURL(programPath('node_modules', 'tsx', 'dist', 'loader.mjs')).href,
    programPath('src', 'main.ts'),
    ...args,
  ];
  return spawn(process.execPath, program, { cwd: folder, env: { PATH: process.env['PATH'] ?? '', ...env } });
}

function ended(child: ChildProcess): Promise<Ended> {
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (part: Buffer) => (stdout += part.toString()));
  child.stderr?.on('data', (part: Buffer) => (stderr += part.toString()));
  return new Promise((resolve) => {
    child.once('close', (code) => {
      resolve({ code, stdout, stderr });
    });
  });
}
