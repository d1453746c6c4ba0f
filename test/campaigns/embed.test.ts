import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { chromium, type Browser } from 'playwright-core';
import { readSources } from '../../src/counts/index.js';
import { axeFaults, CHROMIUM_FLAGS, listenApp } from '../support/chromium.js';
import { seedCoalition } from '../support/coalition.js';
import { formOf } from '../support/pages.js';
import { showPage } from '../support/partner-pages.js';
import { needChromium } from '../support/services.js';
import { CITY, useWorld } from '../support/world.js';

const EMBED = `/embed/${CITY}?source=teachers`;

describe('a campaign in a frame on somebody’s site', function () {
  this.timeout(60_000);
  const world = useWorld({ keepsStarterPlaces: true });
  const servers: Server[] = [];
  let browser: Browser | undefined;

  afterEach(async () => {
    await browser?.close();
    browser = undefined;
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  it('may stand on any site, as no other page may, without script or cookie', async () => {
    const { headers, text } = await world().http.get(EMBED);
    const policy = String(headers['content-security-policy']);
    expect(policy).to.include('frame-ancestors *').and.include("script-src 'none'").and.include("form-action 'self'");
    expect(headers).not.to.have.any.keys('x-frame-options', 'set-cookie');
    expect(text).not.to.match(/<script|<style|\sstyle="|\son[a-z]+="/);
    for (const path of [`/c/${CITY}`, `/c/${CITY}/p/teachers`, '/embed/nowhere', '/']) {
      const other = await world().http.get(path);
      expect(other.headers['x-frame-options'], path).to.equal('DENY');
    }
  });

  it('asks for the postal code alone, names the partner, and counts a view by its source', async () => {
    await seedCoalition(world());
    await showPage(world(), 'teachers');
    const { text } = await world()
      .http.get(EMBED)
      .set('User-Agent', 'Mozilla/5.0')
      .set('Referer', 'https://teachers.example/');
    expect(text).to.include('With Harbourview Teachers.').and.include('/partner-style/8a1c4a.css');
    expect(text).to.match(/<form method="post" action="\/c\/[\w-]+\/find" target="_blank" rel="noopener">/);
    expect(Object.keys(formOf(text).fields)).to.have.members(['postal_code', 'source']);
    await world().viewCounter.flush();
    const { id: campaignId } = await world().campaigns.get(CITY);
    const counted = (await readSources(world().db, { campaignId })).map(({ source, views }) => [source, views]);
    expect(counted).to.deep.equal([['teachers', 1]]);
    const shut = (await world().http.get('/embed/colorado-clear-records')).text;
    expect(shut).to.include('not open yet');
    expect(shut).not.to.include('<form');
  });

  it('opens the next step in a tab of its own, from a foreign page 240 px wide', async function () {
    const executablePath = needChromium(this);
    await seedCoalition(world());
    await showPage(world(), 'teachers');
    const { base, server } = await listenApp(world().app);
    const host = createServer((_request, response) => {
      response.setHeader('Content-Type', 'text/html');
      response.end(
        `<!doctype html><html lang="en"><title>Host</title><main><h1>Us</h1><iframe title="Write" src="${base}${EMBED}" width="240" height="700"></iframe></main></html>`,
      );
    }).listen(0, '127.0.0.1');
    servers.push(server, host);
    await new Promise((resolve) => host.once('listening', resolve));
    browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
    const context = await browser.newContext({ colorScheme: 'dark' });
    const page = await context.newPage();
    // By another name, so that the frame is a foreign site's and not only another port's.
    await page.goto(`http://localhost:${(host.address() as AddressInfo).port}/`);
    const frame = page.frame({ url: /embed/ }) ?? expect.fail();
    expect(await frame.evaluate<number>('document.documentElement.scrollWidth')).to.be.at.most(240);
    await frame.fill('#postal_code', '80202');
    const opened = context.waitForEvent('page');
    await frame.click('button');
    const step = await opened;
    await step.waitForLoadState();
    expect(new URL(step.url()).pathname).to.equal(`/c/${CITY}/find`);
    expect(await step.inputValue('#send input[name=source]')).to.equal('teachers');
    expect(await step.evaluate('window.top === window && window.opener === null')).to.equal(true);
    expect(await context.cookies()).to.deep.equal([]);
    const bare = await browser.newPage({ viewport: { width: 240, height: 700 }, bypassCSP: true });
    await bare.goto(base + EMBED);
    expect(await axeFaults(bare)).to.deep.equal([]);
  });
});
