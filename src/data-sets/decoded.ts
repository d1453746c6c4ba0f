import { Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { InputError } from '../platform/errors.js';
import type { DataFile } from '../platform/open-file.js';

/** A file whose text is in another encoding, read as UTF-8: `windows-1252`, `utf-16le` (WHATWG Encoding names). @throws InputError */
export function decoded(file: DataFile, encoding: string): DataFile {
  decoderOf(encoding);
  return { ...file, read: (onProgress) => Readable.from(decode(file, encoding, onProgress), { objectMode: false }) };
}

async function* decode(file: DataFile, encoding: string, onProgress?: (bytes: number) => void): AsyncGenerator<Buffer> {
  const decoder = decoderOf(encoding);
  const textOf = (part?: Buffer): string => {
    try {
      return decoder.decode(part, { stream: part !== undefined });
    } catch {
      throw new InputError([{ field: '--encoding', file: file.path, message: `is not ${encoding} text` }]);
    }
  };
  for await (const part of file.read(onProgress)) yield Buffer.from(textOf(part as Buffer));
  yield Buffer.from(textOf());
}

function decoderOf(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch {
    const message = `"${encoding}" is no encoding that we know; usual ones are windows-1252, iso-8859-2 and utf-16le`;
    throw new InputError([{ field: '--encoding', message }]);
  }
}
