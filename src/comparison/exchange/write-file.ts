import { rename, rm, writeFile } from 'node:fs/promises';
import { InputError, messageOf } from '../../platform/errors.js';

/** Writes a file that only its owner may read, and never over another one. @throws InputError */
export async function writeSecretFile(path: string, text: string): Promise<void> {
  await writeFile(path, text, { mode: 0o600, flag: 'wx' }).catch((error: unknown) => {
    throw new InputError([{ field: path, message: `cannot be written (${messageOf(error)})` }]);
  });
}

/** Writes a file whole or not at all: who fetches it meanwhile gets the one before. @throws InputError */
export async function writeWholeFile(path: string, text: string): Promise<void> {
  const draft = `${path}.part`;
  try {
    await writeFile(draft, text);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw new InputError([{ field: path, message: `cannot be written (${messageOf(error)})` }]);
  }
}
