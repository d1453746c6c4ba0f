import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** Sound in itself, and known from a leak. */
export const LEAKED = 'orchard pebble lantern 7';

/** The SHA-1 of a text as lists of leaked passwords have it. */
export function sha1Of(text: string): string {
  return createHash('sha1').update(text).digest('hex').toUpperCase();
}

/** A server on this machine that speaks the protocol of Pwned Passwords, and remembers what it was asked. */
export type RangeServer = {
  readonly url: () => string;
  readonly asked: { readonly path: string; readonly headers: IncomingHttpHeaders }[];
  /** Answers with these passwords and the counts of their leaks, padded. */
  readonly knows: (counts: Readonly<Record<string, number>>) => void;
  /** Answers as it is told. */
  readonly does: (conduct: (response: ServerResponse) => void) => void;
};

/** The server for all tests of a suite; it knows the leaked password and the most common one before each. */
export function useRangeServer(): RangeServer {
  let conduct: (response: ServerResponse, path: string) => void = () => undefined;
  const asked: { path: string; headers: IncomingHttpHeaders }[] = [];
  const server = createServer((request, response) => {
    asked.push({ path: request.url ?? '', headers: request.headers });
    conduct(response, request.url ?? '');
  });
  const knows = (counts: Readonly<Record<string, number>>): void => {
    conduct = (response, path) => {
      const [, prefix = ''] = /^\/range\/([0-9A-F]{5})$/.exec(path) ?? [];
      if (prefix === '') response.writeHead(400).end('The hash prefix was not in a valid format');
      else response.writeHead(200, { 'Content-Type': 'text/plain' }).end(rangeOf(prefix, counts));
    };
  };
  before((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  after((done) => {
    server.close(done);
    server.closeAllConnections();
  });
  beforeEach(() => {
    asked.length = 0;
    knows({ [LEAKED]: 3, password: 10_000_000 });
  });
  return {
    url: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    knows,
    does: (next) => {
      conduct = next;
    },
  };
}

const PADDING = 20;

function rangeOf(prefix: string, counts: Readonly<Record<string, number>>): string {
  const known = Object.entries(counts)
    .map(([text, count]) => [sha1Of(text), count] as const)
    .filter(([sha1]) => sha1.startsWith(prefix))
    .map(([sha1, count]) => `${sha1.slice(prefix.length)}:${count}`);
  const padding = Array.from({ length: PADDING }, (_, at) => `${sha1Of(`${prefix} ${at}`).slice(5)}:0`);
  return [...known, ...padding].sort().join('\r\n');
}

/** Lines `SHA1:COUNT` for some passwords, in order. */
export function sortedLines(texts: readonly string[]): string[] {
  return texts.map((text) => `${sha1Of(text)}:${text.length}`).sort();
}

/** A file with these lines in a folder. */
export function listFile(folder: string, lines: readonly string[], eol = '\n'): string {
  const path = join(folder, 'pwnedpasswords.txt');
  writeFileSync(path, lines.map((line) => line + eol).join(''));
  return path;
}
