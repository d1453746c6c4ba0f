import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { InputError, messageOf } from '../platform/errors.js';
import { fetchFile, OutgoingError, type OutgoingOptions } from '../platform/outgoing.js';
import type { ImportSource } from './data-set.js';
import { importFile, type ImportResult, type ImportTools } from './import-file.js';

/** A public file: where it is, and the names under which a folder may hold it (plain or `.gz`). */
export type PublicFile = { readonly source: string; readonly url: string; readonly names: readonly string[] };

export type UpdateTools = ImportTools & {
  readonly importSources: readonly ImportSource[];
  readonly publicFiles: readonly PublicFile[];
  /** Folder that fetched files are kept in. */
  readonly cacheFolder: string;
  readonly outgoing?: OutgoingOptions;
};

type Updating = { readonly from: string | undefined; readonly say: (line: string) => void };

/**
 * Brings the public data up to date: from the network, or from a folder that holds such files. A file that
 * cannot be had is told and does not keep the others from being loaded.
 * @throws InputError when nothing could be loaded
 */
export async function updateUs(tools: UpdateTools, updating: Updating): Promise<ImportResult[]> {
  if (updating.from !== undefined && !existsSync(updating.from)) {
    throw new InputError([{ field: '--from', file: updating.from, message: 'there is no such folder' }]);
  }
  const { from, say } = updating;
  if (from !== undefined) tellLacking(tools.publicFiles, from, say);
  const results: ImportResult[] = [];
  const seen = new Set<string>();
  for (const file of tools.publicFiles) {
    const path = await obtain(tools, file, updating);
    if (path === undefined || seen.has(`${file.source} ${path}`)) continue;
    seen.add(`${file.source} ${path}`);
    const result = await importOne(tools, {
      file,
      path,
      isLocal: from !== undefined,
      say,
    });
    if (result) results.push(result);
  }
  if (results.length === 0)
    throw new InputError([{ field: 'data', message: 'nothing was loaded; the lines above say why' }]);
  return results;
}

async function obtain(tools: UpdateTools, file: PublicFile, { from, say }: Updating): Promise<string | undefined> {
  if (from !== undefined) return findIn(from, file.names);
  mkdirSync(tools.cacheFolder, { recursive: true });
  try {
    const fetched = await fetchFile(
      file.url,
      join(tools.cacheFolder, basename(new URL(file.url).pathname)),
      tools.outgoing,
    );
    say(`Fetched ${file.url}: ${(fetched.bytes / 1e6).toFixed(2)} MB, sha256 ${fetched.sha256}`);
    return fetched.path;
  } catch (error) {
    if (!(error instanceof OutgoingError)) throw error;
    say(`Not fetched: ${error.message}`);
    return undefined;
  }
}

type OneImport = {
  readonly file: PublicFile;
  readonly path: string;
  readonly isLocal: boolean;
  readonly say: (line: string) => void;
};

async function importOne(
  tools: UpdateTools,
  { file, path, isLocal, say }: OneImport,
): Promise<ImportResult | undefined> {
  const source = tools.importSources.find((one) => one.name === file.source);
  if (!source) throw new Error(`There is no importer ${file.source}.`);
  try {
    const result = await importFile(tools, { source, path, options: isLocal ? {} : { origin: file.url } });
    say(
      `Loaded ${basename(path)} (${file.source}): added ${result.report.added}, changed ${result.report.changed}, ended ${result.report.ended}`,
    );
    return result;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    say(`Not loaded: ${messageOf(error)}`);
    return undefined;
  }
}

/** Says for each source which of its files the folder does not hold. */
function tellLacking(files: readonly PublicFile[], folder: string, say: Updating['say']): void {
  const lacking = files.filter((file) => findIn(folder, file.names) === undefined);
  for (const source of new Set(lacking.map((file) => file.source))) {
    const names = new Set(lacking.filter((file) => file.source === source).flatMap((file) => file.names));
    say(`Not in ${folder}, plain or .gz: ${[...names].join(' or ')} (${source})`);
  }
}

/** Looks for a file in a folder and the folders right below it. */
function findIn(folder: string, names: readonly string[]): string | undefined {
  const below = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const folders = [folder, ...below.map((entry) => join(folder, entry.name))];
  const wanted = names.flatMap((name) => [name, `${name}.gz`]);
  return folders.flatMap((one) => wanted.map((name) => join(one, name))).find((path) => existsSync(path));
}
