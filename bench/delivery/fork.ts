import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Starts a file of this folder as a process of its own. */
export function start(file: string, options: Starting = {}): ChildProcess {
  const path = fileURLToPath(new URL(`./${file}.js`, import.meta.url));
  return fork(path, [...(options.args ?? [])], { env: options.env ?? {}, execArgv: ['--expose-gc'] });
}

type Starting = { readonly args?: readonly string[]; readonly env?: Readonly<Record<string, string>> };

/** The next thing that a process tells. @throws Error when it ends instead */
export async function heard<Message>(child: ChildProcess): Promise<Message> {
  const ending = new AbortController();
  const { signal } = ending;
  const ended = once(child, 'exit', { signal }).then(() => Promise.reject(new Error('A process of the bench ended.')));
  try {
    const [message] = (await Promise.race([once(child, 'message', { signal }), ended])) as [Message];
    return message;
  } finally {
    ended.catch(() => undefined);
    ending.abort();
  }
}

export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** A mail server that takes everything. */
export type Sink = { readonly url: string; readonly close: () => Promise<void> };

export async function startSink(): Promise<Sink> {
  const child = start('sink');
  return { url: `smtp://127.0.0.1:${await heard<number>(child)}`, close: () => end(child) };
}
