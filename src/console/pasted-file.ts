import { Readable } from 'node:stream';
import { sha256 } from '../platform/ids.js';
import type { DataFile } from '../platform/open-file.js';

/** A pasted text as the importer reads files. */
export function asFile(text: string): DataFile {
  return {
    path: 'what you pasted',
    bytes: text.length,
    changedOn: '',
    read: () => Readable.from([Buffer.from(text)]),
    checksum: () => Promise.resolve(sha256(text)),
  };
}
