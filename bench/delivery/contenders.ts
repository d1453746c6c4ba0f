import type { OutgoingLetter } from '../../src/deliveries/index.js';
import { query } from '../../src/platform/db.js';
import { closeWiring } from '../../src/wiring.js';
import { MAILED_PER_ACTION, takeActions } from './fill.js';
import { end, heard, start, type Sink } from './fork.js';
import { openPages } from './pages.js';
import type { Done, Go } from './worker.js';

/** Who sends letters to the sink. */
export type Contender = {
  readonly name: string;
  /** Sends so many letters and answers how many seconds that took, without their making. */
  readonly send: (letters: number) => Promise<number>;
  readonly close: () => Promise<void>;
};

/** The program's own line: a web side that takes letters, and workers. */
export type Line = Contender & {
  /** Letters as a worker composes them. */
  readonly sample: (letters: number) => Promise<readonly OutgoingLetter[]>;
};

type Environment = Readonly<Record<string, string>>;

export async function openLine(
  name: string,
  given: Environment,
  { sink, workers }: { readonly sink: Sink; readonly workers: number },
): Promise<Line> {
  const env = settings(given, sink);
  const pages = await openPages(env);
  const { wiring } = pages;
  const children = Array.from({ length: workers }, () => start('worker', { env }));
  for (const child of children) await heard(child);
  return {
    name,
    send: async (letters) => {
      await takeActions(wiring, letters / MAILED_PER_ACTION);
      const calls = pages.calls.splice(0);
      const answers = children.map((child) => heard<Done>(child));
      for (const child of children) child.send({ calls } satisfies Go);
      return Math.max(...(await Promise.all(answers)).map(({ seconds }) => seconds));
    },
    sample: async (letters) => {
      await takeActions(wiring, letters / MAILED_PER_ACTION);
      const rows = await query<{ id: string; letterId: string }>(
        wiring.db,
        `SELECT id, letter_id AS "letterId" FROM deliveries WHERE state = 'queued'`,
      );
      return [...(await wiring.compose(rows)).values()];
    },
    close: async () => {
      await Promise.all(children.map(end));
      await closeWiring(wiring);
    },
  };
}

/** Nodemailer alone, with letters that are given to it. */
export async function openPlain(sink: Sink, letters: readonly OutgoingLetter[]): Promise<Contender> {
  const child = start('plain', { env: settings({}, sink) });
  await heard(child);
  return {
    name: 'plain pooled nodemailer',
    send: async (count) => {
      const answer = heard<Done>(child);
      child.send(letters.slice(0, count));
      return (await answer).seconds;
    },
    close: () => end(child),
  };
}

function settings(given: Environment, sink: Sink): Environment {
  return {
    ...given,
    SMTP_URL: sink.url,
    MAIL_FROM: 'letters@mail.example',
    SECRET: 'a secret for this bench only',
    LOG_LEVEL: 'warn',
  };
}
