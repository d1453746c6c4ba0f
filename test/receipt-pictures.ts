import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { openTestDatabase } from './support/databases.js';
import { openCityWorld } from './support/letters.js';
import { takeOneInEach } from './support/receipt-states.js';
import { findChromium } from './support/services.js';

/** Takes pictures of a receipt with a letter in each state, for people to look at: `npm run pictures -- <folder>`. */
const folder = process.argv[2] ?? join('var', 'pictures');
const executablePath = findChromium();
if (executablePath === undefined) throw new Error('There is no Chromium; set CHROMIUM to its path.');

mkdirSync(folder, { recursive: true });
const copies = mkdtempSync(join(tmpdir(), 'clarion-'));
const database = await openTestDatabase('sqlite::memory:');
const world = await openCityWorld(database.db);
const { path } = await takeOneInEach(world, copies);
const server = createServer(world.app).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage();
await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
for (const [name, width] of [
  ['desktop', 1280],
  ['phone', 360],
] as const) {
  await page.setViewportSize({ width, height: 900 });
  await pictures(page, name);
}
await browser.close();
server.closeAllConnections();
server.close();
await database.close();
rmSync(copies, { recursive: true });

/** One picture of the page's head, and one of each five letters. */
async function pictures(of: Page, name: string): Promise<void> {
  await of.screenshot({ path: join(folder, `receipt-${name}-0.png`) });
  const letters = of.locator('.letter');
  const count = await letters.count();
  for (let first = 0; first < count; first += 5) {
    const [top, last] = [
      await letters.nth(first).boundingBox(),
      await letters.nth(Math.min(first + 4, count - 1)).boundingBox(),
    ];
    if (!top || !last) continue;
    const clip = {
      x: 0,
      y: top.y - 8,
      width: of.viewportSize()?.width ?? 0,
      height: last.y + last.height - top.y + 16,
    };
    await of.screenshot({ path: join(folder, `receipt-${name}-${first / 5 + 1}.png`), fullPage: true, clip });
  }
}
