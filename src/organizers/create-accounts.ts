import type { Log } from '../platform/log.js';
import { createErrands, type Errands } from './errands.js';
import { createSessions, type Sessions, type SessionTools } from './sessions.js';

/** What the console needs of accounts, built once. */
export type Accounts = {
  /** Who is signed in to the console. */
  readonly sessions: Sessions;
  /** Mails about accounts that nobody waits for. */
  readonly errands: Errands;
};

export function createAccounts(tools: SessionTools & { readonly log: Log }): Accounts {
  return { sessions: createSessions(tools), errands: createErrands(tools) };
}
