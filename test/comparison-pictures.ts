import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { VIEWS } from '../src/comparison/index.js';
import { importFile } from '../src/data-sets/index.js';
import { districts } from '../src/divisions/index.js';
import { axeFaults, CHROMIUM_FLAGS, listenApp } from './support/chromium.js';
import { COALITION } from './support/coalition.js';
import { sampleFacts } from './support/comparison-facts.js';
import { changeCoalition, seedComparison } from './support/comparison-seed.js';
import { openTestDatabase } from './support/databases.js';
import { openCityWorld } from './support/letters.js';
import { findChromium } from './support/services.js';
import { START } from './support/world.js';

/**
 * Takes pictures of the comparison of five partners on a projector, a desktop and a phone, and prints what axe finds:
 * `npm run pictures:comparison -- <folder> [part of the name] [GeoJSON of congressional districts]`.
 */
const [folder = join('var', 'pictures'), wanted = '', map = ''] = process.argv.slice(2);
const executablePath = findChromium();
if (executablePath === undefined) throw new Error('There is no Chromium; set CHROMIUM to its path.');

mkdirSync(folder, { recursive: true });
const database = await openTestDatabase('sqlite::memory:');
const readFacts = (coalition: Parameters<typeof sampleFacts>[0]) =>
  Promise.resolve(sampleFacts(coalition, START, 120_000));
const world = await openCityWorld(database.db, { readFacts });
await seedComparison(world);
await changeCoalition(world, { is_public: 1, goal: 150_000 });
if (existsSync(map)) await importFile(world, { source: districts, path: map, options: { asOf: '2025-01-03' } });

const { base, server } = await listenApp(world.app);
const at = `/compare/${COALITION}`;
const pages = [
  ['list', '/compare'],
  ...VIEWS.map((view) => [view, `${at}?view=${view}`]),
  ['coverage', `${at}?view=districts&map=coverage`],
  ['one-partner', `${at}?view=districts&partner=teachers`],
] as const;
const screens = [
  ['partners', `${at}?view=partners&show=screen`],
  ['states', `${at}?view=states&show=screen`],
  ['weeks', `${at}?view=weeks&show=screen`],
  ['overlap', `${at}?view=overlap&show=screen`],
] as const;
const sizes = [
  { name: 'projector', width: 1920, height: 1080, pages: [...screens.map(([name, path]) => [`screen-${name}`, path])] },
  { name: 'wide', width: 1920, height: 1080, pages: pages.slice(1, 4) },
  { name: 'desktop', width: 1280, height: 900, pages },
  { name: 'phone', width: 360, height: 740, pages: [...pages, ['screen-partners', screens[0][1]]] },
  { name: 'dark', width: 1280, height: 900, pages: [pages[1], pages[4], pages[6]] },
];
const browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
for (const { name: size, width, height, pages: shown } of sizes) {
  const context = await browser.newContext({
    viewport: { width, height },
    bypassCSP: true,
    colorScheme: size === 'dark' ? 'dark' : 'light',
  });
  const page = await context.newPage();
  for (const [name = '', path = ''] of shown.map((entry) => entry ?? [])) {
    const file = `${name}-${size}.png`;
    if (!file.includes(wanted)) continue;
    const response = await page.goto(base + path);
    await page.screenshot({ path: join(folder, file), fullPage: size !== 'projector' });
    const bytes = (await response?.body())?.length ?? 0;
    const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
    const tall = await page.evaluate<number>('document.documentElement.scrollHeight');
    process.stdout.write(`${response?.status() ?? '-'} ${bytes} bytes, ${wide} x ${tall} px: ${file}\n`);
    for (const fault of await axeFaults(page)) process.stdout.write(`  ${fault}\n`);
  }
  await context.close();
}
await browser.close();
server.closeAllConnections();
server.close();
await database.close();
