import type { Command } from 'commander';
import { print, type Open } from '../platform/command-line.js';
import { runChecks, type CheckResult, type CheckState, type DoctorTools } from './check.js';
import { checks } from './checks.js';
import { createDns } from './dns.js';

type Flags = { readonly dns?: string; readonly json?: boolean };

/** `clarion doctor`. */
export function addDoctorCommand(program: Command, open: Open<Omit<DoctorTools, 'dns'>>): void {
  program
    .command('doctor')
    .description('check what sending needs, and say what to do; exit 1 when something fails')
    .option('--dns <server>', 'ask this DNS server, 192.0.2.53 or 192.0.2.53:5353')
    .option('--json', 'print JSON')
    .action((flags: Flags) =>
      open(async (tools) => {
        const results = await runChecks(checks, { ...tools, dns: createDns(flags.dns ? [flags.dns] : undefined) });
        print({ checks: results }, flags, () => reportText(results));
        if (results.some(({ state }) => state === 'fail')) process.exitCode = 1;
      }),
    );
}

const WIDTH = { state: 9, title: 16 };

/** One block a check; lines for the DNS stand alone and unindented, so that they can be copied. */
export function reportText(results: readonly CheckResult[]): string {
  return [...results.map(blockText), summary(results)].join('\n');
}

function blockText({ state, title, found, todo, dns }: CheckResult): string {
  const indent = ' '.repeat(WIDTH.state + WIDTH.title);
  const lines = [
    `${state.padEnd(WIDTH.state)}${title.padEnd(WIDTH.title)}${found}`,
    ...(todo === undefined ? [] : [indent + todo]),
    ...(dns ?? []).flatMap(({ line }) => ['', line, '']),
  ];
  return lines.join('\n');
}

function summary(results: readonly CheckResult[]): string {
  const count = (wanted: CheckState): number => results.filter(({ state }) => state === wanted).length;
  const [fails, warns] = [count('fail'), count('warn')];
  if (fails + warns === 0) return 'All is well.';
  return `${fails} of ${results.length} checks failed, ${warns} warned.`;
}
