import { tableText } from '../../src/platform/command-line.js';
import type { Result } from './prove.js';
import { grouped } from './tally.js';

type Lines = Readonly<Record<string, number | string>>;

/** The one table: a line for each measure, a column for each setup. */
export function reportText(results: readonly Result[]): string {
  const columns = results.map(linesOf);
  const names = [...new Set(columns.flatMap((lines) => Object.keys(lines)))].sort(byPart);
  return tableText([
    ['', ...results.map(({ setup }) => setup.name)],
    ...names.map((name) => [name.slice(1), ...columns.map((lines) => String(lines[name] ?? '-'))]),
  ]);
}

/** What makes a result no proof, in words. */
export function violationsOf({ setup, verdict, posted, stepsMissed }: Result): string[] {
  const rude = posted.refusals.entries().filter(([name]) => /^answered (?!503)/.test(name));
  return [
    ...Object.entries(verdict.mustBeNone)
      .filter(([, number]) => number !== 0)
      .map(([name, number]) => `${name}: ${number}`),
    ...(verdict.isReconciled ? [] : ['the counters do not reconcile']),
    ...rude.map(([name, number]) => `supporters were ${name}, ${number} times, instead of 503`),
    ...stepsMissed.map((step) => `nobody was killed ${step}: run it longer`),
  ].map((text) => `${setup.name}: ${text}`);
}

/** Names begin with the number of their part, so that parts stay together where a setup lacks a line. */
function linesOf(result: Result): Lines {
  const { posted, kills, ends, faults, settled, verdict } = result;
  const part = (digit: number, prefix: string, entries: readonly (readonly [string, number])[]): Lines =>
    Object.fromEntries(entries.map(([name, number]) => [`${digit}${prefix}${name}`, number]));
  const deeds = [...grouped(result.deeds, (deed) => deed)].map(([deed, all]) => [deed, all.length] as const);
  const sorted = <Entry extends readonly [string, number]>(entries: readonly Entry[]): Entry[] =>
    [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    '0actions acknowledged': posted.acknowledged.length,
    ...part(0, '  tries: ', sorted(posted.refusals.entries())),
    ...part(1, 'killed ', sorted(kills.entries())),
    ...part(2, '', sorted(ends.entries())),
    ...part(3, 'fault: ', sorted(faults.entries())),
    ...part(4, 'mail server: ', sorted(deeds)),
    ...part(5, '', Object.entries(verdict.shown)),
    '5sent again by an organizer': settled.sentAgain,
    ...part(6, '', Object.entries(verdict.mustBeNone)),
    '7counts reconcile': verdict.isReconciled ? 'yes' : 'NO',
    '8seconds': Math.round(result.seconds),
  };
}

function byPart(one: string, other: string): number {
  return one.charCodeAt(0) - other.charCodeAt(0);
}
