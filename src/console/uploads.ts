import { Readable } from 'node:stream';
import { InputError } from '../platform/errors.js';
import type { FileScan, Verdict } from '../platform/file-scan/index.js';
import { sha256 } from '../platform/ids.js';
import type { DataFile } from '../platform/open-file.js';
import type { Visit } from './visit.js';

/** What a form holds, by the name of a field. */
type Sent = {
  readonly fileIn: (name: string) => Uint8Array | undefined;
  readonly textIn: (name: string) => string;
};

/** The one way to what somebody uploads: a route gets nothing of it that was not scanned before. */
export function uploadsOf(scan: FileScan, { fileIn, textIn }: Sent): Pick<Visit, 'file' | 'sheet'> {
  return {
    file: async (name) => {
      const bytes = fileIn(name);
      if (bytes !== undefined) refuse(await scan(bytes), { field: name, what: 'file' });
      return bytes;
    },
    sheet: async (name) => {
      const text = textIn(name);
      if (text !== '') refuse(await scan(Buffer.from(text)), { field: name, what: 'sheet' });
      return asFile(text);
    },
  };
}

/** A scanner that is away or starts anew is back in about that. */
const RETRY_AFTER_SECONDS = 60;

/** @throws InputError unless the file passes */
function refuse(verdict: Verdict, { field, what }: { readonly field: string; readonly what: string }): void {
  switch (verdict) {
    case 'passes':
      return;
    case 'infected': {
      const message = `Our virus scanner takes this ${what} for harmful, so it was not taken. Please look at where it comes from, or choose another one.`;
      throw new InputError([{ field, message }]);
    }
    case 'too-large': {
      const message = `This ${what} is larger than our virus scanner can look at, so it was not taken. Please choose a smaller one.`;
      throw new InputError([{ field, message }]);
    }
    case 'unknown': {
      const message = `This ${what} could not be scanned for viruses just now, so it was not taken. Please try again in a minute.`;
      throw new InputError([{ field, message, retryAfterSeconds: RETRY_AFTER_SECONDS }]);
    }
  }
}

/** A pasted text as the importer reads files. */
function asFile(text: string): DataFile {
  return {
    path: 'what you pasted',
    bytes: text.length,
    changedOn: '',
    read: () => Readable.from([Buffer.from(text)]),
    checksum: () => Promise.resolve(sha256(text)),
  };
}
