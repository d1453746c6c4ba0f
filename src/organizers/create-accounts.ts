import type { Log } from '../platform/log.js';
import { createErrands, type Errands } from './errands.js';
import { createLeakedPasswords, type LeakedPasswords } from './leaked-passwords.js';
import { createSessions, type Sessions, type SessionTools } from './sessions.js';

/** What the console needs of accounts, built once. */
export type Accounts = {
  /** Who is signed in to the console. */
  readonly sessions: Sessions;
  /** Mails about accounts that nobody waits for. */
  readonly errands: Errands;
  /** What is known of leaks when somebody chooses a password. */
  readonly leakedPasswords: LeakedPasswords;
};

type AccountsTools = SessionTools & {
  readonly log: Log;
  readonly config: { readonly LEAKED_PASSWORDS?: string | undefined };
};

export function createAccounts(tools: AccountsTools): Accounts {
  return {
    sessions: createSessions(tools),
    errands: createErrands(tools),
    leakedPasswords: createLeakedPasswords({ log: tools.log, list: tools.config.LEAKED_PASSWORDS }),
  };
}
