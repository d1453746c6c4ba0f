import { expect } from 'chai';
import type { Response } from 'supertest';
import { consoleRoutes, type ConsoleRoute } from '../../src/console/index.js';
import { may, ROLES } from '../../src/organizers/index.js';
import { sha256 } from '../../src/platform/ids.js';
import { consoleTools, fillParts, seedConsole, type Seeded } from '../support/console-seed.js';
import { watchQuestions } from '../support/one-at-a-time.js';
import { enter, signIn, type SignedIn } from '../support/organizers.js';
import { CITY, NATIONAL, useFolder, useWorld, type World } from '../support/world.js';

/** Answers that never end by themselves. */
const STREAM = /\/live$/;

/** Tables that no organizer's request may leave as they were: who was here when, and how often something was tried. */
const PASSING = ['sessions', 'account_tries', 'knex_migrations', 'knex_migrations_lock', 'sqlite_sequence'];

/** Tables of loaded data, which no page of the console writes, hold more rows. */
const MANY = 2_000;

/** A path's parts that name no row of somebody's; values for those that the seed does not know. */
const ANYTHING = 'x';

describe('each route of the console, by each role and from outside', function () {
  this.timeout(60_000);
  const world = useWorld({ keepsStarterPlaces: true });
  const folder = useFolder();

  const routes = (): ConsoleRoute[] => consoleRoutes(consoleTools(world())).filter(({ path }) => !STREAM.test(path));
  const posts = () => routes().filter(({ method }) => method === 'post');
  const gets = () => routes().filter(({ method }) => method === 'get');

  it('opens for the roles that may, and for no other', async () => {
    const seeded = await seedConsole(world(), folder());
    const faults: string[] = [];
    const members = await Promise.all(
      ROLES.map(async (role) => ({ role, ...(await signIn(world(), { campaign: CITY, role, name: 'Rae Role' })) })),
    );
    // Pages first: what the forms do may take away what a page shows.
    for (const route of [...gets(), ...posts()]) {
      for (const member of members) {
        const { status } = await ask(member, route, filled(route, { seeded, base: member.base }));
        const fault = faultOf(route, may(member.role, route.needs), status);
        if (fault) faults.push(`${member.role}: ${route.method} ${route.path || '/'}: ${fault}`);
      }
    }
    expect(faults).to.deep.equal([]);
  });

  it('is not there for strangers and another organization’s owner, who change nothing, nor does a look', async () => {
    const seeded = await seedConsole(world(), folder());
    const { owner } = seeded;
    const foreign = await signIn(world(), { campaign: NATIONAL, role: 'owner', name: 'Olaf Outside' });
    const before = await digests(world());
    const faults: string[] = [];
    const expectStatus = async (who: string, route: ConsoleRoute, asked: Promise<Response>): Promise<void> => {
      const { status } = await asked;
      const wanted = who === 'a stranger' ? (route.method === 'get' ? 303 : 403) : 404;
      if (status !== wanted) faults.push(`${who}: ${route.method} ${route.path || '/'}: ${status}`);
    };
    for (const route of routes()) {
      const path = filled(route, { seeded, base: owner.base });
      const { http } = world();
      await expectStatus('a stranger', route, ask({ http, csrf: '' }, route, path));
      await expectStatus('a foreign owner', route, ask(foreign, route, path));
      if (!route.path.includes('/:')) continue;
      const own = filled(route, { seeded, base: foreign.base });
      await expectStatus('a foreign owner at home with foreign ids', route, ask(foreign, route, own));
    }
    for (const route of gets()) await owner.http.get(filled(route, { seeded, base: owner.base }));
    expect(faults).to.deep.equal([]);
    expect(changed(before, await digests(world()))).to.deep.equal([]);
  });

  it('asks one thing at a time: a page that is looked at holds one connection', async () => {
    const seeded = await seedConsole(world(), folder());
    const askedWhileBusy = watchQuestions(world().db);
    for (const route of gets()) await seeded.owner.http.get(filled(route, { seeded, base: seeded.owner.base }));
    expect(askedWhileBusy).to.deep.equal([]);
  });

  it('takes no form without its token, from another site or of another session', async () => {
    const seeded = await seedConsole(world(), folder());
    const { owner } = seeded;
    const other = await enter(world(), owner.userId, owner.base.split('/')[2] ?? '');
    const before = await digests(world());
    const forged: readonly [string, Readonly<Record<string, string>>, string][] = [
      ['without a token', {}, ''],
      ['with a wrong token', {}, 'wrong'],
      ['from another site', { 'Sec-Fetch-Site': 'cross-site' }, owner.csrf],
      ['from a foreign origin', { Origin: 'https://evil.example' }, owner.csrf],
      ['with another session’s token', {}, other.csrf],
      ['from a neighbour of the site', { 'Sec-Fetch-Site': 'same-site' }, owner.csrf],
      ['from a hidden origin', { Origin: 'null' }, owner.csrf],
    ];
    const faults: string[] = [];
    for (const [index, route] of posts().entries()) {
      const path = filled(route, { seeded, base: owner.base });
      // The rest is the same check, which one route shows.
      for (const [what, headers, csrf] of index === 0 ? forged : forged.slice(0, 4)) {
        const { status } = await owner.http.post(path).set(headers).type('form').send({ csrf });
        if (status !== 403) faults.push(`${route.path} ${what}: ${status}`);
      }
    }
    expect(faults).to.deep.equal([]);
    expect(changed(before, await digests(world()))).to.deep.equal([]);
  });
});

