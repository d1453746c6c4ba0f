import { renameSync } from 'node:fs';
import { join as joinPaths } from 'node:path';
import { expect } from 'chai';
import { loadCampaignFolder, type Campaign } from '../../src/campaigns/index.js';
import { consoleRoutes } from '../../src/console/index.js';
import { insertCampaign } from '../../src/partners/index.js';
import { writing } from '../../src/platform/db.js';
import { copyCampaign } from '../support/campaign-copies.js';
import { COALITION, join, seedCoalition, type Party } from '../support/coalition.js';
import { consoleTools } from '../support/console-seed.js';
import { enter, organizationOf } from '../support/organizers.js';
import { act, ask, change } from '../support/partner-people.js';
import { CITY, useFolder, useWorld, type World } from '../support/world.js';

/** Answers that never end by themselves. */
const STREAM = /\/live$/;

/** A partner with the people who agreed to hear from it. */
type Host = { readonly code: string; readonly party: Party; readonly people: readonly string[] };

const CODES = ['teachers', 'chamber', 'nurses', 'union', 'lawyers'];

/** Who belongs to whom: five partners of a coalition on two organizations' campaigns, and two people for each. */
async function seedFive(world: World, folder: string): Promise<{ readonly hosts: readonly Host[]; readonly ids: Ids }> {
  const { coalition, teachers, chamber, lead } = await seedCoalition(world, { sharing: 'all_consented' });
  const parties = [teachers, chamber];
  for (const code of CODES.slice(2)) parties.push(await join(world, coalition.id, { name: `The ${code}`, code }));
  const second = await loadSecond(world, folder);
  const at = world.clock.now();
  await writing(world.db, (trx) => insertCampaign(trx, { coalitionId: coalition.id, campaignId: second.id, at }));
  world.coalitions.forget();
  const ids: Ids = { action: [], supporter: [], partner: [], delivery: [] };
  const hosts: Host[] = [];
  for (const [index, party] of parties.entries()) {
    const code = CODES[index] ?? '';
    await ask(world, party.partnerId, { name: code });
    const people = [`${code}one`, `${code}two`];
    for (const name of people) ids.action.push((await act(world, { name, source: code, optIns: [code] })).id);
    hosts.push({ code, party, people });
  }
  ids.partner.push(lead.partnerId, ...parties.map(({ partnerId }) => partnerId));
  const rows = await world.db('actions').select<{ supporter_id: string }[]>('supporter_id');
  ids.supporter.push(...rows.map((row) => row.supporter_id));
  const letters = await world.db('deliveries').orderBy('id').limit(4).select<{ id: string }[]>('id');
  ids.delivery.push(...letters.map(({ id }) => id));
  return { hosts, ids };
}

/** A campaign of an organization that is neither the lead nor a partner. */
async function loadSecond(world: World, folder: string): Promise<Campaign> {
  const rename = (text: string): string => text.replaceAll('harbourview-safe-stays', 'bayview-safe-stays');
  const copy = copyCampaign(folder, CITY, { 'campaign.yaml': rename });
  renameSync(copy, joinPaths(folder, SECOND));
  await loadCampaignFolder(world, joinPaths(folder, SECOND));
  world.campaigns.forget();
  return world.campaigns.get(SECOND);
}

const SECOND = 'bayview-hotel-training';

type Ids = Readonly<Record<'action' | 'supporter' | 'partner' | 'delivery', string[]>>;

/** What would tell who somebody is: address or family name. */
const traces = (name: string): string[] => [`${name}@`, `Of-${name}`];

/** The names of people whose traces stand in a text, but for those who may. */
const told = (text: string, people: readonly string[]): string[] =>
  people.filter((name) => traces(name).some((trace) => text.includes(trace)));

