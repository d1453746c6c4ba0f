import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the installed program: the same for sources and for the built copy in `dist`. */
export const programRoot = findRoot(dirname(fileURLToPath(import.meta.url)));

/** A path inside the installed program. */
export function programPath(...parts: string[]): string {
  return join(programRoot, ...parts);
}

function findRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json')) && existsSync(join(folder, 'templates'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('The folder of the program was not found: no package.json beside templates/.');
  return findRoot(parent);
}

/** The version in package.json. */
export const programVersion = (JSON.parse(readFileSync(programPath('package.json'), 'utf8')) as { version: string })
  .version;
