import { Transform } from 'node:stream';
import { TextDecoder } from 'node:util';
import { InputError } from '../platform/errors.js';
import type { DataFile } from '../platform/open-file.js';

/** Lets text through as it is; errors with a NotTextError at a byte that no UTF-8 text holds, and at a zero byte. */
export function passUtf8(): Transform {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (part?: Buffer): Error | null => {
    try {
      decoder.decode(part, { stream: part !== undefined });
      return part?.includes(0) ? new NotTextError() : null;
    } catch {
      return new NotTextError();
    }
  };
  return new Transform({
    transform: (part: Buffer, _encoding, done) => {
      const error = decode(part);
      if (error) done(error);
      else done(null, part);
    },
    flush: (done) => {
      done(decode());
    },
  });
}

/** The file holds bytes that are no text; `notTextFault` says where. */
export class NotTextError extends Error {}

/** Reads the file again to tell the line that is no UTF-8 text, and what to do. */
export async function notTextFault(file: DataFile): Promise<InputError> {
  const encoding = (await isUtf16(file)) ? ', but UTF-16' : '';
  const message = `is not UTF-8 text${encoding}; open it in a spreadsheet or editor, save it as "CSV UTF-8", and import that`;
  return new InputError([{ field: 'file', file: file.path, line: await badLineOf(file), message }]);
}

async function isUtf16(file: DataFile): Promise<boolean> {
  for await (const part of file.read()) return /^(?:fffe|feff)/.test((part as Buffer).toString('hex', 0, 2));
  return false;
}

/** Counted from 1. A line feed is never part of another character, so that each line can be asked alone. */
async function badLineOf(file: DataFile): Promise<number> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  for await (const part of file.read()) {
    let rest = part as Buffer;
    for (let end = rest.indexOf('\n'); end !== -1; end = rest.indexOf('\n')) {
      if (!isText(decoder, rest.subarray(0, end), false)) return line;
      line += 1;
      rest = rest.subarray(end + 1);
    }
    if (!isText(decoder, rest, true)) return line;
  }
  return line;
}

function isText(decoder: TextDecoder, part: Buffer, goesOn: boolean): boolean {
  try {
    decoder.decode(part, { stream: goesOn });
    return !part.includes(0);
  } catch {
    return false;
  }
}
