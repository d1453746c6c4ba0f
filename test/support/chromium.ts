import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import type { Page } from 'playwright-core';
import { programPath } from '../../src/platform/paths.js';
import { createWebServer } from '../../src/web/index.js';

export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
];

const AXE = readFileSync(programPath('node_modules', 'axe-core', 'axe.min.js'), 'utf8');

type Violation = { id: string; nodes: { target: string[] }[] };

/** What axe finds on a page, a line each. */
export async function axeFaults(page: Page): Promise<string[]> {
  // Violations are told in full; what passes is not wanted, and describing it takes half of the time.
  const asked = `${AXE}; axe.run({ resultTypes: ['violations'] })`;
  const { violations } = await page.evaluate<{ violations: Violation[] }>(asked);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

/** The program at an address of this machine. */
export async function listenApp(app: Express): Promise<{ readonly base: string; readonly server: Server }> {
  const server = createWebServer(app).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return { server, base: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
