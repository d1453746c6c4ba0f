/**
 * Proves that a restored data base sends no letter twice: the real program, a real mail server, a backup while letters
 * leave, a kill, and the backup brought back in four ways. Prints one table; exit 1 where anything is not as promised.
 * `npm run drill:restore -- [--only TEXT] [--postgres URL]`
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { tableText } from '../src/platform/command-line.js';
import { drill, LETTERS_BY_MAIL, type Drilled } from './drill-restore/drill.js';
import { waysOver } from './drill-restore/ways.js';

const { values: options } = parseArgs({
  options: {
    /** Only ways whose name contains this. */
    only: { type: 'string', default: '' },
    postgres: { type: 'string', default: 'postgres://root@127.0.0.1:5432/test' },
  },
});

const folder = mkdtempSync(join(tmpdir(), 'clarion-drill-'));
const say = (line: string): void => void process.stdout.write(line + '\n');
const drilled: Drilled[] = [];
const ways = waysOver(options.postgres).filter(({ name }) => name.includes(options.only));
// Each data base has a lane of its own; where one fails, the other still clears away what it made.
const lanes = await Promise.allSettled(
  (['sqlite', 'dump'] as const).map(async (ending) => {
    for (const way of ways.filter((one) => one.ending === ending)) {
      say(`${String(Math.round(performance.now() / 1000)).padStart(4)} s  ${way.name}`);
      drilled.push(await drill(way, folder));
    }
  }),
);
for (const lane of lanes) if (lane.status === 'rejected') throw lane.reason;
say(`\n${drilledText(drilled)}\n`);
const faults = drilled.flatMap(faultsOf);
if (faults.length === 0) {
  rmSync(folder, { recursive: true });
  say('No letter and no mail arrived twice, none is missing, and new letters went out.');
} else {
  say(`${faults.join('\n')}\nThe logs of all processes are in ${folder}`);
  process.exitCode = 1;
}

function drilledText(rows: readonly Drilled[]): string {
  return tableText([
    ['', 'in the backup', 'sent before', 'sent after', 'held', 'by the log', 'released', 'new', 'twice', 'missing'],
    ...rows.map((row) => [
      row.way,
      ...[row.inBackup, row.arrivedBefore, row.arrivedBetween, row.held, row.notedSent, row.released].map(String),
      ...[row.newLetters, row.doubled.length, row.missing].map(String),
    ]),
  ]);
}

function faultsOf(row: Drilled): string[] {
  const faults: readonly [boolean, string][] = [
    [row.doubled.length > 0, `arrived twice: ${row.doubled.join(', ')}`],
    [row.missing > 0, `${row.missing} letters never arrived, or are not known to be sent`],
    [row.newLetters !== LETTERS_BY_MAIL, `${row.newLetters} letters left before anything was settled`],
    [row.notedSent === 0 || row.released === 0, 'nothing was sent, or nothing waited, in between: it proves nothing'],
    [row.held !== row.notedSent + row.released, 'what was held is not what was settled'],
    [!row.countersAgree, 'the counters differ from the rows'],
  ];
  return faults.flatMap(([isFault, text]) => (isFault ? [`${row.way}: ${text}`] : []));
}
