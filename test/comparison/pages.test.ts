import { expect } from 'chai';
import express from 'express';
import request from 'supertest';
import { comparisonRoutes } from '../../src/comparison/index.js';
import { COALITION } from '../support/coalition.js';
import { sampleFacts } from '../support/comparison-facts.js';
import { changeCoalition, seedComparison, type SeededComparison } from '../support/comparison-seed.js';
import { signIn } from '../support/organizers.js';
import { textsOf } from '../support/pages.js';
import { DAY, START, NATIONAL, useWorld } from '../support/world.js';

const AT = `/compare/${COALITION}`;

/** Keeps the bytes of an answer. */
function bytes(response: request.Response, done: (error: Error | null, body: Buffer) => void): void {
  const parts: Buffer[] = [];
  response.on('data', (part: Buffer) => parts.push(part));
  response.on('end', () => done(null, Buffer.concat(parts)));
}

describe('the comparison of a coalition', () => {
  let asked = 0;
  const world = useWorld({
    given: () => ({
      readFacts: (coalition) => {
        asked += 1;
        return Promise.resolve(sampleFacts(coalition, world().clock.now(), 400));
      },
    }),
  });
  let seeded: SeededComparison;
  beforeEach(async () => {
    asked = 0;
    seeded = await seedComparison(world());
  });

  /** What somebody without any cookie gets. */
  const visit = (path: string): request.Test => request(world().app).get(path);

  it('is not there for the public until the lead makes it public, nor for organizers of others', async () => {
    const foreign = await signIn(world(), { campaign: NATIONAL, role: 'owner' });
    const missing = await visit('/compare/no-such-coalition').expect(404);
    for (const path of [AT, `${AT}.csv`, `${AT}.json`, `${AT}.pdf`, `${AT}?view=weeks`]) {
      const { text } = await visit(path).expect(404);
      expect(text).to.contain('There is no coalition at this address.');
      await foreign.http.get(path).expect(404);
    }
    expect((await visit(AT)).text).to.equal(missing.text);
    expect((await visit('/compare').expect(200)).text).not.to.contain('Safe Harbourview');
  });

  it('is shown to each partner before, marked as not public, and kept by nobody', async () => {
    for (const { owner } of [seeded.lead, seeded.teachers, seeded.nurses]) {
      const response = await owner.http.get(AT).expect(200).expect('Cache-Control', 'private, no-store');
      expect(response.text).to.contain('Not public yet.').and.contain('Nurses for a Safe Stay');
      const list = (await owner.http.get('/compare').expect(200)).text;
      expect(list).to.match(/Your coalitions[\s\S]*Safe Harbourview[\s\S]*not public yet/);
    }
  });

  it('is gone for a partner that left, and for one that was only invited', async () => {
    for (const state of ['left', 'invited']) {
      await world().db('partners').where({ id: seeded.chamber.partnerId }).update({ state });
      await changeCoalition(world(), {});
      await seeded.chamber.owner.http.get(AT).expect(404);
      await seeded.chamber.owner.http.get(`${AT}.csv`).expect(404);
      expect((await seeded.chamber.owner.http.get('/compare')).text).not.to.contain('Safe Harbourview');
    }
  });

  it('is not shown to who has not set up the second factor that their organization asks for', async () => {
    await world().db('organizations').where({ id: seeded.shops.organizationId }).update({ needs_second_factor: 1 });
    await seeded.shops.owner.http.get(AT).expect(404);
  });

  it('tells everybody under an embargo when it will be published, and then is', async () => {
    await changeCoalition(world(), { is_public: 1, embargo_until: START + 2 * DAY });
    const before = await visit(AT).expect(200);
    expect(before.text).to.contain('12 March 2027').and.not.contain('<table');
    expect(before.headers['cache-control']).to.contain('no-cache');
    await visit(`${AT}.csv`).expect(404);
    expect((await visit('/compare')).text).not.to.contain('Safe Harbourview');
    const inside = await seeded.teachers.owner.http.get(AT).expect(200);
    expect(inside.text).to.contain('Everybody will see it from 12 March 2027');
    world().moveClock(2 * DAY);
    expect((await visit(AT).expect(200)).text)
      .to.contain('<table')
      .and.not.contain('Not public yet');
    expect((await visit('/compare')).text).to.contain('Safe Harbourview');
  });

  it('is one page for everybody once it is public: without a cookie, kept for a minute, with a tag', async () => {
    await changeCoalition(world(), { is_public: 1 });
    const first = await visit(AT).expect(200).expect('Cache-Control', 'public, max-age=60');
    expect(first.headers).not.to.have.property('set-cookie');
    expect((await seeded.teachers.owner.http.get(AT)).text).to.equal(first.text);
    await visit(AT).set('If-None-Match', String(first.headers['etag'])).expect(304);
    expect(first.text).not.to.match(/https?:\/\/(?!localhost)/);
    await changeCoalition(world(), { ended_at: START });
    expect((await visit(AT).expect(200)).text).to.contain('It ended on 10 March 2027.');
  });

  it('is kept for who asks what can be asked, whatever else is made up', async () => {
    await changeCoalition(world(), { is_public: 1 });
    let made = 0;
    const views = { render: (name: string): string => `${name} ${(made += 1)}` };
    const app = express().use(comparisonRoutes({ ...world(), baseUrl: world().config.BASE_URL, views }));
    const ask = async (query: string): Promise<string> =>
      (
        await request(app)
          .get(AT + query)
          .expect(200)
      ).text;
    const first = await ask('');
    for (let turn = 0; turn < 320; turn += 1) await ask(`?view=overlap&campaign=${turn}&sort=with:made-up-${turn}`);
    expect(await ask('?view=made-up')).not.to.equal(await ask('?view=made-up'));
    expect(await ask('')).to.equal(first);
  });

  it('gives just what is shown as CSV, JSON and PDF, to whom it is shown', async () => {
    const asked = '?view=weeks&partner=teachers&sort=-name';
    const { owner } = seeded.nurses;
    const page = (await owner.http.get(AT + asked).expect(200)).text;
    for (const ending of ['csv', 'json', 'pdf']) {
      expect(page).to.match(new RegExp(`href="${AT}\\.${ending}\\?view(?:=|&#x3D;)weeks&amp;partner`));
      await visit(`${AT}.${ending}${asked}`).expect(404);
    }
    const weeks = textsOf(page, /<th scope="row">([^<]*)/g);
    const json = await owner.http.get(`${AT}.json${asked}`).expect(200).expect('Cache-Control', 'private, no-store');
    const { rows, total } = json.body as { rows: { name: string }[]; total: { name: string } };
    expect([...rows, total].map(({ name }) => name)).to.deep.equal(weeks);
    const csv = await owner.http
      .get(`${AT}.csv${asked}`)
      .expect(200)
      .expect('Content-Type', /^text\/csv/);
    expect(csv.headers['content-disposition']).to.equal(`attachment; filename="${COALITION}-weeks.csv"`);
    expect(
      csv.text
        .split('\r\n')
        .slice(1, weeks.length + 1)
        .map((line) => line.split(',')[0]),
    ).to.deep.equal(weeks);
    await changeCoalition(world(), { is_public: 1 });
    const pdf = await visit(`${AT}.pdf${asked}`).buffer(true).parse(bytes).expect(200);
    expect(pdf.headers['cache-control']).to.equal('public, max-age=60');
    expect((pdf.body as Buffer).subarray(0, 5).toString()).to.equal('%PDF-');
  });

  it('is counted anew once an hour, for everybody at once, and when a partner came', async () => {
    await changeCoalition(world(), { is_public: 1 });
    const asOf = async (): Promise<string[]> => textsOf((await visit(AT)).text, /As counted on <strong>([^<]*)</g);
    const first = await asOf();
    world().moveClock(50 * 60_000);
    expect(await asOf()).to.deep.equal(first);
    await changeCoalition(world(), { goal: 5_000 });
    expect(await asOf()).to.deep.equal(first);
    expect((await visit(AT)).text).to.contain('of 5,000');
    world().moveClock(10 * 60_000);
    expect(await asOf()).not.to.deep.equal(first);
    expect(asked).to.equal(2);
    await world().db('partners').where({ code: 'faith' }).update({ code: 'faiths' });
    await changeCoalition(world(), {});
    await asOf();
    expect(asked).to.equal(3);
  });
});