/** What is wrong with the answer to somebody of the organization; forms are sent empty, so they may be found at fault. */
function faultOf(route: ConsoleRoute, mayUse: boolean, status: number): string | undefined {
  if (!mayUse) return status === 403 ? undefined : `answers ${status} to whom it is forbidden`;
  if (route.method === 'post') return status === 403 || status >= 500 ? `answers ${status}` : undefined;
  return status < 400 ? undefined : `answers ${status}`;
}

function ask(who: Pick<SignedIn, 'http' | 'csrf'>, { method }: ConsoleRoute, path: string): Promise<Response> {
  if (method === 'get') return Promise.resolve(who.http.get(path));
  return Promise.resolve(who.http.post(path).type('form').send({ csrf: who.csrf }));
}

function filled(route: ConsoleRoute, { seeded, base }: { readonly seeded: Seeded; readonly base: string }): string {
  const known = new Set(Object.keys(seeded.parts));
  // Forms may name what no page does, which nobody has: it need not be there.
  const lacking = [...route.path.matchAll(/:(\w+)/g)].map(([, name = '']) => name).filter((name) => !known.has(name));
  const made = route.method === 'post' ? Object.fromEntries(lacking.map((name) => [name, ANYTHING])) : {};
  return base + fillParts(route.path, { ...seeded.parts, ...made });
}

/** A digest of all rows of each table. */
async function digests({ db }: World): Promise<ReadonlyMap<string, string>> {
  const isPg = (db.client as { config: { client: string } }).config.client === 'pg';
  const listed: unknown = await db.raw(
    isPg
      ? 'SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()'
      : `SELECT name FROM sqlite_master WHERE type = 'table'`,
  );
  const names = (isPg ? (listed as { rows: { name: string }[] }).rows : (listed as { name: string }[])).map(
    ({ name }) => name,
  );
  const found = new Map<string, string>();
  for (const name of names.filter((one) => !PASSING.includes(one)).sort()) {
    const [size] = await db(name).count<{ rows: number }[]>({ rows: '*' });
    if (Number(size?.rows) > MANY) continue;
    const rows = (await db(name).select<object[]>('*')).map((row) => JSON.stringify(row)).sort();
    found.set(name, sha256(rows.join('\n')));
  }
  return found;
}

function changed(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  return [...before].filter(([name, digest]) => after.get(name) !== digest).map(([name]) => name);
}
