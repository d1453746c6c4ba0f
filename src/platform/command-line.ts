import { InputError } from './errors.js';

/** Opens what a command needs, runs it and closes everything again. */
export type Open<Tools> = (work: (tools: Tools) => Promise<void>) => Promise<void>;

/** The command was called wrongly: exit 2 instead of 1. */
export class BadCallError extends InputError {}

/** Runs something whose faults are faults of the call. */
export async function asCall<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof InputError ? new BadCallError(error.faults) : error;
  }
}

/** Prints a result: as JSON for programs, as text for people. */
export function print(value: unknown, options: { readonly json?: boolean | undefined }, text: () => string): void {
  process.stdout.write((options.json ? JSON.stringify(value, null, 2) : text()) + '\n');
}

/** Columns of even width, two spaces apart. */
export function tableText(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Shows on standard error how far something is: one moving line on a terminal, a line each quarter elsewhere. */
export function showProgress(label: string, stream: NodeJS.WriteStream = process.stderr): (fraction: number) => void {
  let shown = -1;
  return (fraction) => {
    const percent = Math.floor(fraction * 100);
    const step = stream.isTTY ? percent : Math.floor(percent / 25) * 25;
    if (step <= shown) return;
    shown = step;
    if (stream.isTTY) stream.write(`\r${label} ${step} %${step === 100 ? '\n' : ''}`);
    else stream.write(`${label} ${step} %\n`);
  };
}

/** Tells the person something beside the result, on standard error. */
export function warn(line: string): void {
  process.stderr.write(`${line}\n`);
}