describe('a partner of a coalition, by every route', function () {
  this.timeout(120_000);
  const world = useWorld({ keepsStarterPlaces: true });
  const folder = useFolder();

  /** The paths of a route with the ids of everybody else in the place of its parts. */
  function pathsOf(path: string, { party, ids, others }: Walk): string[] {
    const names = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
    const choices: Readonly<Record<string, readonly string[]>> = {
      campaign: [CITY],
      coalition: [COALITION],
      supporter: ids.supporter.slice(0, 2),
      delivery: ids.delivery.slice(0, 1),
      partner: ids.partner.filter((id) => id !== party.partnerId).slice(0, 2),
      source: others,
    };
    const fill = (text: string, name: string): string[] =>
      (choices[name] ?? ids.action.slice(0, 1)).map((value) => text.replace(`:${name}`, encodeURIComponent(value)));
    return names.reduce<string[]>((paths, name) => paths.flatMap((one) => fill(one, name)), [path]);
  }
  type Walk = { readonly party: Party; readonly ids: Ids; readonly others: readonly string[] };

  /** Every page and act of the console, with the ids of others in path, query and form; all that was answered. */
  async function walk(given: Walk): Promise<readonly { readonly at: string; readonly text: string }[]> {
    const { party, ids } = given;
    const { owner } = party;
    const answers: { at: string; text: string }[] = [];
    const foreign = { person: ids.action, action: ids.action, supporter: ids.supporter, partner: ids.partner };
    const fields = new URLSearchParams({ csrf: owner.csrf, code: 'teachers', file: 'people', q: 'one', name: 'Of-' });
    for (const [name, values] of Object.entries(foreign)) fields.append(name, values[0] ?? '');
    const query = new URLSearchParams({ before: 'zzzz', person: ids.action[0] ?? '', partner: ids.partner[1] ?? '' });
    const routes = consoleRoutes(consoleTools(world())).filter(({ path }) => !STREAM.test(path));
    // What leaves the coalition, or changes who may what, comes last.
    const posts = routes.filter(({ method, path }) => method === 'post' && !/leave|remove|end|lead/.test(path));
    for (const { path, method } of [...routes.filter((one) => one.method === 'get'), ...posts]) {
      for (const filled of pathsOf(path, given)) {
        const asked = owner.http[method](owner.base + filled).buffer(true);
        const answer = await (method === 'get'
          ? asked.query(query.toString())
          : asked.type('form').send(fields.toString()));
        const bytes = Buffer.isBuffer(answer.body) ? answer.body.toString('latin1') : '';
        answers.push({ at: `${method} ${filled}`, text: answer.text + bytes });
      }
    }
    return answers;
  }

  it('sees its own people, and of other partners’ people no address and no name', async () => {
    const { hosts, ids } = await seedFive(world(), folder());
    const faults: string[] = [];
    for (const { code, party, people } of hosts) {
      const others = hosts.filter((host) => host.code !== code);
      const strangers = others.flatMap((host) => host.people);
      const walked = await walk({ party, ids, others: others.map((host) => host.code).slice(0, 1) });
      for (const { at, text } of walked)
        for (const name of told(text, strangers)) faults.push(`${code}: ${at} tells of ${name}`);
      const own = walked.filter(({ text }) => told(text, people).length === people.length).map(({ at }) => at);
      expect(own, code).to.include(`get /coalitions/${COALITION}/people`);
      expect(own, code).to.include(`post /coalitions/${COALITION}/people/export`);
    }
    expect(faults).to.deep.equal([]);
  });

  it('finds nobody’s people on public pages, and none of another organization’s campaign as the lead', async () => {
    const { hosts } = await seedFive(world(), folder());
    await act(world(), { name: 'secondone', optIns: ['teachers'], campaign: SECOND });
    const everybody = [...hosts.flatMap(({ people }) => people), 'secondone'];
    const open = ['', '/p/teachers', '/p/teachers.mail', '?source=teachers'].map((path) => `/c/${CITY}${path}`);
    const api = ['', '/counts'].map((path) => `/api/v1/campaigns/${CITY}${path}`);
    const rest = ['/', '/compare', `/compare/${COALITION}`, `/embed/${CITY}`, `/api/v1/compare/${COALITION}`];
    const more = ['json', 'csv', 'pdf'].map((kind) => `/compare/${COALITION}.${kind}`);
    for (const path of [...open, ...api, ...rest, ...more]) {
      const { text } = await world().http.get(path);
      expect(told(text, everybody), path).to.deep.equal([]);
    }
    const { id, slug } = await organizationOf(world(), CITY);
    const lead = await signInAsOwner(world(), id, slug);
    const pages = [`/coalitions/${COALITION}`, `/coalitions/${COALITION}/people`].map((path) => lead.base + path);
    for (const path of pages) expect(told((await lead.http.get(path)).text, everybody), path).to.deep.equal([]);
    const file = await lead.post(`/coalitions/${COALITION}/people/export`, { file: 'people' });
    const exports = await lead.post('/people/exports');
    const found = await lead.post('/people', { email: 'secondone@supporter.example' });
    expect(told(file.text + exports.text, everybody)).to.deep.equal([]);
    expect(found.text).not.to.include('Of-secondone');
  });

  it('gets nothing more by any route once it has left', async () => {
    const { hosts, ids } = await seedFive(world(), folder());
    const [{ party } = expect.fail()] = hosts;
    await change(world(), ['partners', party.partnerId], { state: 'left', left_at: world().clock.now() });
    const everybody = hosts.flatMap(({ people }) => people);
    const walked = await walk({ party, ids, others: ['chamber'] });
    expect(walked.flatMap(({ at, text }) => told(text, everybody).map((name) => `${at}: ${name}`))).to.deep.equal([]);
    const { text } = await world().http.get(`/c/${CITY}`);
    expect(told(text, everybody)).to.deep.equal([]);
  });
});

async function signInAsOwner(world: World, organizationId: string, slug: string) {
  const rows = await world
    .db('members')
    .where({ organization_id: organizationId, role: 'owner' })
    .select<{ user_id: string }[]>('user_id');
  return enter(world, rows[0]?.user_id ?? expect.fail(), slug);
}
