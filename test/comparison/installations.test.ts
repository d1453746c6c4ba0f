import { expect } from 'chai';
import { loadCampaignFolder } from '../../src/campaigns/index.js';
import type { CoalitionFile } from '../../src/comparison/exchange/coalition-file.js';
import type { ExchangeTools } from '../../src/comparison/exchange/exchange-tools.js';
import { joinCoalition } from '../../src/comparison/exchange/join.js';
import { makeKeyFile, parseKeyFile } from '../../src/comparison/exchange/key-file.js';
import { mergeFile } from '../../src/comparison/exchange/merge.js';
import { publishCoalition } from '../../src/comparison/exchange/publish.js';
import { sealFile } from '../../src/comparison/exchange/seal-file.js';
import { SKETCH_ERROR } from '../../src/comparison/exchange/sketch.js';
import { deleteInstallation } from '../../src/comparison/exchange/store-installations.js';
import { readComparisonFacts, type Facts } from '../../src/comparison/index.js';
import {
  countPeople,
  insertCampaign,
  insertPartner,
  keysOf,
  sharedSecret,
  startCoalition,
  type Coalition,
} from '../../src/partners/index.js';
import { writing } from '../../src/platform/db.js';
import { messageOf } from '../../src/platform/errors.js';
import { programPath } from '../../src/platform/paths.js';
import { openTestDatabase, type TestDatabase } from '../support/databases.js';
import { organizationOf } from '../support/organizers.js';
import { CITY, closeWiring, createWorld, DAY, HOUR, testConfig, type World } from '../support/world.js';

const SLUG = 'safe-harbourview';

/** Who came by which partner, and on which of the three installations; numbers are people. */
const BROUGHT: readonly (readonly [installation: 0 | 1 | 2, source: string, from: number, to: number])[] = [
  [0, 'stays', 0, 60],
  [0, 'teachers.newsletter', 60, 100],
  [0, '', 100, 110],
  [1, 'chamber', 40, 120],
  [1, 'faith', 120, 150],
  [1, 'unknown.code', 150, 156],
  [2, 'union', 90, 170],
  [2, 'teachers', 50, 70],
];

type Site = { readonly world: World; readonly base: TestDatabase; readonly tools: ExchangeTools };

