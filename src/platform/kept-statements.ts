import type { Database, Statement } from 'sqlite3';

/** Statements kept at the most; what is asked over and over is far fewer. */
const MOST_KEPT = 200;

type Answered = (this: unknown, error: Error | null, rows?: unknown[]) => void;

/** A compiled statement, with those who asked before it was: they alone are told where it cannot be compiled. */
type Kept = { readonly statement: Statement; asking: Answered[] | undefined };

/**
 * Lets a connection to SQLite keep the statements it has compiled: the same text is compiled once, and each call of it is
 * one errand to another thread less. A statement that fails is let go, since it may hold a lock until then.
 */
export function keepStatements(connection: Database): void {
  const kept = new Map<string, Kept>();
  const drop = (sql: string): void => {
    kept.get(sql)?.statement.finalize();
    kept.delete(sql);
  };
  const find = (sql: string): Kept => {
    const found = kept.get(sql) ?? compile(connection, sql, () => kept.delete(sql));
    // What was asked for longest ago is first in line to be let go.
    kept.delete(sql);
    kept.set(sql, found);
    const [oldest] = kept.keys();
    if (oldest !== undefined && kept.size > MOST_KEPT) drop(oldest);
    return found;
  };
  const all = (sql: string, values: unknown, answered: Answered): Database => {
    const one = find(sql);
    one.asking?.push(answered);
    one.statement.all(values, function (this: unknown, error: Error | null, rows?: unknown[]) {
      if (error && kept.get(sql) === one) drop(sql);
      answered.call(this, error, rows);
    });
    return connection;
  };
  // `close` is refused while statements are open.
  const close = (...given: Parameters<Database['close']>): void => {
    for (const sql of kept.keys()) drop(sql);
    closeConnection(...given);
  };
  const closeConnection = connection.close.bind(connection);
  Object.assign(connection, { all, close });
}

function compile(connection: Database, sql: string, failed: () => void): Kept {
  const one: Kept = {
    asking: [],
    statement: connection.prepare(sql, (error: Error | null) => {
      const asking = one.asking ?? [];
      one.asking = undefined;
      if (!error) return;
      failed();
      for (const answered of asking) answered.call(one.statement, error);
    }),
  };
  return one;
}
