/**
 * Measures how fast a campaign's page is sent, beside the smallest Express program in the same rounds.
 * `npm run bench:page -- [--rounds N] [--seconds N] [--connections N]`
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeLongCampaign } from './page/long-campaign.js';
import { plainLoad } from './plain-load.js';
import { SECRET, startHello, startProgram, type MeasuredServer } from './processes.js';
import { clarion } from './prove-delivery/clarion.js';
import { race, type Contender, type Rounds } from './rounds.js';
import { measuredText, type Measured } from './table.js';

/** The page must be no smaller. */
const LEAST_BYTES = 15_000;

/** What a browser sends with every request; the yardstick gets the same. */
const BROWSER = {
  'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'Accept-Language': 'en-US,en;q=0.5',
  'Sec-Fetch-Dest': 'document',
  'Sec-Fetch-Mode': 'navigate',
  'Sec-Fetch-Site': 'none',
};

const PACKED = 'gzip, deflate, br';

/** Each page as a multiple of the smallest Express program's rate. */
export async function measurePage(plan: Rounds): Promise<Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), 'clarion-page-'));
  const servers: MeasuredServer[] = [];
  try {
    const hello = await startHello();
    servers.push(hello);
    const { slug, path } = writeLongCampaign(folder);
    const database = `sqlite:${join(folder, 'clarion.sqlite')}`;
    await clarion({ DATABASE_URL: database, SECRET, LOG_LEVEL: 'warn' }, ['campaigns', 'load', path]);
    const program = await startProgram({ folder });
    servers.push(program);
    return await race(helloContender(hello), await pageContenders(program, slug), plan);
  } finally {
    for (const server of servers) await server.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

function helloContender(server: MeasuredServer): Contender {
  const headers = { ...BROWSER, 'Accept-Encoding': PACKED };
  return { what: 'bare Express hello', server, aim: undefined, load: { url: server.url, headers }, status: 200 };
}

async function pageContenders(program: MeasuredServer, slug: string): Promise<Contender[]> {
  const url = `${program.url}/c/${slug}`;
  const of = (headers: Record<string, string>) => ({ load: { url, headers: { ...BROWSER, ...headers } } });
  const always = { server: program, aim: { least: 2 }, status: 200 };
  const etag = await checkPage(url);
  return [
    { what: 'campaign page, as it is / hello', ...always, ...of({ 'Accept-Encoding': 'identity' }) },
    { what: 'campaign page, Brotli / hello', ...always, ...of({ 'Accept-Encoding': PACKED }) },
    {
      what: 'campaign page, 304 / hello',
      ...always,
      ...of({ 'Accept-Encoding': PACKED, 'If-None-Match': etag }),
      status: 304,
    },
  ];
}

/** Answers the tag under which a browser keeps the page. @throws Error when it is not the page that is to be measured */
async function checkPage(url: string): Promise<string> {
  const plain = await fetch(url, { headers: { ...BROWSER, 'Accept-Encoding': 'identity' } });
  const bytes = (await plain.arrayBuffer()).byteLength;
  if (bytes < LEAST_BYTES) throw new Error(`The page has ${bytes} bytes only.`);
  if (!plain.headers.has('content-security-policy')) throw new Error('The page lacks its headers.');
  const packed = await fetch(url, { headers: { ...BROWSER, 'Accept-Encoding': PACKED } });
  await packed.arrayBuffer();
  return packed.headers.get('etag') ?? '';
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '3' },
      connections: { type: 'string', default: '50' },
    },
  });
  const measured = await measurePage({
    rounds: Number(values.rounds),
    seconds: Number(values.seconds),
    connections: Number(values.connections),
    ask: plainLoad,
  });
  process.stdout.write(`${measuredText(measured)}\n`);
}
