import { tableText } from '../src/platform/command-line.js';

/** One line of the table that `npm run bench` prints: a ratio, measured side by side in one run. */
export type Measured = {
  /** What was measured beside what: `campaign page / bare Express hello`. */
  readonly what: string;
  /** The median over the rounds; NaN where it could not be measured, and then `what` says why. */
  readonly ratio: number;
  /** The ratio wanted: at least this, or at most. */
  readonly aim: { readonly least: number } | { readonly most: number } | undefined;
  /** What this machine came to, medians; they tell more about the machine than about the program. */
  readonly perSecond?: number | undefined;
  readonly p50Ms?: number | undefined;
  readonly p99Ms?: number | undefined;
  /** Resident memory of the process that was measured, at the end. */
  readonly residentMb?: number | undefined;
};

/** Whether a ratio is as wanted; undefined where nothing is wanted or nothing was measured. */
export function isMet({ ratio, aim }: Measured): boolean | undefined {
  if (!aim || Number.isNaN(ratio)) return undefined;
  return 'least' in aim ? ratio >= aim.least : ratio <= aim.most;
}

/** The measures as a table. */
export function measuredText(measured: readonly Measured[]): string {
  return tableText(rowsOf(measured));
}

/** The same for a page in Markdown. */
export function measuredMarkdown(measured: readonly Measured[]): string {
  const [head = [], ...rows] = rowsOf(measured).map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const sides = head.map((_, at) => (at === 0 ? '---' : '--:'));
  return [head, sides, ...rows].map(line).join('\n');
}

function rowsOf(measured: readonly Measured[]): string[][] {
  return [
    ['what', 'ratio', 'aim', 'met', 'per second', 'p50 ms', 'p99 ms', 'MB'],
    ...measured.map((one) => [
      one.what,
      short(one.ratio),
      aimText(one),
      { true: 'yes', false: 'NO', undefined: '' }[String(isMet(one)) as 'true'],
      one.perSecond === undefined ? '' : Math.round(one.perSecond).toLocaleString('en'),
      short(one.p50Ms),
      short(one.p99Ms),
      short(one.residentMb, 0),
    ]),
  ];
}

function aimText({ aim }: Measured): string {
  if (!aim) return '';
  return 'least' in aim ? `≥ ${aim.least}` : `≤ ${aim.most}`;
}

function short(value: number | undefined, digits = 2): string {
  return value === undefined || Number.isNaN(value) ? '' : value.toFixed(digits);
}
