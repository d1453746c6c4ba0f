import { expect } from 'chai';
import { chromium } from 'playwright-core';
import request, { type Response } from 'supertest';
import { createApp } from '../../src/app.js';
import { seedConsole } from '../support/console-seed.js';
import { CHROMIUM_FLAGS, listenApp } from '../support/chromium.js';
import { needChromium } from '../support/services.js';
import { PERSONAL, tokenFor, tokensOf } from '../support/personal-links.js';
import { fillPath, routesOf } from '../support/routes.js';
import { ana, CITY, useFolder, useWorld } from '../support/world.js';

/** Answers that never end by themselves. */
const STREAM = /\/live$/;

/** Whose scripts bear a secret of this answer; all other pages name the very files. */
const WITH_NONCE = /^\/(?:console|sign-in|account|reset|setup|invitation|coalition-invitations)(?:\/|$)/;

/** What may be kept: pages that are the same for everybody, and files whose address changes with their content. */
const KEPT = /^\/(?:c\/:slug(?:\/p\/:source)?|embed\/:slug|assets\/.*|logo\/:id|partner-style\/:name|compare.*)?$/;

describe('each page, by its class', function () {
  this.timeout(60_000);
  const world = useWorld({ keepsStarterPlaces: true });
  const folder = useFolder();

  it('says who may frame it, run scripts in it, keep it and hear of its address', async () => {
    const seeded = await seedConsole(world(), folder());
    const tokens = await tokensOf(world(), seeded);
    const gets = routesOf(world().app).filter(({ method, path }) => method === 'get' && !STREAM.test(path));
    expect(gets).to.have.length.above(120);
    const http = request(createApp(world(), { isTooMuch: () => false }));
    const faults: string[] = [];
    const secrets: string[] = [];
    for (const { path } of gets) {
      const parts = { ...seeded.parts, organization: seeded.owner.base.split('/')[2] ?? '', slug: CITY, source: 'x' };
      const token = tokenFor(path, tokens);
      const response = await http
        .get(fillPath(path, { ...parts, token }))
        .set('Cookie', `clarion=${seeded.owner.cookie}`);
      faults.push(...faultsOf(path, response).map((fault) => `${path} (${response.status}): ${fault}`));
      if (PERSONAL.includes(path) && response.status !== 200) faults.push(`${path}: ${response.status}`);
      secrets.push(...noncesIn(response));
    }
    expect(faults).to.deep.equal([]);
    expect(secrets, 'pages with a secret').to.have.length.above(60);
    expect(new Set(secrets), 'each answer has its own').to.have.length(secrets.length);
  });
});

describe('a campaign’s page in a browser', function () {
  this.timeout(60_000);
  const world = useWorld({ keepsStarterPlaces: true });

  it('runs its own script and no other, whatever gets into it', async function () {
    const executablePath = needChromium(this);
    const { base, server } = await listenApp(world().app);
    const browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
    try {
      const page = await browser.newPage();
      await page.goto(`${base}/c/${CITY}`);
      await page.waitForSelector('html.scripted');
      await page.evaluate('window.isSameDocument = true');
      await page.fill('#postal_code', ana.postal_code);
      await page.click('text=Find my lawmakers');
      await page.waitForSelector('#given_name');
      expect(await page.evaluate('window.isSameDocument'), 'the step was put in place').to.equal(true);
      const tried = await page.evaluate(INJECTED);
      expect(tried).to.deep.equal({
        inline: false,
        handler: 'TypeError',
        file: 'TypeError',
        text: 'TypeError',
        policy: 'TypeError',
      });
    } finally {
      await browser.close();
      server.closeAllConnections();
      server.close();
    }
  });
});

/** What somebody tries who got elements or values into a page: a script of their own, a handler, another file of ours. */
const INJECTED = `(() => {
  const nameOf = (act) => { try { act(); return 'done'; } catch (error) { return error.name; } };
  const text = nameOf(() => { document.body.innerHTML = '<b>x</b>'; });
  const policy = nameOf(() => trustedTypes.createPolicy('other', { createHTML: (html) => html }));
  const inline = document.createElement('script');
  inline.append('window.inline = true');
  document.body.append(inline);
  const handler = nameOf(() => document.body.setAttribute('onclick', 'window.inline = true'));
  const file = nameOf(() => { document.createElement('script').src = '/assets/x/letters.js'; });
  return { inline: window.inline === true, handler, file, text, policy };
})()`;

describe('a page behind TLS', () => {
  const config = { BASE_URL: 'https://letters.example' };
  const world = useWorld({ keepsStarterPlaces: true, config });

  it('is asked for by TLS alone, for two years to come also under its subdomains', async () => {
    for (const path of [`/c/${CITY}`, '/sign-in', '/nowhere', '/api/v1/campaigns']) {
      const { headers } = await world().http.get(path);
      expect(headers['strict-transport-security'], path).to.equal('max-age=63072000; includeSubDomains');
      expect(policyOf(headers)['upgrade-insecure-requests'], path).to.equal('');
    }
  });

  it('sets cookies that no other host and no script reads, and none without TLS', async () => {
    const [cookie = ''] = [(await world().http.get('/sign-in')).headers['set-cookie'] ?? []].flat();
    const attributes = cookie.split('; ').slice(1).sort();
    expect(cookie).to.match(/^__Host-clarion-form=[\w-]{22};/);
    expect(attributes).to.deep.equal(['HttpOnly', 'Path=/', 'SameSite=Lax', 'Secure']);
  });
});

