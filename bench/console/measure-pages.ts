import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../src/app.js';
import { consoleRoutes } from '../../src/console/index.js';
import type { Wiring } from '../../src/wiring.js';
import type { Filled } from '../million.js';
import { median } from '../numbers.js';

/** What one page takes. */
export type Measured = {
  readonly path: string;
  readonly status: number;
  readonly medianMs: number;
  /** The slowest of all tries, which stands for the 99th percentile where there are fewer than a hundred. */
  readonly p99Ms: number;
  readonly bytes: number;
  readonly slowestQuery: { readonly ms: number; readonly sql: string };
};

/** Answers that are no pages: files, which take as long as they are large, and streams. */
const NO_PAGE = /\.(?:csv|pdf|zip|json)$|\/(?:live|export)$|:supporter\/data$/;

/** What is also asked of pages that can be asked for something: rare pairs, which an index must find, and large lists. */
const QUESTIONS: Readonly<Record<string, readonly string[]>> = {
  '/campaigns/:campaign': ['?range=all', '?range=today&by=hour'],
  '/campaigns/:campaign/numbers': [
    '?table=sources',
    '?table=offices&sort=failed',
    '?table=divisions',
    '?table=referrers',
  ],
  '/letters': ['?state=failed', '?state=unknown&source=partner-399', '?reason=ours&source=partner-7', '?age=7d'],
  '/campaigns/:campaign/letters': [
    '?state=cancelled&source=partner-390',
    '?channel=handover',
    '?state=held&office=:officeId',
    '?state=sent&reason=ours',
  ],
  '/campaigns/:campaign/letters/queue': ['?office=:officeId'],
  '/people': [
    '?campaign=:campaign&source=partner-399',
    '?source=partner-399',
    '?opted=bench-organization',
    '?confirmed=no',
    '?campaign=:campaign&source=none',
  ],
  '/log': ['?kind=campaign', '?kind=delivery'],
  '/campaigns/:campaign/review': ['?like=:held'],
};

type QueryEvent = { readonly __knexQueryUid: string; readonly sql: string };

/** Asks each page of the console so many times as its owner; answers also what is no page. */
export async function measurePages(
  wiring: Wiring,
  filled: Filled,
  tries: number,
): Promise<{ readonly measured: readonly Measured[]; readonly left: readonly string[] }> {
  const server = createServer(createApp(wiring)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const tools = { ...wiring, baseUrl: wiring.config.BASE_URL, hasMailServer: wiring.config.SMTP_URL !== undefined };
  const routes = consoleRoutes(tools).filter(({ method }) => method === 'get');
  const measured: Measured[] = [];
  const left: string[] = [];
  for (const path of new Set(routes.map((route) => route.path))) {
    const isLeft = NO_PAGE.test(path) || !hasParts(path, filled.parts);
    if (isLeft) left.push(path);
    for (const asked of isLeft ? [] : [path, ...(QUESTIONS[path] ?? []).map((query) => path + query)]) {
      const own = fillParts(asked, filled.parts);
      measured.push({ path: asked, ...(await measure(wiring, { url: origin + filled.base + own, filled, tries })) });
    }
  }
  server.closeAllConnections();
  server.close();
  return { measured, left };
}

async function measure(
  { db }: Wiring,
  { url, filled, tries }: { readonly url: string; readonly filled: Filled; readonly tries: number },
): Promise<Omit<Measured, 'path'>> {
  const begun = new Map<string, number>();
  let slowestQuery = { ms: 0, sql: '' };
  const begin = ({ __knexQueryUid: id }: QueryEvent): void => void begun.set(id, performance.now());
  const end = (_: unknown, { __knexQueryUid: id, sql }: QueryEvent): void => {
    const ms = performance.now() - (begun.get(id) ?? Infinity);
    if (ms > slowestQuery.ms) slowestQuery = { ms, sql: sql.replace(/\s+/g, ' ').trim() };
  };
  const times: number[] = [];
  let last = { status: 0, bytes: 0 };
  // The first one warms up: campaigns, roster and templates are read once a process.
  for (let at = 0; at <= tries; at++) {
    if (at === 1) db.on('query', begin).on('query-response', end);
    const start = performance.now();
    const response = await fetch(url, { headers: { Cookie: `clarion=${filled.cookie}` }, redirect: 'manual' });
    const bytes = (await response.arrayBuffer()).byteLength;
    if (at > 0) times.push(performance.now() - start);
    last = { status: response.status, bytes };
  }
  db.removeListener('query', begin).removeListener('query-response', end);
  const sorted = times.sort((one, other) => one - other);
  const p99Ms = sorted[Math.ceil(sorted.length * 0.99) - 1] ?? NaN;
  return { ...last, medianMs: median(times), p99Ms, slowestQuery };
}

/** Coalitions have no rows here: `bench:counts` asks for their pages. */
function hasParts(path: string, parts: Filled['parts']): boolean {
  return [...path.matchAll(/:(\w+)/g)].every(([, name = '']) => parts[name]);
}

function fillParts(path: string, parts: Filled['parts']): string {
  return path.replace(/:(\w+)/g, (_, name: string) => {
    const value = parts[name];
    if (!value) throw new Error(`Nothing was made for :${name}, which ${path} needs.`);
    return encodeURIComponent(value);
  });
}
