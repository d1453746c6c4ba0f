import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { LogLine, MailServerMessage, MailServerOrder, Weather } from './mail-server.js';
import type { Run } from './run.js';

/** The mail server's process, from outside. */
export type MailServer = {
  /** One for each process of the program. */
  readonly ports: readonly number[];
  readonly weather: (weather: Weather) => void;
  /** Hears whom to kill in the middle of a letter. */
  readonly onKill: (kill: (port: number, step: string) => void) => void;
  readonly log: () => LogLine[];
  readonly close: () => Promise<void>;
};

const ENTRY = fileURLToPath(new URL('./mail-server.js', import.meta.url));

export async function startMailServer(run: Run, ports: number): Promise<MailServer> {
  const logFile = run.file('mail.log');
  const order: MailServerOrder = { seed: Math.floor(run.random() * 2 ** 32), ports, logFile };
  const child = fork(ENTRY, [JSON.stringify(order)], { env: {} });
  const [listening] = (await once(child, 'message')) as [MailServerMessage];
  return {
    ports: listening.kind === 'listening' ? listening.ports : [],
    weather: (weather) => void child.send(weather),
    onKill: (kill) => {
      child.on('message', (message: MailServerMessage) => {
        if (message.kind === 'kill') kill(message.port, message.step);
      });
    },
    log: () =>
      readFileSync(logFile, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as LogLine),
    close: async () => {
      child.disconnect();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}
