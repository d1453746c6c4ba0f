import { basename } from 'node:path';
import { InputError, messageOf } from '../platform/errors.js';
import { OutgoingError } from '../platform/outgoing.js';
import { distrust, fetchCached, type CacheTools } from './cached-files.js';
import type { ImportSource } from './data-set.js';
import { importFile, type ImportResult, type ImportTools } from './import-file.js';
import { findLocal, lackingFrom, listFolder } from './local-files.js';
import type { PublicFile } from './public-file.js';

export type UpdateTools = ImportTools &
  CacheTools & { readonly importSources: readonly ImportSource[]; readonly publicFiles: readonly PublicFile[] };

type Updating = { readonly from: string | undefined; readonly say: (line: string) => void };

/** A server that fails so often in a row is not asked for the rest of its files. */
const FAILURES_IN_A_ROW = 2;

/**
 * Brings the public data up to date: from the network, or from a folder that holds such files. A file that
 * cannot be had is told and does not keep the others from being loaded.
 * @throws InputError when nothing could be loaded
 */
export async function updateUs(tools: UpdateTools, { from, say }: Updating): Promise<ImportResult[]> {
  const load = (file: PublicFile, path: string): Promise<ImportResult | undefined> =>
    importOne(tools, { file, path, isLocal: from !== undefined, say });
  const results =
    from === undefined ? await fromNetwork(tools, load, say) : await fromFolder(tools, load, { from, say });
  if (results.length === 0)
    throw new InputError([{ field: 'data', message: 'nothing was loaded; the lines above say why' }]);
  return results;
}

type Load = (file: PublicFile, path: string) => Promise<ImportResult | undefined>;

async function fromFolder(
  { publicFiles }: UpdateTools,
  load: Load,
  { from, say }: { readonly from: string; readonly say: Updating['say'] },
): Promise<ImportResult[]> {
  const files = listFolder(from);
  for (const line of lackingFrom(from, files, publicFiles)) say(line);
  const results: ImportResult[] = [];
  const seen = new Set<string>();
  for (const file of publicFiles) {
    const path = findLocal(files, file);
    // One file may hold what the network has in many: the legislators of all states.
    if (path === undefined || seen.has(`${file.source} ${path}`)) continue;
    seen.add(`${file.source} ${path}`);
    const result = await load(file, path);
    if (result) results.push(result);
  }
  return results;
}

async function fromNetwork(tools: UpdateTools, load: Load, say: Updating['say']): Promise<ImportResult[]> {
  const results: ImportResult[] = [];
  const failures = new Map<string, number>();
  const skipped = new Map<string, number>();
  for (const file of tools.publicFiles) {
    const { host } = new URL(file.url);
    if ((failures.get(host) ?? 0) >= FAILURES_IN_A_ROW) {
      skipped.set(host, (skipped.get(host) ?? 0) + 1);
      continue;
    }
    const got = await obtain(tools, file, say);
    failures.set(host, got === 'no answer' ? (failures.get(host) ?? 0) + 1 : 0);
    const result = typeof got === 'object' && (await load(file, got.path));
    if (result) results.push(result);
  }
  for (const [host, count] of skipped) say(`Not fetched: ${count} files more of ${host}, which did not answer`);
  return results;
}

async function obtain(
  tools: UpdateTools,
  { url, sha256 }: PublicFile,
  say: Updating['say'],
): Promise<{ readonly path: string } | 'refused' | 'no answer'> {
  try {
    const fetched = await fetchCached(tools, url, say);
    if (sha256 !== undefined && fetched.sha256 !== sha256)
      say(`Another version than the one known: ${url} had the sha256 ${sha256}; please look at what changes`);
    return fetched;
  } catch (error) {
    if (!(error instanceof OutgoingError)) throw error;
    say(`Not fetched: ${error.message}`);
    return error.status === undefined ? 'no answer' : 'refused';
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
    if (!isLocal) await distrust(path);
    return undefined;
  }
}
