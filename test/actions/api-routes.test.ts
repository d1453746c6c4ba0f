import { expect } from 'chai';
import { query } from '../../src/platform/db.js';
import { changeCampaign, copyCampaign } from '../support/campaign-copies.js';
import { ana, CITY, DAY, useFolder, useWorld } from '../support/world.js';

type Problem = { type: string; detail: string; errors: { field: string; message: string }[] };

describe('the API for actions', () => {
  const folder = useFolder();
  const world = useWorld({ keepsStarterPlaces: true });
  const post = (body: unknown, slug = CITY) =>
    world()
      .http.post(`/api/v1/campaigns/${slug}/actions`)
      .set('Content-Type', 'application/json')
      .send(JSON.stringify(body));
  const refusal = async (body: unknown): Promise<Problem['errors']> => {
    const response = await post(body);
    expect(response.status, JSON.stringify(body)).to.equal(422);
    expect(response.headers['content-type']).to.match(/^application\/problem\+json/);
    return (JSON.parse(response.text) as Problem).errors;
  };
  const offices = (): Promise<{ office_id: string }[]> =>
    query(world().db, 'SELECT office_id FROM deliveries ORDER BY id');

  it('answers where the receipt is, and lets nobody keep the answer', async () => {
    const response = await post({ supporter: ana });
    const { receipt_url } = response.body as { receipt_url: string };
    expect(response.headers).to.include({ location: receipt_url, 'cache-control': 'no-store' });
    expect(receipt_url).to.match(/^http:\/\/localhost:3000\/r\/[\w-]{22}$/);
    expect((await world().http.get(new URL(receipt_url).pathname)).status).to.equal(200);
  });

  it('writes to the offices that were named, and to no other', async () => {
    await post({ supporter: ana, offices: ['harbourview-city-council/ward-2', 'harbourview-city-council/mayor'] });
    expect((await offices()).map((one) => one.office_id)).to.deep.equal([
      'harbourview-city-council/mayor',
      'harbourview-city-council/ward-2',
    ]);
  });

  it('refuses an office that is not among the targets, a vacant one and an empty choice', async () => {
    const named = ['us-senate/co/1', 'harbourview-city-council/mayor', 'harbourview-city-council/ward-3'];
    const errors = await refusal({ supporter: ana, offices: named });
    expect(errors.map(({ field }) => field)).to.deep.equal(['offices', 'offices']);
    expect(errors[0]?.message).to.include('"us-senate/co/1"');
    const none = [{ field: 'offices', message: 'Name at least one office, or leave this out to write to all.' }];
    expect(await refusal({ supporter: ana, offices: [] })).to.deep.equal(none);
    expect(await offices()).to.be.empty;
  });

  it('sends the own words alone where the text is empty, and refuses an empty letter', async () => {
    const empty = {
      field: 'letter.text',
      message: 'The letter is empty. Please write something here, or in your own words.',
    };
    expect(await refusal({ supporter: ana, letter: { text: '' } })).to.deep.equal([empty]);
    expect(await refusal({ supporter: ana, letter: { text: ' \n', own_words: ' ' } })).to.deep.equal([empty]);
    expect((await post({ supporter: ana, letter: { text: '', own_words: 'Mine.' } })).status).to.equal(201);
    const rows = await query<{ id: string; letterId: string }>(
      world().db,
      'SELECT id, letter_id AS "letterId" FROM deliveries',
    );
    for (const { text } of (await world().compose(rows)).values())
      expect(text).to.match(/^Dear [^\n]+,\n\nMine\.\n\nSincerely,\n/);
  });

  it('stores the source and counts by it', async () => {
    await post({ supporter: ana, source: 'Partner_A.2027-03 ' });
    expect(await query(world().db, 'SELECT source FROM actions')).to.deep.equal([{ source: 'partner_a.2027-03' }]);
    expect(await query(world().db, 'SELECT source, letters FROM action_counts')).to.deep.equal([
      { source: 'partner_a.2027-03', letters: 4 },
    ]);
    expect(await query(world().db, 'SELECT DISTINCT source FROM letter_counts')).to.deep.equal([
      { source: 'partner_a.2027-03' },
    ]);
  });

  it('refuses a source that is none', async () => {
    for (const source of ['', ' ', 'a b', '-a', 'a-', '<b>', 'x'.repeat(41), 7])
      expect((await refusal({ supporter: ana, source })).map(({ field }) => field)).to.deep.equal(['source']);
  });

  it('stores a consent only where it says true', async () => {
    const opt_ins = { 'harbourview-safe-stays': true, 'somebody-else': true };
    await post({ supporter: ana, opt_ins });
    await post({ supporter: { ...ana, email: 'no@supporter.example' }, opt_ins: { 'harbourview-safe-stays': false } });
    expect(await query(world().db, 'SELECT organization FROM consents')).to.deep.equal([
      { organization: 'harbourview-safe-stays' },
    ]);
    const counts = await world().http.get(`/api/v1/campaigns/${CITY}/counts`);
    expect(counts.body).to.include({ actions: 2, opt_ins: 1 });
    expect((await refusal({ supporter: ana, opt_ins: { 'harbourview-safe-stays': 'yes' } }))[0]?.field).to.equal(
      'opt_ins.harbourview-safe-stays',
    );
  });

  it('minds nothing that it does not know, least of all the prototype', async () => {
    const raw = JSON.stringify({ supporter: { ...ana, is_admin: true }, letter: {}, extra: 1 });
    const hostile = raw.replace(
      '"extra":1',
      '"__proto__":{"offices":[]},"opt_ins":{"__proto__":true,"constructor":true}',
    );
    const response = await world()
      .http.post(`/api/v1/campaigns/${CITY}/actions`)
      .set('Content-Type', 'application/json')
      .send(hostile);
    expect(response.status).to.equal(201);
    expect(({} as { offices?: unknown }).offices).to.equal(undefined);
    expect(await query(world().db, 'SELECT organization FROM consents')).to.be.empty;
  });

  it('says what is wrong with a body that is no action', async () => {
    for (const body of [[], 'text', 7, null, {}, { supporter: [] }, { supporter: { ...ana, email: [ana.email] } }]) {
      const response = await post(body);
      expect(response.status, JSON.stringify(body)).to.be.oneOf([400, 422]);
      expect(response.headers['content-type']).to.match(/^application\/problem\+json/);
    }
    const large = await post({ supporter: ana, letter: { text: 'x'.repeat(170_000) } });
    expect([large.status, (JSON.parse(large.text) as Problem).detail]).to.deep.equal([
      413,
      'This is more than we can take in one request, which is 160 KB at the most. Nothing of it was taken; please send less, with a shorter text.',
    ]);
    expect(await offices()).to.be.empty;
  });

  it('says of an unknown campaign that there is none', async () => {
    const response = await post({ supporter: ana }, 'nothing');
    expect([response.status, (JSON.parse(response.text) as Problem).type]).to.deep.equal([
      404,
      'urn:clarion:problem:not-found',
    ]);
  });

  it('refuses a key that is empty or longer than 200 characters', async () => {
    for (const key of ['', 'k'.repeat(201)]) {
      const response = await post({ supporter: ana }).set('Idempotency-Key', key);
      expect(response.status).to.equal(422);
      expect((JSON.parse(response.text) as Problem).errors[0]?.field).to.equal('Idempotency-Key');
    }
  });

  it('says that a campaign closed, is paused or not ready, and takes nothing', async () => {
    const said = async (): Promise<string> => {
      const response = await post({ supporter: ana });
      expect(response.status).to.equal(409);
      const { type, detail } = JSON.parse(response.text) as Problem;
      expect(type).to.equal('urn:clarion:problem:campaign-not-open');
      return detail;
    };
    const withStatus = (status: string) =>
      copyCampaign(folder(), CITY, { 'campaign.yaml': (text) => `${text}\nstatus: ${status}\n` });
    await changeCampaign(world(), withStatus('paused'));
    expect(await said()).to.include('paused');
    await changeCampaign(world(), withStatus('draft'));
    expect(await said()).to.include('prepared');
    await changeCampaign(world(), withStatus('live'));
    world().moveClock(3 * 365 * DAY);
    expect(await said()).to.include('closed on 31 December 2028');
    expect(await offices()).to.be.empty;
  });
});
