import { mkdirSync } from 'node:fs';
import { readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Clock } from '../platform/clock.js';
import { fetchFile, type Fetched } from '../platform/fetch-file.js';
import { openDataFile } from '../platform/open-file.js';
import type { OutgoingOptions } from '../platform/outgoing.js';

export type CacheTools = {
  readonly clock: Clock;
  /** Folder that fetched files are kept in. */
  readonly cacheFolder: string;
  readonly outgoing?: OutgoingOptions;
};

const BYTES_BETWEEN_LINES = 5_000_000;

/**
 * Fetches a file into the cache, or leaves the copy there if its server says that it is still the present one.
 * A copy that was damaged since is fetched anew. @throws OutgoingError
 */
export async function fetchCached(tools: CacheTools, url: string, say: (line: string) => void): Promise<Fetched> {
  mkdirSync(tools.cacheFolder, { recursive: true });
  const path = join(tools.cacheFolder, basename(new URL(url).pathname));
  const known = await findKnown(path, url);
  const fetched = await fetchFile(url, path, { ...tools.outgoing, known, onProgress: telling(url, say) });
  const facts = `${megabytes(fetched.bytes)} MB, sha256 ${fetched.sha256}`;
  if (fetched === known) {
    say(`Not changed since it was fetched: ${url}, ${facts}`);
  } else {
    say(`Fetched ${url}: ${facts}`);
    await writeFile(noteOf(path), JSON.stringify({ ...fetched, url }));
  }
  // What its server calls present is good for today.
  const seconds = tools.clock.now() / 1000;
  await utimes(path, seconds, seconds);
  return fetched;
}

/** Has a file fetched anew next time, whatever its server says: it could not be read. */
export async function distrust(path: string): Promise<void> {
  await rm(noteOf(path), { force: true });
}

/** The copy in the cache, if it is the one that was fetched from there. */
async function findKnown(path: string, url: string): Promise<Fetched | undefined> {
  try {
    const note = JSON.parse(await readFile(noteOf(path), 'utf8')) as Fetched & { readonly url?: unknown };
    const isSound = note.url === url && note.sha256 === (await (await openDataFile(path)).checksum());
    return isSound ? { ...note, path } : undefined;
  } catch {
    // Without a readable note or copy there is nothing to compare with.
    return undefined;
  }
}

function noteOf(path: string): string {
  return `${path}.fetched`;
}

function telling(url: string, say: (line: string) => void): (received: number, total: number) => void {
  let told = 0;
  return (received, total) => {
    if (received - told < BYTES_BETWEEN_LINES) return;
    told = received;
    say(`Fetching ${url}: ${megabytes(received)}${total > 0 ? ` of ${megabytes(total)}` : ''} MB`);
  };
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(2);
}
