import { expect } from 'chai';
import {
  askApproval,
  changeOutcome,
  changeSeason,
  changeStage,
  decideApproval,
  loadCampaignFolder,
  MOVES,
  phaseOf,
  livedOf,
  type Phase,
  type Stage,
} from '../../src/campaigns/index.js';
import { STAGES } from '../../src/campaigns/life-cycle.js';
import { writing } from '../../src/platform/db.js';
import { ConflictError, InputError } from '../../src/platform/errors.js';
import { bumpRevision } from '../../src/platform/revisions.js';
import { programPath } from '../../src/platform/paths.js';
import { changeCampaign, copyCampaign } from '../support/campaign-copies.js';
import { organizationOf, signIn } from '../support/organizers.js';
import { decode } from '../support/pages.js';
import { ana, CITY, useFolder, useWorld, type World } from '../support/world.js';

const OLGA = { userId: null, who: 'Olga Reyes' };

async function move(world: World, to: Stage): Promise<void> {
  const campaignId = (await world.campaigns.get(CITY)).id;
  await writing(world.db, (trx) => changeStage(world, trx, { campaignId, to, by: OLGA, why: 'a test' }));
  world.moveClock(1_000);
}

/** Changes the city campaign's row, so that every process knows. */
async function update(world: World, row: object): Promise<void> {
  await world.db('campaigns').where({ slug: CITY }).update(row);
  await bumpRevision(world.db, 'campaigns');
  world.campaigns.forget();
}

/** Brings the city campaign to a phase without asking the table. */
async function put(world: World, phase: Phase): Promise<string> {
  const { id } = await world.campaigns.get(CITY);
  const stage = phase === 'scheduled' ? 'live' : phase;
  const opening = phase === 'scheduled' ? '2027-04-01 09:00' : null;
  await update(world, { stage, stage_at: world.clock.now(), opening });
  return id;
}

async function phaseNow(world: World): Promise<Phase> {
  world.campaigns.forget();
  return phaseOf(livedOf(await world.campaigns.get(CITY)), world.clock.now());
}

async function refused<Kind extends Error>(
  what: Promise<unknown>,
  kind: new (...args: never[]) => Kind,
): Promise<Kind> {
  const error = await what.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).to.be.instanceOf(kind);
  return error as Kind;
}

describe('the life of a campaign', () => {
  const folder = useFolder();
  const world = useWorld({ keepsStarterPlaces: true });

  it('goes from phase to stage as the table says, and no other way', async () => {
    for (const [from, allowed] of Object.entries(MOVES) as [Phase, readonly Stage[]][]) {
      for (const to of STAGES) {
        await put(world(), from);
        if (from === to) continue;
        if (allowed.includes(to)) {
          await move(world(), to);
          const { life } = await world().campaigns.get(CITY);
          expect(life.stage, `${from} to ${to}`).to.equal(to);
        } else {
          await refused(move(world(), to), ConflictError);
          expect(await phaseNow(world()), `${from} to ${to}`).to.equal(from);
        }
      }
    }
    const steps = await world().db('campaign_stages').select<{ who: string; why: string }[]>('who', 'why');
    expect(steps).to.have.length(Object.values(MOVES).flat().length);
    expect(steps[0]).to.deep.equal({ who: 'Olga Reyes', why: 'a test' });
  });

  it('says on its page, to programs and at each step what it is, and takes letters only while it is live', async () => {
    const id = await put(world(), 'live');
    await world().http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter: ana }).expect(201);
    await changeOutcome(world().db, id, 'The council **passed** it <script>alert(1)</script>.');
    const said: Readonly<Record<Exclude<Phase, 'live'>, RegExp>> = {
      draft: /In preparation.*being prepared/s,
      scheduled:
        /Not open yet.*opens on 1 April 2027, 09:00 PDT\..*1 April 2027, 09:00 PDT, which is 1 April 2027, 16:00 UTC/s,
      paused: /Paused for now.*is paused/s,
      closed: /How it ended.*<strong>passed<\/strong>.*This campaign is over.*closed on 10 March 2027\./s,
      won: /What was achieved.*<strong>passed<\/strong>.*has reached what it asked for.*Letters written<\/dt><dd>4/s,
      archived: /How it ended.*<strong>passed<\/strong>.*This campaign is over\. It takes no more letters/s,
    };
    for (const [phase, words] of Object.entries(said)) {
      await put(world(), phase as Phase);
      const { text } = await world().http.get(`/c/${CITY}`).expect(200);
      const page = decode(text);
      expect(page, phase)
        .to.match(words)
        .and.include('Pass an ordinance')
        .and.include('<strong>1</strong> person has written');
      expect(text, phase).not.to.include('Find my lawmakers').and.not.include('<script>alert');
      const api = (await world().http.get(`/api/v1/campaigns/${CITY}`)).body as { status: string; reason: string };
      expect(api.status).to.equal(phase);
      const step = await world().http.post(`/c/${CITY}/find`).type('form').send({ postal_code: '80202' });
      expect(step.status, phase).to.equal(409);
      expect(decode(step.text)).to.include(api.reason).and.include('Nothing was sent.');
      const taken = await world().http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter: ana });
      expect(taken.status, phase).to.equal(409);
      expect((taken.body as { detail: string }).detail).to.equal(api.reason);
      const list = await world().http.get('/');
      expect(list.text.includes(`/c/${CITY}"`), phase).to.equal(!['draft', 'archived'].includes(phase));
      const [, ended = ''] = list.text.split('>Ended<');
      expect(ended.includes(`/c/${CITY}"`), phase).to.equal(['closed', 'won'].includes(phase));
      const { campaigns } = (await world().http.get('/api/v1/campaigns')).body as { campaigns: { slug: string }[] };
      expect(
        campaigns.some(({ slug }) => slug === CITY),
        phase,
      ).to.equal(!['draft', 'archived'].includes(phase));
    }
  });

  it('is not changed by a folder that is loaded again', async () => {
    await put(world(), 'paused');
    const change = (text: string): string => `${text}\nstatus: live\n`;
    await changeCampaign(world(), copyCampaign(folder(), CITY, { 'campaign.yaml': change }));
    expect(await phaseNow(world())).to.equal('paused');
  });

  it('opens and closes when organizers say so, over what its file says, until they leave it to the file again', async () => {
    const campaignId = await put(world(), 'live');
    const set = (opening: string | null, closing: string | null) =>
      writing(world().db, (trx) => changeSeason(world(), trx, { campaignId, opening, closing }));
    await set('2027-05-01 09:00', '2027-06-30');
    expect(await phaseNow(world())).to.equal('scheduled');
    const faulty = await refused(
      set('2027-07-01', null).then(() => set('2027-07-01', '2027-06-30')),
      InputError,
    );
    expect(faulty.faults.map(({ field }) => field)).to.deep.equal(['closes_at']);
    await refused(set(null, '2027-03-09'), InputError);
    await refused(set('2027-02-30', 'soon'), InputError);
    await set('', '');
    expect(await phaseNow(world())).to.equal('live');
    world().moveClock(3 * 365 * 86_400_000);
    expect(await phaseNow(world())).to.equal('live');
    await update(world(), { closing: null });
    expect(await phaseNow(world())).to.equal('closed');
    const over = await refused(move(world(), 'live'), InputError);
    expect(over.faults[0]?.message).to.include('31 December 2028');
  });
});

