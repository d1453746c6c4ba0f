import { expect } from 'chai';
import { changeCampaign, copyCampaign } from '../support/campaign-copies.js';
import { signIn } from '../support/organizers.js';
import { CITY, NATIONAL, useFolder, useWorld } from '../support/world.js';

describe('the data page', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  const folder = useFolder();

  it('tells an organizer who came and left with an import, and which campaigns that touches', async () => {
    const council = (text: string): string => text.replace('Tobias Adeyemi', 'Wanda Marsh');
    await changeCampaign(world(), copyCampaign(folder(), CITY, { 'council.csv': council }));
    const olga = await signIn(world(), { campaign: CITY, role: 'analyst' });
    const list = await olga.get('/data');
    expect(list).to.contain('Officials of Harbourview City Council');
    const [, path = ''] =
      /href="\/console\/[^/]+(\/data\/\w+)">Officials of Harbourview City Council:/.exec(list) ?? [];
    const set = await olga.get(path);
    expect(set).to.match(/Came \(1\)[\s\S]*Wanda Marsh[\s\S]*Left \(1\)[\s\S]*Tobias Adeyemi/);
    expect(set).to.contain(`/campaigns/${CITY}"`);
  });

  it('shows another organization neither the list of a campaign nor whom it touches', async () => {
    const foreign = await signIn(world(), { campaign: NATIONAL, role: 'owner' });
    expect(await foreign.get('/data')).not.to.contain('Harbourview');
    const [own] = await world().db('data_sets').where({ source: 'campaign-list' }).select<{ id: string }[]>('id');
    await foreign.http.get(`${foreign.base}/data/${own?.id ?? ''}`).expect(404);
    const [shared] = await world().db('data_sets').where({ source: 'us-senate' }).select<{ id: string }[]>('id');
    const senate = await foreign.get(`/data/${shared?.id ?? ''}`);
    expect(senate).to.contain(`/campaigns/${NATIONAL}"`).and.not.contain(CITY);
  });
});
