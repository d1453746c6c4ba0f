import { Command } from 'commander';

/** What a command printed and how the process would end. */
export type Ran = { readonly output: string; readonly exitCode: number };

/** Runs `clarion <args>` with the commands that `add` adds; errors are thrown as main would report them. */
export async function runCommand(add: (program: Command) => void, args: readonly string[]): Promise<Ran> {
  const program = new Command('clarion').exitOverride();
  add(program);
  const before = { write: process.stdout.write.bind(process.stdout), exitCode: process.exitCode };
  let output = '';
  process.stdout.write = (chunk: string | Uint8Array): boolean => {
    output += String(chunk);
    return true;
  };
  process.exitCode = undefined;
  try {
    await program.parseAsync(['node', 'clarion', ...args]);
    return { output, exitCode: exitCodeNow() };
  } finally {
    process.stdout.write = before.write;
    process.exitCode = before.exitCode;
  }
}

function exitCodeNow(): number {
  return Number(process.exitCode ?? 0);
}
