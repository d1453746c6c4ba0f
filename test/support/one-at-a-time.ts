import type { Db } from '../../src/platform/db.js';

type Client = { query: (connection: unknown, asked: unknown) => Promise<unknown> };

/**
 * Watches the transactions that the program opens inside a test's own: answers what was asked in one of them while it was
 * still busy. A driver puts such questions one after the other at best, and `pg` is going to refuse them.
 */
export function watchTransactions(outer: Db): readonly string[] {
  const askedWhileBusy: string[] = [];
  watchInside(outer, askedWhileBusy);
  return askedWhileBusy;
}

type Work = (trx: Db) => unknown;

function watchInside(outer: Db, askedWhileBusy: string[]): void {
  const open = outer.transaction.bind(outer) as (work?: Work, config?: object) => Promise<unknown>;
  const watchedAt =
    (work: Work): Work =>
    (trx) => {
      watchQuestions(trx, askedWhileBusy);
      watchInside(trx, askedWhileBusy);
      return work(trx);
    };
  // Without work it is another test's own, within this one.
  const watched: typeof open = (work, config) => open(work && watchedAt(work), config);
  Object.defineProperty(outer, 'transaction', { value: watched });
}

/** Answers what one connection or transaction is asked from now on while it is still busy. */
export function watchQuestions(db: Db, askedWhileBusy: string[] = []): readonly string[] {
  const client = db.client as Client;
  const ask = client.query.bind(client);
  let busy = 0;
  client.query = (connection, asked) => {
    if (busy > 0) askedWhileBusy.push(textOf(asked));
    busy += 1;
    return ask(connection, asked).finally(() => {
      busy -= 1;
    });
  };
  return askedWhileBusy;
}

function textOf(asked: unknown): string {
  return typeof asked === 'string' ? asked : (asked as { readonly sql: string }).sql;
}
