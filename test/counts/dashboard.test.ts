import { expect } from 'chai';
import {
  readDays,
  readDivisions,
  readFigures,
  readHours,
  readOffices,
  readReferrers,
  readSources,
  readVariants,
} from '../../src/counts/index.js';
import { onEachDatabase } from '../support/databases.js';

const nothing = { letters: 0, own_words: 0, opt_ins: 0, to_confirm: 0, confirmed: 0, new_people: 0 };
const [one, other] = [{ campaign_id: 'one' }, { campaign_id: 'other' }];

onEachDatabase('the numbers of a dashboard', (db) => {
  beforeEach(async () => {
    await db()('action_counts').insert([
      { ...nothing, ...one, day: '2027-03-01', source: '', actions: 3, new_people: 2 },
      { ...nothing, ...one, day: '2027-03-09', source: '', actions: 4, own_words: 1 },
      { ...nothing, ...one, day: '2027-03-09', source: 'partner-a', actions: 5, opt_ins: 2 },
      { ...nothing, ...other, day: '2027-03-09', source: 'partner-a', actions: 100 },
    ]);
    await db()('view_counts').insert([
      { ...one, day: '2027-03-09', source: 'partner-b', views: 7 },
      { ...one, day: '2027-03-10', source: '', views: 2 },
      { ...other, day: '2027-03-10', source: '', views: 100 },
    ]);
  });

  it('add up by day, with days on which a page was only looked at, from a day on', async () => {
    const days = await readDays(db(), { campaignId: 'one' });
    expect(days.map(({ day, actions, newPeople, views }) => [day, actions, newPeople, views])).to.deep.equal([
      ['2027-03-01', 3, 2, 0],
      ['2027-03-09', 9, 0, 7],
      ['2027-03-10', 0, 0, 2],
    ]);
    expect(await readDays(db(), { campaignId: 'one', since: '2027-03-10' })).to.have.length(1);
  });

  it('add up by source code, those that brought most people first, and no more than are wanted', async () => {
    const sources = await readSources(db(), { campaignId: 'one' });
    expect(sources.map(({ source, actions, views }) => [source, actions, views])).to.deep.equal([
      ['', 7, 2],
      ['partner-a', 5, 0],
      ['partner-b', 0, 7],
    ]);
    expect(await readSources(db(), { campaignId: 'one', since: '2027-03-09' }, 1)).to.have.length(1);
  });

  it('are those of one campaign alone, wherever they are read', async () => {
    await db()('hour_counts').insert([
      { ...one, hour_at: 1_000, actions: 1 },
      { ...one, hour_at: 2_000, actions: 2 },
      { ...other, hour_at: 2_000, actions: 100 },
    ]);
    await db()('referrer_counts').insert([
      { ...one, day: '2027-03-09', referrer: 'news.example', views: 3 },
      { ...one, day: '2027-03-10', referrer: 'news.example', views: 4 },
      { ...other, day: '2027-03-10', referrer: 'blog.example', views: 100 },
    ]);
    const place = { layer: 'ward', own_words: 0 };
    await db()('area_counts').insert([
      { ...place, ...one, division: 'ward:1', actions: 3 },
      { ...place, ...other, division: 'ward:2', actions: 100 },
    ]);
    const letter = { office_id: 'mayor', source: '', said_sent: 0, said_failed: 0 };
    await db()('letter_counts').insert([
      { ...letter, ...one, state: 'failed', letters: 2 },
      { ...letter, ...one, state: 'failed', source: 'partner-a', letters: 3 },
      { ...letter, ...other, state: 'failed', letters: 100 },
    ]);
    const { source: _, ...office } = letter;
    await db()('office_counts').insert([
      { ...office, ...one, state: 'failed', letters: 5 },
      { ...office, ...other, state: 'failed', letters: 100 },
    ]);
    await db()('variant_counts').insert([
      { ...one, variant: '', views: 1, actions: 1, own_words: 0 },
      { ...one, variant: 'a', views: 9, actions: 2, own_words: 1 },
      { ...other, variant: 'b', views: 100, actions: 1, own_words: 0 },
    ]);
    expect(await readHours(db(), 'one', 1_500)).to.deep.equal([{ hourAt: 2_000, actions: 2 }]);
    expect(await readReferrers(db(), { campaignId: 'one' })).to.deep.equal([{ referrer: 'news.example', views: 7 }]);
    expect(await readDivisions(db(), 'one')).to.deep.equal([
      { layer: 'ward', division: 'ward:1', actions: 3, ownWords: 0 },
    ]);
    expect(await readOffices(db(), 'one')).to.deep.equal([
      { officeId: 'mayor', state: 'failed', letters: 5, saidSent: 0 },
    ]);
    expect(await readVariants(db(), 'one')).to.deep.equal([{ variant: 'a', views: 9, actions: 2, ownWords: 1 }]);
    const figures = await readFigures(db(), ['one', 'never'], '2027-03-02');
    expect(figures.get('one')).to.deep.equal({
      people: 12,
      letters: 0,
      suspected: 0,
      states: { failed: 5 },
      days: new Map([['2027-03-09', 9]]),
    });
    expect(figures.get('never')).to.deep.equal({ people: 0, letters: 0, suspected: 0, states: {}, days: new Map() });
    expect(figures.has('other')).to.equal(false);
  });
});
