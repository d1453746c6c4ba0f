import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { BadCallError } from '../../platform/command-line.js';
import { messageOf } from '../../platform/errors.js';

/** The bytes of a file, or of standard input for `-`. @throws BadCallError when there is no such readable file */
export async function readInput(path: string): Promise<Buffer> {
  if (path === '-') return buffer(process.stdin);
  try {
    return await readFile(path);
  } catch (error) {
    throw new BadCallError([{ field: 'file', file: path, message: `cannot be read (${messageOf(error)})` }]);
  }
}
