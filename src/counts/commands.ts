import type { Command } from 'commander';
import { print, type Open } from '../platform/command-line.js';
import type { Db } from '../platform/db.js';
import { checkCounts, type CheckResult } from './check.js';

export type CountsTools = {
  readonly db: Db;
  /** Compares, and with `repair` mends, what other folders count by themselves; answers a line for each difference. */
  readonly checkPeople: (options: { readonly repair: boolean }) => Promise<readonly string[]>;
};

/** `clarion counts check`. */
export function addCountsCommands(program: Command, open: Open<CountsTools>): void {
  program
    .command('counts')
    .description('the counters that pages and answers show')
    .command('check')
    .description('recount every row and name each difference; exit 1 when there is one')
    .option('--repair', 'make the counters right')
    .option('--json', 'print JSON')
    .action((flags: { readonly repair?: boolean; readonly json?: boolean }) =>
      open(async ({ db, checkPeople }) => {
        const repair = flags.repair === true;
        const result = { ...(await checkCounts(db, { repair })), people: await checkPeople({ repair }) };
        print(result, flags, () => resultText(result, repair));
        if (result.differences.length + result.people.length > 0 && !repair) process.exitCode = 1;
      }),
    );
}

type Result = CheckResult & { readonly people: readonly string[] };

function resultText({ differences, actions, letters, people }: Result, isRepaired: boolean): string {
  const counted = `${actions} actions and ${letters} letters counted.`;
  if (differences.length + people.length === 0) return `${counted} Every counter agrees with the rows.`;
  const lines = differences.map(
    (one) => `${one.table}: ${one.key}: ${one.measure} is ${one.counted}, the rows say ${one.actual}`,
  );
  const ending = isRepaired
    ? 'The counters were corrected.'
    : 'Run `clarion counts check --repair` to correct the counters.';
  return [counted, ...lines, ...people, ending].join('\n');
}
