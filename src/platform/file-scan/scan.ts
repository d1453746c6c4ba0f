import { messageOf } from '../errors.js';
import type { Log } from '../log.js';
import { askAboutFile, askForLife, ClamdError } from './clamd.js';
import { readClamdAddress } from './clamd-address.js';
import { createTurns } from './turns.js';

/** What came of a scan. `unknown`: the scanner did not tell, so that the file may be anything. */
export type Verdict = 'passes' | 'infected' | 'too-large' | 'unknown';

/** Has a file scanned for viruses. It always answers, after its time limit at the latest. */
export type FileScan = (bytes: Uint8Array) => Promise<Verdict>;

export type FileScanTools = {
  /** The ClamAV daemon's address; without one every file passes. */
  readonly clamdUrl: string | undefined;
  readonly log: Log;
  /** For one scan, with its wait for a turn. */
  readonly timeoutMs?: number;
};

/** A picture takes milliseconds, the longest sheet well under a second. */
const TIMEOUT_MS = 15_000;
const PING_TIMEOUT_MS = 5_000;

/** Of each process. The daemon's own MaxThreads is 10 where nothing else is set, and others ask it too. */
const AT_ONCE = { most: 5, mostWaiting: 50 };

export function createFileScan({ clamdUrl, log, timeoutMs = TIMEOUT_MS }: FileScanTools): FileScan {
  if (clamdUrl === undefined) return () => Promise.resolve('passes');
  const address = readClamdAddress(clamdUrl);
  const turns = createTurns(AT_ONCE);
  return async (bytes) => {
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const { verdict, signature } = judge(await turns.take(() => askAboutFile(address, bytes, signal), signal));
      if (verdict !== 'passes') log.warn({ verdict, signature, bytes: bytes.length }, 'an uploaded file was refused');
      return verdict;
    } catch (error) {
      const facts = { verdict: 'unknown', why: messageOf(error), bytes: bytes.length };
      log.error(facts, 'an uploaded file was refused: the virus scanner did not tell');
      return 'unknown';
    }
  };
}

/** What an answer to INSTREAM says (clamd(8)). @throws ClamdError for one that is no verdict */
function judge(answer: string): { readonly verdict: Verdict; readonly signature?: string } {
  if (answer === 'stream: OK') return { verdict: 'passes' };
  const signature = /^stream: (.+) FOUND$/.exec(answer)?.[1];
  if (signature !== undefined) return { verdict: 'infected', signature: nameOf(signature) };
  if (answer === 'INSTREAM size limit exceeded. ERROR') return { verdict: 'too-large' };
  throw new ClamdError('gave an answer that is no verdict');
}

/** `Win.Test.EICAR_HDB-1`; in the log stands nothing but a name. */
function nameOf(signature: string): string {
  return signature.replace(/[^\w.:()-]/g, '_').slice(0, 100);
}

/** Whether the daemon is there and speaks as it should. @throws ClamdError that says what it does instead */
export async function pingClamd(clamdUrl: string): Promise<void> {
  const answer = await askForLife(readClamdAddress(clamdUrl), AbortSignal.timeout(PING_TIMEOUT_MS));
  if (answer !== 'PONG') throw new ClamdError('gave another answer than clamd');
}
