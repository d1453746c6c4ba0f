import { errorFacts, type Log } from '../log.js';

/**
 * A wake-up call that carries row ids and nothing else. The data base is the truth: a call that
 * is lost or doubled costs time, never work, because the consumer claims rows and a sweep finds forgotten ones.
 */
export type Queue = {
  readonly name: 'embedded' | 'bull';
  /** Calls a consumer to these rows; never throws and never waits. */
  readonly announce: (ids: readonly string[]) => void;
  /** Hands every call to `handle`, in this process. A handler that throws is logged and the call is dropped. */
  readonly consume: (handle: Handler) => void;
  /** Whether calls get through at this moment. */
  readonly isUp: () => Promise<boolean>;
  /** Stops taking calls and resolves when the running handlers are done. */
  readonly close: () => Promise<void>;
};

/** Does the work of one call. */
export type Handler = (ids: readonly string[]) => Promise<void>;

/** Rows in one call at the most. */
export const MAX_IDS_PER_CALL = 100;

/** Calls that one process handles side by side. */
export const CALLS_AT_ONCE = 2;

/** Hands on, as one, what is announced without a pause: the few letters of one action are not worth a call of their own. */
export function gatherIds(handOn: (ids: readonly string[]) => void): (ids: readonly string[]) => void {
  let gathered: string[] | undefined;
  return (ids) => {
    if (gathered) gathered.push(...ids);
    else {
      const all = (gathered = [...ids]);
      setImmediate(() => {
        gathered = undefined;
        handOn(all);
      });
    }
  };
}

/** Cuts ids into calls. */
export function inCalls(ids: readonly string[]): string[][] {
  const calls: string[][] = [];
  for (let start = 0; start < ids.length; start += MAX_IDS_PER_CALL) {
    calls.push(ids.slice(start, start + MAX_IDS_PER_CALL));
  }
  return calls;
}

/** Does a call to its end; one that fails is told and dropped, since the sweep finds its rows. */
export async function runCall(handle: Handler, ids: readonly string[], log: Log): Promise<void> {
  try {
    await handle(ids);
  } catch (error) {
    log.error({ ...errorFacts(error), rows: ids.length }, 'a queue call failed');
  }
}
