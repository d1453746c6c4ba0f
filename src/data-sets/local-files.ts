import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../platform/errors.js';
import type { PublicFile } from './public-file.js';

/** Files of a folder by name: where each is. */
export type LocalFiles = ReadonlyMap<string, string>;

const DEEPEST = 4;

/** Lists a folder with the folders in it; of two files with one name the one less deep counts. @throws InputError */
export function listFolder(folder: string): LocalFiles {
  if (!existsSync(folder))
    throw new InputError([{ field: '--from', file: folder, message: 'there is no such folder' }]);
  const files = new Map<string, string>();
  let level = [folder];
  for (let depth = 0; depth < DEEPEST && level.length > 0; depth++) {
    const entries = level.flatMap((one) => entriesOf(one));
    for (const { name, path, isFolder } of entries) if (!isFolder && !files.has(name)) files.set(name, path);
    level = entries.filter(({ isFolder }) => isFolder).map(({ path }) => path);
  }
  return files;
}

function entriesOf(folder: string): { readonly name: string; readonly path: string; readonly isFolder: boolean }[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .sort((one, other) => (one.name < other.name ? -1 : 1))
      .map((entry) => ({ name: entry.name, path: join(folder, entry.name), isFolder: entry.isDirectory() }));
  } catch (error) {
    const message = (error as NodeJS.ErrnoException).code === 'ENOTDIR' ? 'is not a folder' : 'cannot be read';
    throw new InputError([{ field: '--from', file: folder, message }]);
  }
}

/** Where a public file lies under one of its names, plain or `.gz`. */
export function findLocal(files: LocalFiles, { names }: PublicFile): string | undefined {
  return names
    .flatMap((name) => [name, `${name}.gz`])
    .map((name) => files.get(name))
    .find((path) => path !== undefined);
}

/** For each source a sentence on which of its files a folder lacks. */
export function lackingFrom(folder: string, files: LocalFiles, wanted: readonly PublicFile[]): string[] {
  const lacking = wanted.filter((file) => findLocal(files, file) === undefined);
  return [...new Set(lacking.map(({ source }) => source))].map((source) => {
    const [first, ...more] = lacking.filter((file) => file.source === source).map(({ names }) => names.join(' or '));
    const others = more.length > 0 ? `; and ${more.length} such files more` : '';
    return `Not in ${folder}, plain or .gz: ${first ?? ''}${others} (${source})`;
  });
}
