import { createReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { PassThrough, Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { InputError, messageOf } from './errors.js';
import { TooLargeError, unpackingAtMost } from './unpacking.js';

/** A data file as it is read: plain or gzip, told apart by its first bytes (RFC 1952, section 2.3.1). */
export type DataFile = {
  readonly path: string;
  /** Size on the disk in bytes. */
  readonly bytes: number;
  /** The calendar day the file was last changed, `2026-06-15`. */
  readonly changedOn: string;
  /**
   * The unpacked content; `onProgress` hears how many bytes of the file have been read.
   * Errors with an InputError where it is a gzip file that is cut off or damaged.
   */
  readonly read: (onProgress?: (bytes: number) => void) => Readable;
  /** SHA-256 of the file as it lies on the disk. */
  readonly checksum: () => Promise<string>;
  /** The files of a folder that is taken as a whole, in the order of their paths. */
  readonly files?: readonly DataFile[];
};

/** Opens a data file for reading. @throws InputError when there is no such readable file */
export async function openDataFile(path: string): Promise<DataFile> {
  try {
    const facts = await stat(path);
    if (facts.isDirectory()) throw new Error('this is a folder');
    const isGzip = (await firstBytes(path, 2)).equals(Buffer.from([0x1f, 0x8b]));
    return {
      path,
      bytes: facts.size,
      changedOn: facts.mtime.toISOString().slice(0, 10),
      read: (onProgress) => readUnpacked(path, isGzip, onProgress),
      checksum: () => checksumOf(path),
    };
  } catch (error) {
    throw new InputError([{ field: 'file', file: path, message: `cannot be read (${messageOf(error)})` }]);
  }
}

/** A text in memory as a data file; `name` is what faults call it. */
export function dataFileOf(name: string, text: string): DataFile {
  const content = Buffer.from(text);
  return {
    path: name,
    bytes: content.length,
    changedOn: '',
    read: (onProgress) => {
      onProgress?.(content.length);
      return Readable.from([content]);
    },
    checksum: () => Promise.resolve(createHash('sha256').update(content).digest('hex')),
  };
}

/** Ten times the longest list of people or places that is published anywhere. */
export const MAX_TEXT_BYTES = 100_000_000;

/** The whole unpacked text, without a byte-order mark. @throws InputError where it is more than MAX_TEXT_BYTES */
export async function readText(file: DataFile, onProgress?: (bytes: number) => void): Promise<string> {
  const content = await readWhole(file, MAX_TEXT_BYTES, onProgress);
  return content.toString('utf8').replace(/^\uFEFF/, '');
}

/** The whole unpacked content. @throws InputError naming the file and the limit where it is more than so many bytes */
export async function readWhole(
  file: DataFile,
  mostBytes: number,
  onProgress?: (bytes: number) => void,
): Promise<Buffer> {
  const unpack = unpackingAtMost(mostBytes);
  const parts: Buffer[] = [];
  try {
    for await (const part of file.read(onProgress)) {
      unpack((part as Buffer).length);
      parts.push(part as Buffer);
    }
  } catch (error) {
    if (!(error instanceof TooLargeError)) throw error;
    const message = `is too large to be read: ${error.message}; check that it is the right file`;
    throw new InputError([{ field: 'file', file: file.path, message }]);
  }
  return Buffer.concat(parts);
}

/** The first characters of the unpacked text. */
export async function readStart(file: DataFile): Promise<string> {
  for await (const part of file.read()) return (part as Buffer).toString('utf8').replace(/^\uFEFF/, '');
  return '';
}

const IN_FOLDERS = /\.(?:ya?ml|json)(?:\.gz)?$/i;

/** Opens the YAML and JSON files of a folder and of those in it, to be taken as one. @throws InputError */
export async function openDataFolder(path: string): Promise<DataFile> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile() && IN_FOLDERS.test(entry.name));
  const files: DataFile[] = [];
  for (const one of paths.map((entry) => join(entry.parentPath, entry.name)).sort())
    files.push(await openDataFile(one));
  if (files.length === 0) throw new InputError([{ field: 'file', file: path, message: 'holds no YAML or JSON files' }]);
  return {
    path,
    files,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    changedOn:
      files
        .map(({ changedOn }) => changedOn)
        .sort()
        .at(-1) ?? '',
    read: () => Readable.from(readEach(files)),
    checksum: async () => {
      const hash = createHash('sha256');
      for (const file of files) hash.update(await file.checksum());
      return hash.digest('hex');
    },
  };
}

async function* readEach(files: readonly DataFile[]): AsyncGenerator<Buffer> {
  for (const file of files) for await (const part of file.read()) yield part as Buffer;
}

async function firstBytes(path: string, count: number): Promise<Buffer> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(count), 0, count, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function readUnpacked(path: string, isGzip: boolean, onProgress?: (bytes: number) => void): Readable {
  const content = new PassThrough({
    destroy: (error, done) => {
      done(error && asFault(path, error));
    },
  });
  let read = 0;
  const counter = new Transform({
    transform: (part: Buffer, _encoding, done) => {
      onProgress?.((read += part.length));
      done(null, part);
    },
  });
  const stages = isGzip
    ? [createReadStream(path), counter, createGunzip(), content]
    : [createReadStream(path), counter, content];
  pipeline(stages).catch((error: unknown) => content.destroy(error instanceof Error ? error : undefined));
  return content;
}

/** A gzip file that is cut off or damaged is the person's to mend. */
function asFault(path: string, error: Error): Error {
  if (!((error as NodeJS.ErrnoException).code ?? '').startsWith('Z_')) return error;
  const message = `cannot be unpacked: the gzip file is cut off or damaged (${error.message}); fetch it again`;
  return new InputError([{ field: 'file', file: path, message }]);
}

async function checksumOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(path)) hash.update(part as Buffer);
  return hash.digest('hex');
}
