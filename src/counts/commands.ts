import type { Command } from 'commander';
import { print, type Open } from '../platform/command-line.js';
import type { Db } from '../platform/db.js';
import { checkCounts, type CheckResult } from './check.js';

/** `clarion counts check`. */
export function addCountsCommands(program: Command, open: Open<{ readonly db: Db }>): void {
  program
    .command('counts')
    .description('the counters that pages and answers show')
    .command('check')
    .description('recount every row and name each difference; exit 1 when there is one')
    .option('--repair', 'make the counters right')
    .option('--json', 'print JSON')
    .action((flags: { readonly repair?: boolean; readonly json?: boolean }) =>
      open(async ({ db }) => {
        const result = await checkCounts(db, { repair: flags.repair === true });
        print(result, flags, () => resultText(result, flags.repair === true));
        if (result.differences.length > 0 && !flags.repair) process.exitCode = 1;
      }),
    );
}

function resultText({ differences, actions, letters }: CheckResult, isRepaired: boolean): string {
  const counted = `${actions} actions and ${letters} letters counted.`;
  if (differences.length === 0) return `${counted} Every counter agrees with the rows.`;
  const lines = differences.map(
    (one) => `${one.table}: ${one.key}: ${one.measure} is ${one.counted}, the rows say ${one.actual}`,
  );
  const ending = isRepaired
    ? 'The counters were corrected.'
    : 'Run `clarion counts check --repair` to correct the counters.';
  return [counted, ...lines, ending].join('\n');
}