describe('a coalition on three installations', function () {
  this.timeout(60_000);
  let sites: Site[] = [];

  before(async () => {
    sites = [];
    for (const name of ['lead', 'north', 'south']) sites.push(await open(name));
    await begin(sites);
    for (const [installation, source, from, to] of BROUGHT) await write(site(installation).world, source, [from, to]);
    for (const { tools } of sites) await countPeople(tools);
  });
  after(async () => {
    for (const { world, base } of sites) {
      await closeWiring(world);
      await base.close();
    }
  });

  const site = (index: number): Site => sites[index] ?? expect.fail();
  const publish = async ({ tools }: Site): Promise<CoalitionFile> => publishCoalition(tools, await coalitionOf(tools));
  const refusal = async (file: unknown, at = 0): Promise<string> => {
    const text = typeof file === 'string' ? file : JSON.stringify(file);
    return mergeFile(site(at).tools, text, 'a.json').then(() => expect.fail('it was taken'), messageOf);
  };

  it('has the same comparison wherever all files are merged, within the stated error', async () => {
    const files = await Promise.all(sites.map(publish));
    for (const [index, { tools }] of sites.entries()) {
      for (const file of files.filter((_, other) => other !== index)) await mergeFile(tools, JSON.stringify(file), 'x');
      const coalition = await coalitionOf(tools);
      expectTruth(await readComparisonFacts(tools, coalition), coalition);
    }
    expect(JSON.stringify(files), 'nothing of a person').not.to.match(/@|person|Lima|Harbourview Street/);
  });

  it('counts a file that comes anew in the place of the one before', async () => {
    const { tools, world } = site(0);
    await write(site(1).world, 'faith', [156, 160]);
    for (const { world: one } of sites) one.moveClock(HOUR);
    const north = site(1);
    await countPeople(north.tools);
    await mergeFile(tools, JSON.stringify(await publish(north)), 'x');
    const facts = await readComparisonFacts(tools, await coalitionOf(tools));
    expect(sum(facts.totals.map(({ actions }) => actions))).to.equal(
      sum(BROUGHT.map(([, , from, to]) => to - from)) + 4,
    );
    expect(facts.installations.map(({ name }) => name)).to.deep.equal(['north.example', 'south.example']);
    expect(world.config.BASE_URL).to.equal('https://lead.example');
  });

  it('refuses what is no such file, whatever it is', async () => {
    const file = await publish(site(1));
    expect(await refusal('{"format":"clarion-coa')).to.match(/not JSON: it may be cut off/);
    expect(await refusal({ hello: 1 })).to.match(/not a file that `clarion coalition publish` wrote/);
    expect(await refusal({ ...file, version: 2 })).to.match(/format 2.*update Clarion/);
    const negative = { ...file.body, totals: [{ ...file.body.totals[0], actions: -1 }] };
    expect(await refusal({ ...file, body: negative })).to.match(/body\.totals\.0\.actions: must be 0 or more/);
    const bomb = { ...file.body, people: { ...file.body.people, all: 'AAAA' } };
    expect(await refusal({ ...file, body: bomb })).to.match(/body\.people\.all: must be a sketch/);
    expect(await refusal({ ...file, extra: 1 })).to.match(/extra/);
  });

  it('refuses what was changed, wrongly keyed, unsigned, from elsewhere or its own', async () => {
    const { tools } = site(1);
    for (const { world } of sites) world.moveClock(HOUR);
    const file = await publish(site(1));
    const inflated = { ...file.body, totals: file.body.totals.map((row) => ({ ...row, actions: row.actions + 1 })) };
    expect(await refusal({ ...file, body: inflated })).to.match(/not vouched for with this coalition’s key/);
    const secret = sharedSecret(tools, await coalitionOf(tools));
    const foreign = keysOf('another secret that is long enough to be one');
    expect(await refusal(sealFile(tools, foreign, file.body))).to.match(/not vouched for/);
    // A member, who has the key, in the name of another installation.
    expect(await refusal(sealFile(site(2).tools, keysOf(secret), file.body))).to.match(
      /not signed by the installation/,
    );
    const other = { ...file.body, coalition: { ...file.body.coalition, id: foreign.publicId } };
    expect(await refusal(sealFile(tools, foreign, other))).to.match(/coalition safe-harbourview with another key/);
    expect(
      await refusal(sealFile(tools, foreign, { ...other, coalition: { ...other.coalition, slug: 'else' } })),
    ).to.match(/not known here; `clarion coalition join`/);
    expect(await refusal(file, 1)).to.match(/was published here/);
  });

  it('refuses what is stale, seen, old or still to come, and takes what is new', async () => {
    const north = site(1);
    const [lead] = sites;
    const first = await publish(north);
    north.world.moveClock(HOUR);
    lead?.world.moveClock(HOUR);
    const second = await publish(north);
    await mergeFile(site(0).tools, JSON.stringify(second), 'x');
    expect(await refusal(first)).to.match(/older than what is merged already/);
    expect(await refusal(second)).to.match(/is merged already/);
    north.world.moveClock(HOUR);
    expect(await refusal(await publish(north))).to.match(/still to come/);
    site(2).world.moveClock(HOUR / 2);
    const late = await publish(site(2));
    lead?.world.moveClock(40 * DAY);
    expect(await refusal(late)).to.match(/more than 35 days old/);
    lead?.world.moveClock(-40 * DAY);
  });

  it('remembers an installation’s key, until what came from it is forgotten', async () => {
    const { world } = site(2);
    const renewed = { ...site(2).tools, seal: { ...world.seal, digest: () => 'ab'.repeat(32) } };
    for (const one of sites) one.world.moveClock(2 * HOUR);
    const file = await publishCoalition(renewed, await coalitionOf(site(2).tools));
    expect(await refusal(file)).to.match(/another key than what came from south\.example before/);
    const { tools } = site(0);
    const { id } = await coalitionOf(tools);
    expect(await writing(tools.db, (trx) => deleteInstallation(trx, id, 'south.example'))).to.equal(true);
    expect((await mergeFile(tools, JSON.stringify(file), 'x')).isNew).to.equal(true);
  });
});

