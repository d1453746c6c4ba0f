import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { programPath } from '../../src/platform/paths.js';

/** The campaign that needs no further data: three offices by mail, one vacant seat. */
export const CAMPAIGN = 'harbourview-hotel-training';

/** A running `clarion start`. */
export type Program = { readonly address: string; readonly kill: () => Promise<void> };

/** Starts the program and resolves when it is ready. @throws Error when it ends before */
export async function startProgram(env: Readonly<Record<string, string>>, logFile: string): Promise<Program> {
  const output = openSync(logFile, 'w');
  const program = [programPath('dist', 'src', 'main.js'), 'start'];
  const child = spawn(process.execPath, program, { env: { ...env, PORT: '0' }, stdio: ['ignore', output, output] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  for (;;) {
    const said = await readFile(logFile, 'utf8');
    const address = said.includes('Press Ctrl-C') ? /Clarion is at (\S+)/.exec(said)?.[1] : undefined;
    if (address !== undefined) return { address, kill: () => (child.kill('SIGKILL'), ended) };
    if (child.exitCode !== null) throw new Error(`The program ended:\n${said}`);
    await sleep(50);
  }
}

/** People write, a few at a time; each wants a copy by mail. @throws Error when a letter is not taken */
export async function letWrite({ address }: Program, people: readonly string[]): Promise<void> {
  const waiting = [...people];
  const stand = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const supporter = { given_name: 'Ana', family_name: `Lima ${name}`, postal_code: '80202' };
      const response = await fetch(`${address}/api/v1/campaigns/${CAMPAIGN}/actions`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Idempotency-Key': `drill-${name}` },
        body: JSON.stringify({ supporter: { ...supporter, email: `${name}@supporter.example` }, copy: true }),
      });
      if (response.status !== 201) throw new Error(`${name} was answered ${response.status}: ${await response.text()}`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, stand));
}
