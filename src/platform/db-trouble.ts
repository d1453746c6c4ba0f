/** Of SQLite: no room, locked by others, the disk fails or lets nothing be written. */
const SQLITE = /^SQLITE_(?:FULL|BUSY|LOCKED|IOERR|CANTOPEN|READONLY)/;

/**
 * Classes of SQLSTATE (PostgreSQL, appendix A): connection exception, insufficient resources, operator intervention such
 * as a restart, deadlock and serialization failure; and a standby that cannot write yet.
 */
const POSTGRES = /^(?:08...|53...|57P..|40001|40P01|25006)$/;

/** Of the connection itself; what asks other servers has errors of its own without these codes. */
const CONNECTION = /^(?:ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|ENOSPC)$/;

/** The client of PostgreSQL gives these no code; Knex puts the statement before them, without its values. */
const CLIENT = /(?:^| - )(?:Connection terminated|Client (?:has encountered a connection error|was closed))/;

/**
 * Whether an error tells of the data base's condition (full, busy, gone, being restarted) and not of what was asked:
 * the same request may well succeed in a minute.
 */
export function isDatabaseTrouble(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code === 'string') return [SQLITE, POSTGRES, CONNECTION].some((codes) => codes.test(code));
  return error.name === 'KnexTimeoutError' || CLIENT.test(error.message);
}
