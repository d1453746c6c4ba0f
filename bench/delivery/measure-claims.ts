import type { ChildProcess } from 'node:child_process';
import { closeWiring, type Wiring } from '../../src/wiring.js';
import { median } from '../numbers.js';
import type { Measured } from '../table.js';
import { fillWaiting } from './fill-waiting.js';
import { takeActions } from './fill.js';
import { end, heard, start } from './fork.js';
import { openPages } from './pages.js';
import type { Done } from './worker.js';

type Environment = Readonly<Record<string, string>>;

export type ClaimsOptions = {
  /** How the data base is called in the table. */
  readonly name: string;
  readonly env: Environment;
  readonly redisUrl: string;
  readonly letters: number;
  readonly rounds: number;
  /** Letters that wait, few and many. */
  readonly few: number;
  readonly many: number;
};

/**
 * How fast letters are claimed and recorded beside Bull, which adds and processes a job for each, and how much slower
 * that is where very many wait.
 */
export async function measureClaims(options: ClaimsOptions): Promise<Measured[]> {
  const { name, letters, few, many } = options;
  const sending = { SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'letters@mail.example' };
  const env = { ...options.env, ...sending, SECRET: 'a secret for this bench only', LOG_LEVEL: 'warn' };
  const { wiring } = await openPages(env);
  await takeActions(wiring, 1);
  const children = { claims: start('claims', { env }), bull: start('bull', { args: [options.redisUrl] }) };
  for (const child of Object.values(children)) await heard(child);
  try {
    const atFew = await takeRounds(wiring, children, { ...options, waiting: few });
    const atMany = await takeRounds(wiring, children, { ...options, waiting: many });
    const rate = (seconds: readonly number[]): number => letters / median(seconds);
    return [
      {
        what: `claims and records, ${name} / Bull's adding and processing`,
        ratio: median(atFew.map(({ claims, bull }) => bull / claims)),
        aim: { least: 3 },
        perSecond: rate(atFew.map(({ claims }) => claims)),
      },
      {
        what: `time of claims and records, ${name}, ${short(many)} waiting / ${short(few)}`,
        ratio: median(atMany.map(({ claims }) => claims)) / median(atFew.map(({ claims }) => claims)),
        aim: { most: 1.2 },
        perSecond: rate(atMany.map(({ claims }) => claims)),
      },
    ];
  } finally {
    for (const child of Object.values(children)) await end(child);
    await closeWiring(wiring);
  }
}

function short(letters: number): string {
  return letters.toLocaleString('en');
}

type Children = { readonly claims: ChildProcess; readonly bull: ChildProcess };
type Seconds = { readonly claims: number; readonly bull: number };

/** Seconds for as many letters in each round; the first one does not count. */
async function takeRounds(
  { db }: Wiring,
  { claims, bull }: Children,
  { letters, rounds, waiting }: ClaimsOptions & { readonly waiting: number },
): Promise<Seconds[]> {
  const table: Seconds[] = [];
  for (let round = 0; round <= rounds; round++) {
    await fillWaiting(db, waiting + letters);
    table.push({ claims: await secondsOf(claims, letters), bull: await secondsOf(bull, letters) });
  }
  return table.slice(1);
}

async function secondsOf(child: ChildProcess, letters: number): Promise<number> {
  const answer = heard<Done>(child);
  child.send(letters);
  return (await answer).seconds;
}