describe('a second person’s approval', () => {
  const folder = useFolder();
  const world = useWorld({ keepsStarterPlaces: true });
  const cast = async () => {
    const { id: organizationId } = await organizationOf(world(), CITY);
    await world().db('organizations').where({ id: organizationId }).update({ needs_approval: 1 });
    const campaignId = await put(world(), 'draft');
    const people = [await signIn(world(), { campaign: CITY }), await signIn(world(), { campaign: CITY })];
    const [olga, rosa] = people.map(({ userId }) => ({ userId, who: 'Somebody' }));
    const { versionId } = await world().campaigns.get(CITY);
    return { campaignId, versionId, olga: olga ?? expect.fail(), rosa: rosa ?? expect.fail() };
  };

  it('is needed to open, given by another than who asked, and void after a new version', async () => {
    const { campaignId, versionId, olga, rosa } = await cast();
    const at = { campaignId, versionId };
    const ask = () =>
      writing(world().db, (trx) => askApproval(world(), trx, { ...at, by: olga, note: 'Please look.' }));
    const decide = (by: typeof olga, isApproved: boolean, reason = '') =>
      writing(world().db, (trx) => decideApproval(world(), trx, { ...at, by, isApproved, reason }));
    await refused(move(world(), 'live'), ConflictError);
    await refused(decide(rosa, true), ConflictError);
    await ask();
    await refused(ask(), ConflictError);
    await refused(decide(olga, true), ConflictError);
    await refused(decide(rosa, false), InputError);
    await decide(rosa, false, 'The second paragraph is wrong.');
    await refused(move(world(), 'live'), ConflictError);
    await ask();
    await decide(rosa, true);
    await refused(decide(rosa, true), ConflictError);
    const change = (text: string): string => text.replace('goal: 500', 'goal: 600');
    await changeCampaign(world(), copyCampaign(folder(), CITY, { 'campaign.yaml': change }));
    await refused(move(world(), 'live'), ConflictError);
    await refused(ask(), ConflictError);
    await update(world(), { version_id: versionId });
    await move(world(), 'live');
    expect(await phaseNow(world())).to.equal('live');
  });

  it('is not gone round by a file that says live', async () => {
    await cast();
    await update(world(), { stage: null });
    await changeCampaign(
      world(),
      copyCampaign(folder(), CITY, { 'campaign.yaml': (text) => `${text}\nstatus: draft` }),
    );
    await update(world(), { stage: null });
    await loadCampaignFolder(world(), programPath('campaigns', CITY));
    expect(await phaseNow(world())).to.equal('draft');
  });
});
