import { isUtf8 } from 'node:buffer';
import { Transform } from 'node:stream';
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
  const parts: Buffer[] = [];
  for await (const part of file.read()) parts.push(part as Buffer);
  const content = Buffer.concat(parts);
  const message = `is not UTF-8 text${encodingOf(content)}; open it in a spreadsheet or editor, save it as "CSV UTF-8", and import that`;
  return new InputError([{ field: 'file', file: file.path, line: badLineOf(content), message }]);
}

function encodingOf(content: Buffer): string {
  const start = content.subarray(0, 2).toString('hex');
  return start === 'fffe' || start === 'feff' ? ', but UTF-16' : '';
}

/** Counted from 1. A line feed is never part of another character, so that each line can be asked alone. */
function badLineOf(content: Buffer): number {
  let line = 1;
  let start = 0;
  for (let end = content.indexOf('\n'); end !== -1; end = content.indexOf('\n', start)) {
    const part = content.subarray(start, end);
    if (!isUtf8(part) || part.includes(0)) return line;
    line += 1;
    start = end + 1;
  }
  return line;
}
