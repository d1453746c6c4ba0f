import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { consoleRoutes } from '../src/console/index.js';
import { axeFaults, CHROMIUM_FLAGS, listenApp } from './support/chromium.js';
import { consoleTools, fillParts, seedConsole } from './support/console-seed.js';
import { openTestDatabase } from './support/databases.js';
import { openCityWorld } from './support/letters.js';
import { findChromium } from './support/services.js';

/**
 * Takes pictures of the console's pages on a desktop and a phone, for people to look at, and prints what axe finds:
 * `npm run pictures:console -- <folder> [part of the path]`.
 */
const [folder = join('var', 'pictures'), wanted = ''] = process.argv.slice(2);
const executablePath = findChromium();
if (executablePath === undefined) throw new Error('There is no Chromium; set CHROMIUM to its path.');

mkdirSync(folder, { recursive: true });
const copies = mkdtempSync(join(tmpdir(), 'clarion-'));
const database = await openTestDatabase('sqlite::memory:');
const world = await openCityWorld(database.db);
const { owner, parts } = await seedConsole(world, copies);
const { base, server } = await listenApp(world.app);
const paths = consoleRoutes(consoleTools(world))
  .filter(({ method, path }) => method === 'get' && !/\.(?:csv|pdf|zip|svg|png|json)$|\/(?:live|export)$/.test(path))
  .map(({ path }) => path)
  .filter((path) => path.includes(wanted));
const browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
for (const [name, width] of [
  ['desktop', 1280],
  ['phone', 360],
] as const) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, bypassCSP: true });
  await context.addCookies([{ name: 'clarion', value: owner.cookie, url: base }]);
  const page = await context.newPage();
  for (const path of paths) {
    const response = await page.goto(base + owner.base + fillParts(path, parts));
    const file = `${path.replace(/^\//, '').replace(/[/:]+/g, '-') || 'home'}-${name}.png`;
    await page.screenshot({ path: join(folder, file), fullPage: true });
    const bytes = (await response?.body())?.length ?? 0;
    process.stdout.write(`${response?.status() ?? '-'} ${bytes} bytes ${file}\n`);
    for (const fault of await axeFaults(page)) process.stdout.write(`  ${fault}\n`);
  }
  await context.close();
}
await browser.close();
server.closeAllConnections();
server.close();
await database.close();
rmSync(copies, { recursive: true });
