import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { messageOf } from './errors.js';

/** A secret shorter than this can be guessed; an empty file is what a full disk leaves. */
export const MIN_SECRET_CHARACTERS = 16;

/**
 * The secret in a file, made at the first call; of two processes that call together one makes it and both use it.
 * @throws Error that says what to do, when the file cannot be read or made, or holds no secret
 */
export function keptSecret(file: string): string {
  const secret = read(file) ?? make(file);
  if (secret.length >= MIN_SECRET_CHARACTERS) return secret;
  throw new Error(
    `holds no secret of ${MIN_SECRET_CHARACTERS} characters or more; put back the one it held, set SECRET, or delete the file so that a new one is made`,
  );
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(`cannot be read (${messageOf(error)}); make it readable or set SECRET`, { cause: error });
  }
}

function make(file: string): string {
  const draft = `${file}.${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(draft, randomBytes(32).toString('hex'), { mode: 0o600, flush: true });
    linkUnlessThere(draft, file);
  } catch (error) {
    throw new Error(`cannot be made (${messageOf(error)}); make its folder writable or set SECRET`, { cause: error });
  }
  return read(file) ?? '';
}

function linkUnlessThere(draft: string, file: string): void {
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(draft);
  }
}