function expectTruth(facts: Facts, coalition: Coalition): void {
  const people = (code: string): Set<number> =>
    new Set(BROUGHT.filter(([, source]) => source.split('.')[0] === code).flatMap(([, , from, to]) => range(from, to)));
  const all = new Set(BROUGHT.flatMap(([, , from, to]) => range(from, to)));
  // Four standard errors, and one for rounding.
  const near = (value: number, truth: number, of: number): void => {
    expect(value).to.be.within(truth - 4 * SKETCH_ERROR * of - 1, truth + 4 * SKETCH_ERROR * of + 1);
  };
  near(facts.people.unique, all.size, all.size);
  expect(facts.people.error).to.equal(SKETCH_ERROR);
  const idOf = (code: string): string => coalition.partners.find((one) => one.code === code)?.id ?? code;
  const codes = ['stays', 'teachers', 'chamber', 'faith', 'union'];
  for (const code of codes) near(facts.people.byGroup[idOf(code)] ?? 0, people(code).size, people(code).size);
  for (const [index, a] of codes.entries()) {
    for (const b of codes.slice(index + 1)) {
      const truth = [...people(a)].filter((one) => people(b).has(one)).length;
      const ids = [idOf(a), idOf(b)];
      const pair = facts.people.pairs.find((one) => ids.includes(one.a) && ids.includes(one.b));
      near(pair?.people ?? 0, truth, new Set([...people(a), ...people(b)]).size);
    }
  }
  const brought = (group: string): number =>
    sum(facts.totals.filter((row) => row.group === group).map(({ actions }) => actions));
  for (const code of codes) {
    const truth = BROUGHT.filter(([, source]) => source.split('.')[0] === code).map(([, , from, to]) => to - from);
    expect(brought(idOf(code)), code).to.equal(sum(truth));
    const weeks = facts.weeks.filter(({ group }) => group === idOf(code));
    expect(sum(weeks.map(({ actions }) => actions)), `weeks of ${code}`).to.equal(sum(truth));
  }
  expect([brought('none'), brought('links')]).to.deep.equal([10, 6]);
  const letters = facts.totals.map(({ letters: { taken } }) => taken);
  expect(sum(letters)).to.be.above(sum(facts.totals.map(({ actions }) => actions)));
}

async function open(name: string): Promise<Site> {
  const base = await openTestDatabase('sqlite::memory:');
  const config = testConfig({ SECRET: `the secret of ${name}, for tests only`, BASE_URL: `https://${name}.example` });
  const world = createWorld({ db: base.db }, config);
  await loadCampaignFolder(world, programPath('campaigns', CITY));
  return { world, base, tools: { ...world, baseUrl: world.config.BASE_URL } };
}

/** The first leads with two partners; the second works for one, the third for another; each names all. */
async function begin(sites: readonly Site[]): Promise<void> {
  const [lead, north, south] = sites;
  if (!lead || !north || !south) expect.fail();
  const own = await organizationOf(lead.world, CITY);
  const id = await startCoalition(lead.world, {
    ...{ name: 'Safe Harbourview', slug: SLUG, summary: '', sharing: 'none', timeZone: 'America/Denver', who: 'Olga' },
    agreement: 'Nobody hands over a list.',
    lead: { organizationId: own.id, name: 'Harbourview Safe Stays', code: 'stays' },
  });
  await writing(lead.world.db, async (trx) => {
    for (const code of ['teachers', 'chamber', 'faith', 'union']) {
      const partner = { id: lead.world.ids.next(), coalitionId: id, code, name: `The ${code}`, organizationId: null };
      await insertPartner(trx, { ...partner, state: 'named', createdAt: lead.world.clock.now() });
    }
  });
  const campaign = await lead.world.campaigns.get(CITY);
  const added = { coalitionId: id, campaignId: campaign.id, at: lead.world.clock.now() };
  await writing(lead.world.db, (trx) => insertCampaign(trx, added));
  lead.world.coalitions.forget();
  const key = parseKeyFile(JSON.stringify(await makeKeyFile(lead.tools, await coalitionOf(lead.tools))), 'key.json');
  for (const [site, code] of [
    [north, 'chamber'],
    [south, 'union'],
  ] as const) {
    const { id: organizationId, slug } = await organizationOf(site.world, CITY);
    const organization = { id: organizationId, slug, name: slug };
    const joined = await joinCoalition(site.tools, key, { organization, code, who: 'Paula Partner' });
    expect(joined).to.deep.equal({ coalition: SLUG, campaigns: [CITY], missing: [] });
  }
}

function coalitionOf({ coalitions }: Pick<ExchangeTools, 'coalitions'>): Promise<Coalition> {
  coalitions.forget();
  return coalitions.get(SLUG);
}

async function write(world: World, source: string, [from, to]: readonly [number, number]): Promise<void> {
  await Promise.all(
    range(from, to).map((one) => {
      const supporter = {
        ...{ given_name: 'Ana', family_name: 'Lima', postal_code: '80202' },
        email: `person${one}@supporter.example`,
      };
      return world.http
        .post(`/api/v1/campaigns/${CITY}/actions`)
        .send({ supporter, ...(source !== '' && { source }) })
        .expect(201);
    }),
  );
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
