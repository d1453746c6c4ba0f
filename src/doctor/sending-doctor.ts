import { setTimeout as sleep } from 'node:timers/promises';
import { runChecks, type CheckResult, type DoctorTools } from './check.js';
import { bouncesCheck } from './check-bounces.js';
import { dkimCheck } from './check-dkim.js';
import { dmarcCheck } from './check-dmarc.js';
import { addressCheck } from './check-machine.js';
import { relayCheck } from './check-relay.js';
import { spfCheck } from './check-spf.js';
import { queueCheck } from './check-storage.js';

/** What checks found, and when. */
export type SendingLook = { readonly results: readonly CheckResult[]; readonly at: number };

/** Looks at what sending needs for pages: what was found is kept for some minutes. */
export type SendingDoctor = {
  /** What was found; undefined while it is still being looked at after `waitMs`. */
  readonly look: (waitMs: number) => Promise<SendingLook | undefined>;
  /** Lets the next look begin anew. */
  readonly forget: () => void;
};

/** Of the checks those that tell whether letters leave and arrive; machine and data base are the operator's. */
const SENDING = [relayCheck, spfCheck, dkimCheck, dmarcCheck, bouncesCheck, addressCheck, queueCheck];

const KEPT_MS = 5 * 60_000;
const CHECK_TIMEOUT_MS = 8_000;

export function createSendingDoctor(tools: DoctorTools, checks = SENDING): SendingDoctor {
  let held: SendingLook | undefined;
  let looking: Promise<SendingLook> | undefined;
  const run = async (): Promise<SendingLook> => {
    held = { results: await runChecks(checks, tools, CHECK_TIMEOUT_MS), at: tools.clock.now() };
    looking = undefined;
    return held;
  };
  return {
    look: (waitMs) => {
      if (held && Math.abs(tools.clock.now() - held.at) < KEPT_MS) return Promise.resolve(held);
      looking ??= run();
      return Promise.race([looking, sleep(waitMs, undefined, { ref: false })]);
    },
    forget: () => {
      held = undefined;
    },
  };
}
