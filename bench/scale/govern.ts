import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { end, heard } from '../delivery/fork.js';

/** Processes that may each use this share of one core: 0.2. */
export type Governed = { readonly pids: readonly number[]; readonly share: number };

/** Gives processes their share; whoever is not named any more is free. */
export type Governor = {
  readonly govern: (governed: Governed) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Whether the system tells what each process uses, to the nanosecond. */
export const canGovern = existsSync('/proc/self/schedstat');

/** Starts it in a process of its own, which the load does not delay. */
export function startGovernor(): Governor {
  const child = fork(fileURLToPath(new URL('./governor.js', import.meta.url)), [], { execArgv: [] });
  const govern = async (governed: Governed): Promise<void> => {
    const answer = heard(child);
    child.send(governed);
    await answer;
  };
  return {
    govern,
    close: async () => {
      await govern({ pids: [], share: 1 });
      await end(child);
    },
  };
}
