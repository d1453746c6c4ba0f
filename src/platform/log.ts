import { pino, type Logger } from 'pino';

/** Structured log lines on standard error. Never pass names, addresses, e-mails or letter text. */
export type Log = Logger;

export function createLog(level: string): Log {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2));
}

/**
 * What may be logged of an error: its name, code and place, not its message, since data base
 * errors quote the values they were given.
 */
export function errorFacts(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error };
  const at = error.stack?.split('\n').find((line) => line.trimStart().startsWith('at '));
  return { error: error.name, code: (error as NodeJS.ErrnoException).code, at: at?.trim() };
}
