import { median } from '../numbers.js';
import type { Measured } from '../table.js';
import { openLine, openPlain, type Contender } from './contenders.js';
import { startSink } from './fork.js';

type Environment = Readonly<Record<string, string>>;

/** Where letters wait: a file of SQLite, or PostgreSQL and Redis. */
export type Places = { readonly embedded: (name: string) => Environment; readonly bull: Environment };

export type Rounds = { readonly letters: number; readonly rounds: number };

/** Lets one worker, then two, send the same letters as plain pooled nodemailer, in turn, to the same sink. */
export async function race({ embedded, bull }: Places, rounds: Rounds): Promise<Measured[]> {
  const sink = await startSink();
  const sqlite = await openLine('one worker, SQLite + embedded', embedded('race'), { sink, workers: 1 });
  const plain = await openPlain(sink, await sqlite.sample(rounds.letters));
  const one = await openLine('one worker, PostgreSQL + Bull', bull, { sink, workers: 1 });
  const first = await takeRounds([plain, sqlite, one], rounds);
  await one.close();
  const two = await openLine('two workers, PostgreSQL + Bull', bull, { sink, workers: 2 });
  const later = await takeRounds([plain, two], rounds);
  for (const { close } of [plain, sqlite, two, sink]) await close();
  const [, ofSqlite, ofOne] = first;
  const ofTwo = later[1];
  if (!ofSqlite || !ofOne || !ofTwo) throw new Error('A contender is missing.');
  const least = { least: 1.2 };
  return [
    { what: `${ofSqlite.name} / plain pooled nodemailer`, aim: least, ...middle(ofSqlite) },
    { what: `${ofOne.name} / plain pooled nodemailer`, aim: least, ...middle(ofOne) },
    { what: `${ofTwo.name} / plain pooled nodemailer`, aim: undefined, ...middle(ofTwo) },
    {
      what: 'two workers / one worker, PostgreSQL + Bull',
      aim: undefined,
      ratio: middle(ofTwo).ratio / middle(ofOne).ratio,
    },
  ];
}

/** Letters per second in each round, and as a multiple of the first contender's in the same round. */
type Rated = { readonly name: string; readonly rates: readonly number[]; readonly ratios: readonly number[] };

function middle({ rates, ratios }: Rated): { readonly ratio: number; readonly perSecond: number } {
  return { ratio: median(ratios), perSecond: median(rates) };
}

async function takeRounds(contenders: readonly Contender[], { letters, rounds }: Rounds): Promise<Rated[]> {
  // A round that does not count: code is compiled, connections are opened.
  for (const contender of contenders) await contender.send(letters);
  const table: number[][] = [];
  for (let round = 0; round < rounds; round++) {
    const rates: number[] = [];
    for (const contender of contenders) rates.push(letters / (await contender.send(letters)));
    table.push(rates);
  }
  return contenders.map(({ name }, at) => ({
    name,
    rates: table.map((rates) => rates[at] ?? NaN),
    ratios: table.map((rates) => (rates[at] ?? NaN) / (rates[0] ?? NaN)),
  }));
}
