import { BadCallError, print } from '../../platform/command-line.js';
import { messageOf } from '../../platform/errors.js';
import type { Seal } from '../../platform/seal.js';
import { openBox, type BoxedMail } from './boxes.js';
import { findLetter } from './find-return-path.js';
import { NotNowError, type TakeMail, type Taken } from './take-mail.js';

/** What reading mail needs. */
export type ReadTools = { readonly seal: Seal; readonly takeMail: TakeMail };

export type ReadFlags = { readonly recipient?: string; readonly json?: boolean };

/** `forged` names a return address that we did not make; `failed` could not be taken now and lies where it was. */
type Result = Taken | 'forged' | 'failed';

/** EX_TEMPFAIL of sysexits.h: a mail server that pipes a mail to us keeps it and tries again. */
const EXIT_TEMPORARY = 75;

/** `clarion bounces read <file|maildir|->`: takes mail that a mail server put down. */
export async function readCommand(tools: ReadTools, path: string, flags: ReadFlags): Promise<void> {
  const counts: Record<Result, number> = {
    bounced: 0,
    noted: 0,
    forwarded: 0,
    kept: 0,
    repeated: 0,
    refused: 0,
    forged: 0,
    failed: 0,
  };
  const faults: string[] = [];
  for await (const mail of openBox(path)) {
    const { result, fault } = await readOne(tools, mail, flags.recipient);
    counts[result] += 1;
    if (fault !== undefined) faults.push(fault);
  }
  print(counts, flags, () => countsText(counts));
  for (const fault of new Set(faults)) process.stderr.write(`${fault}\n`);
  if (counts.failed > 0) process.exitCode = path === '-' ? EXIT_TEMPORARY : 1;
}

/** Runs a read; where it takes a piped mail, all that is no fault of the call is temporary. */
export async function readSafely(path: string, read: () => Promise<void>): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (path !== '-' || error instanceof BadCallError) throw error;
    process.stderr.write(`${messageOf(error)}\n`);
    process.exitCode = EXIT_TEMPORARY;
  }
}

async function readOne(
  { seal, takeMail }: ReadTools,
  { read, done }: BoxedMail,
  recipient: string | undefined,
): Promise<{ readonly result: Result; readonly fault?: string }> {
  try {
    const raw = await read();
    const { deliveryId, isForged } = await findLetter(seal, raw, recipient);
    const result = isForged ? 'forged' : await takeMail({ raw, deliveryId, envelopeFrom: undefined });
    await done();
    return { result };
  } catch (error) {
    const fault = error instanceof NotNowError ? error.message : `A mail could not be taken: ${messageOf(error)}`;
    return { result: 'failed', fault };
  }
}

const WORDS: Readonly<Record<Result, string>> = {
  bounced: 'letters came back',
  noted: 'noted: delays, automatic answers, reports of abuse',
  forwarded: 'answers passed on to those who wrote',
  kept: 'kept for a person: see clarion bounces kept',
  repeated: 'known already',
  refused: 'left alone: their letter is gone, its writer is not to be mailed, or the answer was refused',
  forged: 'left alone: their return address is not one of ours',
  failed: 'not taken now; they lie where they were',
};

function countsText(counts: Readonly<Record<Result, number>>): string {
  const lines = (Object.keys(WORDS) as Result[])
    .filter((result) => counts[result] > 0)
    .map((result) => `${counts[result]} ${WORDS[result]}`);
  return lines.length > 0 ? lines.join('\n') : 'No mail.';
}
