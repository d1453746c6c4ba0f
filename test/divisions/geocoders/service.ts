import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { createGeocoding, type Geocoding, type GeocoderSetting } from '../../../src/divisions/index.js';
import type { Db } from '../../../src/platform/db.js';
import type { Log } from '../../../src/platform/log.js';
import { createSeal } from '../../../src/platform/seal.js';
import { START } from '../../support/world.js';

/** What the service does when it is asked. */
export type Conduct = (response: ServerResponse, url: URL) => void;

/** A geocoder on this machine that does as it is told and remembers what it was asked. */
export type Service = {
  readonly url: () => string;
  readonly asked: { readonly url: URL; readonly key: string | undefined }[];
  readonly does: (conduct: Conduct) => void;
};

export function useService(): Service {
  let conduct: Conduct = says({});
  const asked: { url: URL; key: string | undefined }[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://service.test');
    asked.push({ url, key: request.headers['x-goog-api-key']?.toString() });
    conduct(response, url);
  });
  before((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  after((done) => {
    if (!server.listening) {
      done();
      return;
    }
    server.close(done);
    server.closeAllConnections();
  });
  beforeEach(() => {
    asked.length = 0;
  });
  return {
    url: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    does: (next) => {
      conduct = next;
    },
  };
}

/** Answers with JSON. */
export function says(body: unknown, status = 200): Conduct {
  return (response) => {
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  };
}

export type Lookup = {
  readonly geocoding: Geocoding;
  readonly logged: () => string;
  readonly moveClock: (ms: number) => void;
};

/** The program's look-up over the given services, on a clock that tests move. */
export function createLookup(
  db: Db,
  geocoders: readonly GeocoderSetting[],
  options: { readonly from?: number; readonly timeoutMs?: number } = {},
): Lookup {
  let now = options.from ?? START;
  let lines = '';
  const log: Log = pino({ level: 'trace' }, { write: (line: string) => (lines += line) });
  return {
    geocoding: createGeocoding({
      db,
      log,
      clock: { now: () => now },
      seal: createSeal('a secret for tests only, nothing else'),
      geocoders,
      googleCivicKey: 'a-key-for-tests',
      ...(options.timeoutMs && { timeoutMs: options.timeoutMs }),
    }),
    logged: () => lines,
    moveClock: (ms) => {
      now += ms;
    },
  };
}
