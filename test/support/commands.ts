import { Command } from 'commander';

/** What a command printed and how the process would end. */
export type Ran = { readonly output: string; readonly exitCode: number };

/** Runs `clarion <args>` with the commands that `add` adds; errors are thrown as main would report them. */
export async function runCommand(add: (program: Command) => void, args: readonly string[]): Promise<Ran> {
  const program = new Command('clarion').exitOverride();
  add(program);
  const exitCode = process.exitCode;
  process.exitCode = undefined;
  try {
    const { stdout } = await captureOutput(() => program.parseAsync(['node', 'clarion', ...args]));
    return { output: stdout, exitCode: exitCodeNow() };
  } finally {
    process.exitCode = exitCode;
  }
}

/** What is written to standard output and standard error while something runs. */
export async function captureOutput(
  work: () => Promise<unknown>,
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const written = { stdout: '', stderr: '' };
  const streams = ['stdout', 'stderr'] as const;
  const before = streams.map((name) => process[name].write.bind(process[name]));
  for (const name of streams) {
    process[name].write = (chunk: string | Uint8Array): boolean => {
      written[name] += String(chunk);
      return true;
    };
  }
  try {
    await work();
    return written;
  } finally {
    for (const [index, name] of streams.entries()) process[name].write = before[index] as typeof process.stdout.write;
  }
}

/** How the process would end now; a function, since the compiler believes that nothing changes what it saw assigned. */
export function exitCodeNow(): number {
  return Number(process.exitCode ?? 0);
}
