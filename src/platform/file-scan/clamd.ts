import { connect, type Socket } from 'node:net';
import type { ClamdAddress } from './clamd-address.js';

/** The daemon could not be asked, or gave no answer that can be read. */
export class ClamdError extends Error {}

/** Commands with a z in front end in NUL, and so does the one answer to each (clamd(8)). */
const END = '\0';

/** A signature's name has less than 300 bytes. */
const MAX_ANSWER_BYTES = 1_024;

const PART_BYTES = 65_536;

/** Has a file scanned; the answer is such as `stream: OK`. @throws ClamdError, also when the signal says to give up */
export function askAboutFile(address: ClamdAddress, bytes: Uint8Array, signal: AbortSignal): Promise<string> {
  return converse(address, instream(bytes), signal);
}

/** Asks for a sign of life; the answer is `PONG`. @throws ClamdError, also when the signal says to give up */
export function askForLife(address: ClamdAddress, signal: AbortSignal): Promise<string> {
  return converse(address, Buffer.from(`zPING${END}`), signal);
}

/** The command, then each part behind its length as four bytes, the highest first; a length of 0 ends it. */
function instream(bytes: Uint8Array): Buffer {
  const said: Uint8Array[] = [Buffer.from(`zINSTREAM${END}`)];
  for (let at = 0; at < bytes.length; at += PART_BYTES) {
    const part = bytes.subarray(at, at + PART_BYTES);
    said.push(lengthOf(part.length), part);
  }
  return Buffer.concat([...said, lengthOf(0)]);
}

function lengthOf(count: number): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(count);
  return length;
}

/**
 * Says something and hears the one answer to it. All is given away at once: a file that is too long for the daemon it
 * refuses in the middle, and a write after that would fail and take the answer with it.
 */
async function converse(address: ClamdAddress, said: Buffer, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted();
  const socket = connect(address);
  const giveUp = (): void => void socket.destroy(new ClamdError('gave no answer in time'));
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    const answered = answerOf(socket);
    socket.write(said);
    return await answered;
  } finally {
    signal.removeEventListener('abort', giveUp);
    socket.destroy();
  }
}

/** The answer without its end. A connection that ends before it, or after more than it, gave none. */
function answerOf(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let heard = Buffer.alloc(0);
    socket.on('data', (part) => {
      heard = Buffer.concat([heard, part]);
      const end = heard.indexOf(END);
      if (end === heard.length - 1) resolve(heard.toString('utf8', 0, end));
      else if (end >= 0) reject(new ClamdError('gave more than one answer'));
      else if (heard.length > MAX_ANSWER_BYTES) reject(new ClamdError('gave an answer without an end'));
    });
    socket.on('error', (error) => reject(asClamdError(error)));
    socket.on('end', () => reject(new ClamdError('broke off')));
    socket.on('close', () => reject(new ClamdError('broke off')));
  });
}

function asClamdError(error: Error): ClamdError {
  if (error instanceof ClamdError) return error;
  const { code, syscall = '' } = error as NodeJS.ErrnoException;
  return new ClamdError(
    `${['read', 'write'].includes(syscall) ? 'broke off' : 'cannot be reached'}: ${code ?? error.name}`,
  );
}
