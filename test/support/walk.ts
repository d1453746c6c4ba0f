import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { chromium, type Browser, type Page } from 'playwright-core';
import { axeFaults, CHROMIUM_FLAGS } from './chromium.js';

const PICTURES = process.env['WALK_PICTURES'];
const SIZES = { desktop: { width: 1280, height: 900 }, phone: { width: 360, height: 740 } } as const;

/** Somebody at a browser of their own. */
export type Walker = {
  readonly page: Page;
  /** Looks at the page that is open: it fits the screen. Takes pictures where they are wanted. */
  readonly pass: (name: string) => Promise<void>;
  /** Passes, and axe finds nothing. */
  readonly stop: (name: string) => Promise<void>;
};

/** A browser in which people walk, and what went wrong on their way. */
export type Walk = {
  readonly come: (base: string, size: keyof typeof SIZES) => Promise<Walker>;
  readonly troubles: readonly string[];
  readonly end: () => Promise<void>;
};

/** `WALK_PICTURES=<folder>` stores each stop as it looks on a desktop, a phone and in the dark. */
export async function beginWalk(executablePath: string): Promise<Walk> {
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
  const troubles: string[] = [];
  if (PICTURES) mkdirSync(PICTURES, { recursive: true });
  return { troubles, come: (base, size) => come({ browser, base, troubles }, size), end: () => browser.close() };
}

type Way = { readonly browser: Browser; readonly base: string; readonly troubles: string[] };

async function come({ browser, base, troubles }: Way, size: keyof typeof SIZES): Promise<Walker> {
  const context = await browser.newContext({ viewport: SIZES[size], baseURL: base, acceptDownloads: true });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('pageerror', ({ message }) => troubles.push(`script: ${message}`));
  page.on('console', (said) => {
    if (said.type() === 'error') troubles.push(`console: ${said.text()}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(base) && !/^(?:data|blob|about):/.test(request.url()))
      troubles.push(`loads ${request.url()}`);
  });
  const pass = async (name: string): Promise<void> => {
    // Between two pages there is no document for a moment.
    await page.locator('main').first().waitFor();
    const width = await page.evaluate<number>('document.documentElement.scrollWidth');
    if (width > SIZES[size].width) troubles.push(`${name}: ${width} px wide on a ${size}`);
    if (PICTURES) await takePictures(page, name);
    await page.setViewportSize(SIZES[size]);
  };
  return {
    page,
    pass,
    stop: async (name) => {
      for (const fault of await axeFaults(page)) troubles.push(`${name}: ${fault}`);
      await pass(name);
    },
  };
}

async function takePictures(page: Page, name: string): Promise<void> {
  const shoot = (kind: string): Promise<unknown> =>
    page.screenshot({ path: join(PICTURES ?? '', `${name}-${kind}.png`), fullPage: true });
  for (const kind of ['desktop', 'phone'] as const) {
    await page.setViewportSize(SIZES[kind]);
    await shoot(kind);
  }
  await page.emulateMedia({ colorScheme: 'dark' });
  await shoot('dark');
  await page.emulateMedia({ colorScheme: null });
}

/** Looks again until it is so; a worker has its own pace. */
export async function until<Found>(what: string, look: () => Found | undefined | false): Promise<Found> {
  for (let tries = 0; tries < 100; tries++) {
    const found = look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return expect.fail(`${what} did not come`);
}

/** A port that is free now. */
export async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return String(port);
}

/** Every link of these pages leads to a page or a file. */
export async function followLinks(page: Page, paths: readonly string[]): Promise<void> {
  const found = new Set<string>();
  for (const path of paths) {
    await page.goto(path);
    const links = await page.evaluate<string[]>(
      `[...document.querySelectorAll('a[href^="/"]')].map((link) => link.getAttribute('href').replace(/#.*/, ''))`,
    );
    for (const link of links) found.add(link);
  }
  const faults = await page.evaluate<string[]>(
    `Promise.all(${JSON.stringify([...found])}.map(async (link) => [link, (await fetch(link)).status]))
      .then((all) => all.filter(([, status]) => status >= 400).map(([link, status]) => link + ': ' + status))`,
  );
  expect(found.size).to.be.greaterThan(20);
  expect(faults).to.deep.equal([]);
}
