import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DEFAULT_MAX_BYTES, open, OutgoingError, type OutgoingOptions, type Sending } from './outgoing.js';

/** A file that was fetched, with what its server calls this version of it (RFC 9110, section 8.8). */
export type Fetched = {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
};

const MAX_REDIRECTS = 3;
const NOT_MODIFIED = 304;
/** However steadily it comes, a file that takes longer than this is given up. */
const DEFAULT_WHOLE_MS = 15 * 60_000;

/**
 * Fetches a file from the public internet. Refuses private, loopback and other special addresses, also
 * after name look-up and behind redirects. The file appears under its name only when it is complete. Answers
 * `known` itself, and touches nothing, where the server says that this version is still the present one.
 * @throws OutgoingError
 */
export async function fetchFile(
  url: string,
  path: string,
  options: OutgoingOptions & { readonly known?: Fetched | undefined } = {},
): Promise<Fetched> {
  const { known, wholeMs = DEFAULT_WHOLE_MS } = options;
  const signal = AbortSignal.timeout(wholeMs);
  try {
    const response = await request(url, { ...options, signal, headers: conditions(known) }, MAX_REDIRECTS);
    if (response.statusCode !== NOT_MODIFIED) return await keep(url, path, { response, options });
    response.resume();
    if (known) return known;
    throw new OutgoingError(`${url} answered ${NOT_MODIFIED}`, NOT_MODIFIED);
  } catch (error) {
    if (signal.aborted) throw new OutgoingError(`${url} took longer than ${wholeMs / 1000} s`);
    throw error;
  }
}

function conditions(known: Fetched | undefined): Record<string, string> {
  return {
    ...(known?.etag && { 'If-None-Match': known.etag }),
    ...(known?.lastModified && { 'If-Modified-Since': known.lastModified }),
  };
}

type Keeping = { readonly response: IncomingMessage; readonly options: OutgoingOptions };

async function keep(url: string, path: string, { response, options }: Keeping): Promise<Fetched> {
  const { etag, 'last-modified': lastModified, 'content-length': length } = response.headers;
  const maxBytes = options.maxBytes ?? DEFAULT_MAX_BYTES;
  const hash = createHash('sha256');
  let bytes = 0;
  const counter = new Transform({
    transform: (part: Buffer, _encoding, done) => {
      bytes += part.length;
      hash.update(part);
      options.onProgress?.(bytes, Number(length ?? 0));
      done(bytes > maxBytes ? new OutgoingError(`${url} is larger than ${maxBytes} bytes`) : null, part);
    },
  });
  const draft = `${path}.part`;
  const writing = createWriteStream(draft);
  try {
    await pipeline(response, counter, writing);
    await rename(draft, path);
  } catch (error) {
    // It may still be about to open the file, and would make it after it was removed.
    if (!writing.closed) await new Promise<void>((resolve) => writing.once('close', resolve));
    await rm(draft, { force: true });
    throw error instanceof OutgoingError ? error : new OutgoingError(`${url} broke off: ${(error as Error).message}`);
  }
  return { path, bytes, sha256: hash.digest('hex'), etag, lastModified };
}

async function request(url: string, options: Omit<Sending, 'name'>, redirectsLeft: number): Promise<IncomingMessage> {
  if (!URL.canParse(url)) throw new OutgoingError(`${url} is not a web address`);
  const target = new URL(url);
  const response = await open(target, { ...options, name: url });
  const status = response.statusCode ?? 0;
  const location = response.headers.location;
  if (status >= 300 && status < 400 && location) {
    response.resume();
    if (redirectsLeft === 0) throw new OutgoingError(`${url} redirects too often`);
    if (!URL.canParse(location, target.href)) throw new OutgoingError(`${url} redirects to no readable address`);
    return request(new URL(location, target).href, options, redirectsLeft - 1);
  }
  if (status === 200 || status === NOT_MODIFIED) return response;
  response.resume();
  throw new OutgoingError(`${url} answered ${status}`, status);
}
