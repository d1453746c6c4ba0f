import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../src/app.js';
import type { Wiring } from '../../src/wiring.js';
import { CAMPAIGN } from '../console/campaign-folder.js';
import { openOwner } from '../million.js';
import { median } from '../numbers.js';
import type { Measured } from '../table.js';

/** What a page may take of the server. */
const MOST_MS = 50;

/** Pages that sum many actions, by what they are called in the table. */
const PAGES: Readonly<Record<string, (base: string) => string>> = {
  'list of campaigns': (base) => base,
  'dashboard of a campaign': (base) => `${base}/campaigns/${CAMPAIGN}`,
  'dashboard, today by hour': (base) => `${base}/campaigns/${CAMPAIGN}?range=today&by=hour`,
  'numbers by day': (base) => `${base}/campaigns/${CAMPAIGN}/numbers`,
  'numbers by source': (base) => `${base}/campaigns/${CAMPAIGN}/numbers?table=sources`,
  'numbers by place': (base) => `${base}/campaigns/${CAMPAIGN}/numbers?table=divisions`,
  'numbers by office': (base) => `${base}/campaigns/${CAMPAIGN}/numbers?table=offices`,
  'coalition in the console': (base) => `${base}/coalitions/bench-coalition`,
  'comparison of partners': () => '/compare/bench-coalition',
  'comparison by week': () => '/compare/bench-coalition?rows=week',
  'comparison by place': () => '/compare/bench-coalition?rows=state',
};

/** Each page by HTTP as a signed-in owner: the first time after a start, and then again and again. */
export async function measurePages(wiring: Wiring, tries: number): Promise<Measured[]> {
  const server = createServer(createApp(wiring)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { base, cookie } = await openOwner(wiring);
  const measured: Measured[] = [];
  try {
    for (const [what, path] of Object.entries(PAGES)) {
      const ask = (): Promise<number> => timeOf(origin + path(base), cookie);
      const first = await ask();
      const times: number[] = [];
      for (let at = 0; at < tries; at++) times.push(await ask());
      measured.push(lineOf(what, { first, times: times.sort((one, other) => one - other) }));
    }
  } finally {
    server.closeAllConnections();
    server.close();
  }
  return measured;
}

/** Milliseconds until the page is there. @throws Error when it is not the page */
async function timeOf(url: string, cookie: string): Promise<number> {
  const start = performance.now();
  const response = await fetch(url, { headers: { Cookie: `clarion=${cookie}` }, redirect: 'manual' });
  await response.arrayBuffer();
  if (response.status !== 200) throw new Error(`${new URL(url).pathname} answers ${response.status}.`);
  return performance.now() - start;
}

function lineOf(
  what: string,
  { first, times }: { readonly first: number; readonly times: readonly number[] },
): Measured {
  const p50Ms = median(times);
  return {
    what: `${what} / ${MOST_MS} ms (after a start ${first.toFixed(0)} ms)`,
    ...{ ratio: p50Ms / MOST_MS, aim: { most: 1 }, p50Ms, p99Ms: times.at(-1) },
  };
}
