import type { Clock } from '../platform/clock.js';
import type { Db } from '../platform/db.js';
import { messageOf } from '../platform/errors.js';
import type { Queue } from '../platform/queue/index.js';
import { DnsTroubleError, type Dns } from './dns.js';
import type { DnsRecord } from './dns-record.js';

/** The settings that sending depends on. */
export type DoctorSettings = {
  readonly smtpUrl?: string | undefined;
  /** `Letters <letters@mail.example.org>` or the bare address. */
  readonly mailFrom?: string | undefined;
  /** Where return addresses live, when not in the domain of `mailFrom`. */
  readonly bounceDomain?: string | undefined;
  readonly dkim?:
    { readonly domainName: string; readonly keySelector: string; readonly privateKey: string } | undefined;
  /** The ClamAV daemon that scans uploads. */
  readonly clamdUrl?: string | undefined;
  readonly baseUrl: string;
  readonly databaseUrl: string;
  /** Files that hold secrets, by path. */
  readonly secretFiles: readonly string[];
};

/** What new passwords are compared with; `look` answers undefined where nothing is set. */
export type PasswordList = {
  readonly look: () => Promise<
    | {
        readonly kind: 'server' | 'file';
        readonly name: string;
        readonly doubt: 'cut-off' | 'knows-little' | undefined;
      }
    | undefined
  >;
};

/** What checks look with. */
export type DoctorTools = {
  readonly settings: DoctorSettings;
  readonly db: Db;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly dns: Dns;
  readonly leakedPasswords: PasswordList;
};

/**
 * `warn`: letters leave, but not as well as they could, or it cannot be told. `fail`: letters do not leave or arrive, or
 * what is set does not work.
 */
export type CheckState = 'ok' | 'warn' | 'fail' | 'skipped';

/** What a check found, and what to do about it. */
export type Finding = {
  readonly state: CheckState;
  readonly found: string;
  readonly todo?: string;
  /** What to add to the DNS, word for word. */
  readonly dns?: readonly DnsRecord[];
};

/** One thing that sending needs. */
export type Check = {
  /** A short name for programs: `spf`. */
  readonly name: string;
  readonly title: string;
  readonly run: (tools: DoctorTools) => Promise<Finding>;
};

export type CheckResult = Finding & { readonly name: string; readonly title: string };

/** A check that takes longer is given up. */
const CHECK_TIMEOUT_MS = 30_000;

/** Runs checks side by side; one that cannot be done says so and holds up no other. */
export async function runChecks(
  checks: readonly Check[],
  tools: DoctorTools,
  timeoutMs = CHECK_TIMEOUT_MS,
): Promise<CheckResult[]> {
  return Promise.all(
    checks.map(async ({ name, title, run }) => {
      const finding = await Promise.race([run(tools), tooLate(timeoutMs)]).catch(asFinding);
      return { name, title, ...finding };
    }),
  );
}

function tooLate(timeoutMs: number): Promise<Finding> {
  const found = `No answer within ${timeoutMs / 1000} seconds.`;
  return new Promise((resolve) => setTimeout(resolve, timeoutMs, { state: 'fail', found }).unref());
}

function asFinding(error: unknown): Finding {
  if (error instanceof DnsTroubleError)
    return { state: 'warn', found: `This could not be looked up: ${error.message}.`, todo: 'Try again later.' };
  return { state: 'fail', found: `${messageOf(error)}.`.replace(/\.\.$/, '.') };
}