function faultsOf(path: string, { headers, text, type }: Response): string[] {
  const isFramed = path === '/embed/:slug';
  const policy = policyOf(headers);
  // A page that is shown as it would be runs no script and sends no form.
  const isPreview = path.endsWith('/preview');
  const isOwnFrame =
    /frame-src/.test(headers['content-security-policy'] ?? '') && headers['x-frame-options'] !== 'DENY';
  const scripts = [...((text as string | undefined) ?? '').matchAll(/<script[^>]*>/g)].map(([tag]) => tag);
  const isOfPerson = !KEPT.test(path) || /private/.test(headers['cache-control'] ?? '');
  const wanted: Record<string, readonly [unknown, unknown]> = {
    'default-src': [policy['default-src'], "'none'"],
    'base-uri': [policy['base-uri'], "'none'"],
    'form-action': [policy['form-action'], isPreview ? "'none'" : "'self'"],
    'frame-ancestors': [policy['frame-ancestors'], isFramed ? '*' : isOwnFrame ? "'self'" : "'none'"],
    'require-trusted-types-for': [policy['require-trusted-types-for'], isPreview ? undefined : "'script'"],
    'trusted-types': [policy['trusted-types'], isPreview ? undefined : 'clarion-pages'],
    'x-frame-options': [headers['x-frame-options'], isFramed ? undefined : isOwnFrame ? 'SAMEORIGIN' : 'DENY'],
    'x-content-type-options': [headers['x-content-type-options'], 'nosniff'],
    'referrer-policy': [headers['referrer-policy'], 'same-origin'],
    'cross-origin-opener-policy': [headers['cross-origin-opener-policy'], 'same-origin'],
    'cross-origin-resource-policy': [
      headers['cross-origin-resource-policy'],
      isFramed ? 'cross-origin' : 'same-origin',
    ],
    geolocation: [/geolocation=\((\w*)\)/.exec(headers['permissions-policy'] ?? '')?.[1], isFramed ? '' : 'self'],
    'cache-control': [isOfPerson && !/no-store|no-cache/.test(headers['cache-control'] ?? 'kept'), false],
    'script-src': [
      scriptFault(path, { isFramed, policy: policy['script-src'] ?? '', scripts, isPage: type === 'text/html' }),
      '',
    ],
    unsafe: [/unsafe|strict-dynamic/.test(headers['content-security-policy'] ?? ''), false],
    'x-powered-by': [headers['x-powered-by'], undefined],
  };
  return Object.entries(wanted)
    .filter(([, [is, shall]]) => is !== shall)
    .map(([name, [is, shall]]) => `${name} is ${String(is)}, not ${String(shall)}`);
}

type Scripts = {
  readonly isFramed: boolean;
  readonly policy: string;
  readonly scripts: readonly string[];
  readonly isPage: boolean;
};

/** What is wrong with the scripts that a page may run; '' for nothing. */
function scriptFault(path: string, { isFramed, policy, scripts, isPage }: Scripts): string {
  if (isFramed) return policy === "'none'" ? '' : policy;
  const [, nonce] = /^'nonce-([\w-]{22})'$/.exec(policy) ?? [];
  if (nonce === undefined && !/^'sha256-[\w+/=]{44}'(?: 'sha256-[\w+/=]{44}')*$/.test(policy)) return policy;
  if (!isPage) return '';
  const isAllowed = (tag: string): boolean =>
    nonce === undefined
      ? policy.includes(`'${/integrity="([^"]+)"/.exec(tag)?.[1]?.replaceAll('&#x3D;', '=') ?? 'none'}'`)
      : tag.includes(`nonce="${nonce}"`);
  const blocked = scripts.find((tag) => !isAllowed(tag));
  if (blocked !== undefined) return `blocks ${blocked}`;
  // A page of an error stands in the frame of the public's pages.
  return nonce !== undefined && !WITH_NONCE.test(path) ? 'a secret where none is needed' : '';
}

function noncesIn({ headers }: Response): string[] {
  const [, nonce] = /'nonce-([^']+)'/.exec(headers['content-security-policy'] ?? '') ?? [];
  return nonce === undefined ? [] : [nonce];
}

function policyOf(headers: Readonly<Record<string, string>>): Readonly<Record<string, string | undefined>> {
  const directives = (headers['content-security-policy'] ?? '').split(/;\s*/);
  return Object.fromEntries(directives.map((one) => [one.split(' ')[0] ?? '', one.split(' ').slice(1).join(' ')]));
}
