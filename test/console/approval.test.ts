import { expect } from 'chai';
import { loadCampaignFolder, takeOver } from '../../src/campaigns/index.js';
import { programPath } from '../../src/platform/paths.js';
import { organizationOf, signIn, type SignedIn } from '../support/organizers.js';
import { decode } from '../support/pages.js';
import { CITY, HOUR, useWorld } from '../support/world.js';

const AT = `/campaigns/${CITY}`;

describe('a second person’s approval of a campaign that was open', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  let olga: SignedIn;
  let rosa: SignedIn;

  /** The city campaign is live and edited in the console, in an organization that asks for approval. */
  const begin = async (): Promise<void> => {
    await loadCampaignFolder(world(), programPath('campaigns', CITY));
    const { id } = await organizationOf(world(), CITY);
    await world().db('organizations').where({ id }).update({ needs_approval: 1 });
    await takeOver(world().db, await world().campaigns.get(CITY));
    await arrive();
    world().moveClock(HOUR);
  };
  /** Nobody stays signed in for a month. */
  const arrive = async (): Promise<void> => {
    olga = await signIn(world(), { campaign: CITY });
    rosa = await signIn(world(), { campaign: CITY, name: 'Rosa Lund' });
  };
  const aMonthLater = (): Promise<void> => {
    world().moveClock(30 * 24 * HOUR);
    return arrive();
  };
  const newest = async (): Promise<{ readonly id: string; readonly number: number }> => {
    world().campaigns.forget();
    const { versionId: id } = await world().campaigns.get(CITY);
    const [row] = await world().db('campaign_versions').where({ id }).select<{ number: number }[]>('number');
    return { id, number: row?.number ?? 0 };
  };
  const standing = async (): Promise<string> => {
    world().campaigns.forget();
    return (await world().campaigns.standing(await world().campaigns.get(CITY))).kind;
  };
  const source = async (change: (yaml: string) => string) => {
    const { id, number } = await newest();
    const [{ files } = { files: '{}' }] = await world()
      .db('campaign_versions')
      .where({ id })
      .select<{ files: string }[]>('files');
    const yaml = (JSON.parse(files) as Record<string, string>)['campaign.yaml'] ?? '';
    return olga.post(`${AT}/source`, { base: String(number), 'file:campaign.yaml': change(yaml) });
  };
  const otherGoal = (goal: number) => (yaml: string) => yaml.replace(/goal: \d+/, `goal: ${goal}`);
  const until = (day: string) => (yaml: string) => yaml.replace(/closes_at: .*/, `closes_at: ${day}`);
  const act = async (path: string, who = olga, fields = {}): Promise<number> =>
    (await who.post(AT + path, fields)).status;
  const approve = async (): Promise<void> => {
    const { id: version } = await newest();
    expect(await act('/launch/ask', olga, { version })).to.equal(303);
    expect(await act('/launch/approve', rosa, { version })).to.equal(303);
  };

  it('keeps what the public sees from being changed by one person alone', async () => {
    await begin();
    const refused = await source(otherGoal(901));
    expect(refused.status).to.equal(422);
    expect(decode(refused.text)).to.include('asks for a second person’s approval').and.include('goal: 901');
    expect((await source((yaml) => yaml)).status, 'nothing is changed').to.equal(303);
    expect((await newest()).number).to.equal(1);
  });

  it('lets what was open go on after a rest, and asks for a word on what was changed meanwhile', async () => {
    await begin();
    await act('/pause');
    expect(await olga.get(`${AT}/launch`)).not.to.include('Ask for approval');
    expect(await act('/resume')).to.equal(303);
    world().moveClock(HOUR);
    await act('/pause');
    world().moveClock(HOUR);
    expect((await source(otherGoal(902))).status).to.equal(303);
    expect(await act('/resume')).to.equal(422);
    expect(await olga.get(`${AT}/launch`)).to.include('Ask for approval');
    await act('/launch/end', olga, { to: 'closed', outcome: '' });
    world().moveClock(HOUR);
    await act('/launch/archive');
    await act('/launch/restore');
    expect(await act('/launch/reopen'), 'by way of the archive').to.equal(422);
    await approve();
    expect(await act('/launch/reopen')).to.equal(303);
    expect(await standing()).to.equal('open');
  });

  it('is not gone round by the days or the status of a file, nor while opening is only planned', async () => {
    await begin();
    await act('/launch/days', olga, { closes_on: '2027-03-20' });
    await aMonthLater();
    expect(await standing()).to.equal('closed');
    expect((await source((yaml) => `${otherGoal(903)(yaml)}\nstatus: live\n`)).status).to.equal(303);
    expect(await act('/launch/days/file'), 'the file knows no end').to.equal(422);
    expect(await act('/launch/days', olga, { closes_on: '2027-09-01' })).to.equal(422);
    expect(await standing()).to.equal('closed');
    await approve();
    expect(await act('/launch/days', olga, { opens_on: '2027-05-01', closes_on: '2027-09-01' })).to.equal(303);
    expect(await standing()).to.equal('scheduled');
    expect((await source(otherGoal(904))).status).to.equal(422);
  });

  it('is asked for where a version’s own days would open what had closed', async () => {
    await begin();
    await world().db('organizations').update({ needs_approval: 0 });
    expect((await source(until('2027-03-20'))).status).to.equal(303);
    await world().db('organizations').update({ needs_approval: 1 });
    await aMonthLater();
    expect((await source(until('2028-03-20'))).status).to.equal(303);
    expect(await standing()).to.equal('closed');
    expect(await act('/launch/reopen')).to.equal(422);
    await approve();
    expect(await act('/launch/reopen')).to.equal(303);
  });
});
