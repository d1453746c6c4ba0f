import { resolve } from 'node:path';
import { errorFacts, type Log } from '../platform/log.js';
import { OutgoingError } from '../platform/outgoing.js';
import { serviceAddressFault } from '../platform/service-address.js';
import { createLeakedFile } from './leaked-file.js';
import { LeakedListError, leakedName, type LeakedDoubt, type LeakedList } from './leaked-list.js';
import { createLeakedRanges } from './leaked-ranges.js';

/** What is known of leaks when somebody chooses a password. */
export type LeakedPasswords = {
  /**
   * Whether a new password is known from a leak. Where no list is set, or the list cannot tell, the answer is no: nobody
   * is kept out because a server is away.
   */
  readonly isLeaked: (password: string) => Promise<boolean>;
  /** Looks at the list itself; undefined where none is set. @throws LeakedListError, OutgoingError */
  readonly look: () => Promise<LookedAtList | undefined>;
};

/** A list that can be asked. */
export type LookedAtList = Pick<LeakedList, 'kind' | 'name'> & { readonly doubt: LeakedDoubt | undefined };

export type LeakedPasswordsTools = {
  readonly log: Log;
  /** A server's address or a file's path, as `leakedListFault` lets it pass. */
  readonly list?: string | undefined;
  /** For tests of servers that hang. */
  readonly timeoutMs?: number;
};

/** A password that stands in every such list. */
const BEST_KNOWN = 'password';

const isAddress = (list: string): boolean => /^[a-z][a-z\d+.-]*:\/\//i.test(list);

export function createLeakedPasswords({ log, list: given, timeoutMs }: LeakedPasswordsTools): LeakedPasswords {
  const list = given === undefined ? undefined : openList(given, timeoutMs);
  return {
    isLeaked: async (password) => {
      if (!list) return false;
      try {
        // Lists hold what was typed; what is stored is its NFKC form.
        for (const text of new Set([password, password.normalize('NFKC')]))
          if (await list.holds(leakedName(text))) return true;
      } catch (error) {
        log.warn({ ...reasonOf(error), list: list.name }, 'a new password was not compared with leaked ones');
      }
      return false;
    },
    look: async () => {
      if (!list) return undefined;
      const { kind, name } = list;
      const isKnown = await list.holds(leakedName(BEST_KNOWN));
      return { kind, name, doubt: (await list.examine()) ?? (isKnown ? undefined : 'knows-little') };
    },
  };
}

/** What is wrong with the setting; undefined for nothing. Whether a file is there is the doctor's to tell. */
export function leakedListFault(list: string): string | undefined {
  if (!isAddress(list)) return undefined;
  const isPlain = (): boolean => /^[^@?#]*$/.test(list);
  const fault = serviceAddressFault(list, ['https:', 'http:']) ?? (isPlain() ? undefined : NOT_PLAIN);
  return fault && `${fault}; it must be an address such as https://api.pwnedpasswords.com, or the path of a file`;
}

const NOT_PLAIN = 'holds a user, a password or a query, which no list needs';

function openList(list: string, timeoutMs: number | undefined): LeakedList {
  return isAddress(list) ? createLeakedRanges(list, timeoutMs) : createLeakedFile(resolve(list));
}

/** These messages name a server or a file only. */
function reasonOf(error: unknown): Record<string, unknown> {
  const isOurs = error instanceof OutgoingError || error instanceof LeakedListError;
  return isOurs ? { reason: error.message } : errorFacts(error);
}
