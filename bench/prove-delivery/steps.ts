import type { Channel } from '../../src/deliveries/index.js';
import type { Db } from '../../src/platform/db.js';

/** The steps of a letter at which a process of the program kills itself, in the order in which a letter passes them. */
export const WEB_STEPS = [
  'before the action’s rows',
  'before the action’s commit',
  'after the action’s commit',
] as const;
export const WORKER_STEPS = [
  'before the attempt row',
  'before the claim’s commit',
  'after the claim’s commit',
  'before the connection',
  'after the connection, before the content',
  'content noted, none sent',
  'content under way',
  'after 250',
  'before the outcome’s commit',
  'after the outcome’s commit',
] as const;

/** Steps that only the mail server can see: it asks for the kill while it keeps its answer to itself. */
export const SERVER_STEPS = ['after DATA, letter not taken', 'after DATA, letter taken'] as const;

export type Step = (typeof WEB_STEPS)[number] | (typeof WORKER_STEPS)[number] | (typeof SERVER_STEPS)[number];

/** Says that a process passes a step; at the armed one, when it has been passed often enough, the process dies. */
export type Passing = (step: Step) => void;

/** Arms a process with one step; `times` is how often it passes the step before it dies there. */
export function armed(step: string, times: number): { readonly pass: Passing; readonly disarm: () => void } {
  let left = times;
  return {
    pass: (passed) => {
      if (passed === step && --left <= 0) process.kill(process.pid, 'SIGKILL');
    },
    disarm: () => {
      left = Infinity;
    },
  };
}

type Asked = { readonly sql: string };

/** What the statements of a transaction tell about what it is for. */
const KINDS = [
  { mark: /INSERT INTO actions\b/i, kind: 'action', first: 'before the action’s rows' },
  { mark: /INSERT INTO attempts\b/i, kind: 'claim', first: 'before the attempt row' },
  { mark: /UPDATE attempts\b[^]*\bfinished_at\b/i, kind: 'outcome', first: undefined },
] as const;

type Work = (trx: Db) => Promise<unknown>;

/** Watches the transactions of a data base for the steps in them. */
export function watchTransactions(db: Db, pass: Passing): void {
  const begin = db.transaction.bind(db) as (work: Work) => Promise<unknown>;
  const transaction = async (work: Work): Promise<unknown> => {
    let kind: (typeof KINDS)[number]['kind'] | undefined;
    const result = await begin((trx) => {
      trx.on('query', ({ sql }: Asked) => {
        const found = KINDS.find(({ mark }) => mark.test(sql));
        kind ??= found?.kind;
        if (found?.first) pass(found.first);
        if (kind && sql.startsWith('COMMIT')) pass(`before the ${kind}’s commit`);
      });
      return work(trx);
    });
    if (kind) pass(`after the ${kind}’s commit`);
    return result;
  };
  Object.defineProperty(db, 'transaction', { value: transaction });
}

/** A channel that tells how far each letter has come. */
export function watchedChannel(channel: Channel, pass: Passing): Channel {
  return {
    ...channel,
    send: async (letter, beforeContent) => {
      pass('before the connection');
      const outcome = await channel.send(letter, async () => {
        pass('after the connection, before the content');
        await beforeContent();
        pass('content noted, none sent');
        setImmediate(pass, 'content under way');
      });
      pass('after 250');
      return outcome;
    },
  };
}
