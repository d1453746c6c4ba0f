import { cpSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { unzipSync } from 'fflate';
import type { Response } from 'supertest';
import { loadCampaignFolder } from '../../src/campaigns/index.js';
import { officeKey } from '../../src/reports/index.js';
import { copyCampaign } from '../support/campaign-copies.js';
import { signIn, type SignedIn } from '../support/organizers.js';
import { faultsOf, tagOf } from '../support/pages.js';
import { ana, ben, CITY, NATIONAL, useFolder, useWorld } from '../support/world.js';

const OFFICES = `/campaigns/${CITY}/offices`;
const WARD = 'harbourview-city-council/ward-1';
const PAGE = `${OFFICES}/${officeKey(WARD)}`;

const call = { position: 'supports', known_on: '2027-03-09', source: 'call with his office', note: '' };

describe('the offices of a campaign', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  const folder = useFolder();
  let olga: SignedIn;

  beforeEach(async () => {
    olga = await signIn(world(), { campaign: CITY });
  });

  const write = (supporter: object, slug = CITY) =>
    world().http.post(`/api/v1/campaigns/${slug}/actions`).send({ supporter }).expect(201);

  /** Loads the campaign with a rule that leaves out who supports the ask. */
  const askForPositions = async (): Promise<void> => {
    const rule = "  officials: council.csv\n  except:\n    - { position: supports, say: 'He supports this already.' }";
    const change = (text: string): string => text.replace('  officials: council.csv', rule);
    const copy = copyCampaign(folder(), CITY, { 'campaign.yaml': change });
    writeFileSync(`${copy}/positions.csv`, 'office,position\n');
    await loadCampaignFolder(world(), copy);
    world().moveClock(1_000);
  };

  it('are all listed, with those that got no letter yet, and can be searched', async () => {
    await write(ana);
    const html = await olga.get(OFFICES);
    expect(html).to.contain('Ward 1, Harbourview City Council').and.to.contain('Ward 3, Harbourview City Council');
    const found = await olga.get(`${OFFICES}?q=lindqvist`);
    expect(found).to.contain('Mayor').and.not.to.contain('Ward 1');
    expect(await olga.get(`${OFFICES}?position=opposes`)).to.contain('No office fits');
  });

  it('get a position that counts for the next letter, not for a successor, and can be undone', async () => {
    await askForPositions();
    await olga.press(await olga.get(PAGE), 'Record the position', call);
    world().moveClock(1_000);
    const first = await write(ana);
    expect(JSON.stringify(first.body)).not.to.contain(WARD);
    expect(await olga.get(PAGE)).to.contain('Left out; supporters read: “He supports this already.”');

    await olga.press(await olga.get(PAGE), 'Take back', {});
    world().moveClock(1_000);
    expect(JSON.stringify((await write(ben)).body)).to.contain(WARD);

    await olga.press(await olga.get(PAGE), 'Put back', {});
    await world()
      .db('officials')
      .where({ office_id: WARD })
      .update({ person: 'name:somebody else', name: 'Somebody Else' });
    await world().db('revisions').where({ name: 'data-sets' }).increment('number', 1);
    world().moveClock(1_000);
    expect(await olga.get(PAGE)).to.contain('who left this office: counts no longer');
    const third = await write({ ...ben, email: 'third@supporter.example' });
    expect(JSON.stringify(third.body)).to.contain(WARD);
  });

  it('keep what was typed where it cannot be recorded', async () => {
    const answer = await olga.press(await olga.get(PAGE), 'Record the position', {
      ...call,
      source: '',
      known_on: '2027-04-01',
      note: '<b>"kept"</b>',
    });
    expect(answer.status).to.equal(422);
    expect(faultsOf(answer.text).map(({ id }) => id)).to.deep.equal(['known_on', 'source']);
    expect(tagOf(answer.text, 'known_on')).to.contain('2027-04-01');
    expect(answer.text).to.contain('&lt;b&gt;&quot;kept&quot;&lt;/b&gt;');
  });

  it('of another campaign or organization are not found', async () => {
    const foreign = await signIn(world(), { campaign: NATIONAL });
    await olga
      .post(`${OFFICES}/us-senate~co~class-2/positions`, call)
      .then(({ status }) => expect(status).to.equal(404));
    await foreign.http.get(olga.base + PAGE).expect(404);
    const entry = await olga.press(await olga.get(PAGE), 'Record the position', call);
    expect(entry.status).to.equal(303);
    const [{ id }] = (await world().db('positions').select<{ id: string }[]>('id')) as [{ id: string }];
    const senate = `/campaigns/${NATIONAL}/offices/us-senate~co~class-2`;
    const removed = await foreign.post(`${senate}/positions/remove`, { entry: id });
    expect(removed.status).to.equal(404);
    const analyst = await signIn(world(), { campaign: CITY, role: 'analyst' });
    expect((await analyst.post(`${PAGE}/positions`, call)).status).to.equal(403);
    expect(await analyst.get(PAGE)).not.to.contain('Record the position');
  });

  it('take positions from a sheet and give them back, safe against formulas', async () => {
    const csv = `office,name,position,source\n${WARD},Tobias Adeyemi,leans,"=HYPERLINK(""http://x.example"")"\n`;
    const bad = `${csv}harbourview-city-council/ward-2,Somebody Else,for,x\nnowhere/1,,supports,x\n`;
    const refused = await olga.press(await olga.get(`${OFFICES}/positions`), 'Import the positions', { csv: bad });
    expect(refused.status).to.equal(422);
    expect(faultsOf(refused.text).map(({ message }) => message.slice(0, 7))).to.deep.equal(['Line 3:', 'Line 4:']);
    expect(await world().db('positions').select('id')).to.deep.equal([]);

    const taken = await olga.press(await olga.get(`${OFFICES}/positions`), 'Import the positions', { csv });
    expect(taken.status).to.equal(303);
    const { text } = await olga.http.get(`${olga.base}${OFFICES}/positions.csv`).expect(200);
    expect(text).to.contain(`${WARD},,Tobias Adeyemi,leans,2027-03-10,"'=HYPERLINK(""http://x.example"")",`);
    expect(await olga.get(`${OFFICES}/positions`)).to.contain('Leans towards it');
    await olga.press(await olga.get(`${OFFICES}/positions`), 'Import the positions', { csv });
    await olga.press(await olga.get(`${OFFICES}/positions`), 'Undo');
    expect((await world().db('positions').whereNull('removed_at').select('id')).length).to.equal(1);
  });

  it('take positions over from another campaign of the organization', async () => {
    const renamed = copyCampaign(folder(), CITY, {});
    cpSync(renamed, `${folder()}/second-campaign`, { recursive: true });
    await loadCampaignFolder(world(), `${folder()}/second-campaign`);
    await olga.press(await olga.get(PAGE), 'Record the position', call);
    world().moveClock(1_000);
    const second = '/campaigns/second-campaign/offices/positions';
    const copied = await olga.press(await olga.get(second), 'Copy its positions', { from: CITY });
    expect(copied.status).to.equal(303);
    const text = await olga.get(`/campaigns/second-campaign/offices/${officeKey(WARD)}`);
    expect(text).to.contain('call with his office').and.to.contain('Copied from');
    const stolen = await olga.post(`${second.replace('/positions', '')}/positions/copy`, { from: NATIONAL });
    expect(stolen.status).to.equal(422);
  });

  it('have reports that staff read under a link until it ends', async () => {
    await write(ana);
    const read = async (url: string) => world().http.get(new URL(url).pathname);
    await olga.press(await olga.get(PAGE), 'Make a link', { days: '7' });
    const url = /http[^"<]+\/reports\/[^"<]+/.exec(await olga.get(PAGE))?.[0] ?? expect.fail();
    const shared = await read(url);
    expect(shared.status).to.equal(200);
    expect(shared.headers['x-robots-tag']).to.equal('noindex');
    expect(shared.text).to.contain('1 person has written to this office.').and.not.to.contain(ana.family_name);
    const pdf = await world()
      .http.get(`${new URL(url).pathname}/report.pdf`)
      .buffer(true);
    expect(pdf.headers['content-type']).to.equal('application/pdf');
    expect((await read(`${url.slice(0, -2)}xx`)).status).to.equal(404);

    world().moveClock(8 * 86_400_000);
    expect((await read(url)).status).to.equal(404);
    const again = await signIn(world(), { campaign: CITY });
    await again.press(await again.get(PAGE), 'Make a link', { days: '30' });
    const next = /http[^"<]+\/reports\/[^"<]+/.exec(await again.get(PAGE))?.[0] ?? expect.fail();
    expect((await read(next)).status).to.equal(200);
    await again.press(await again.get(PAGE), 'End this link');
    expect((await read(next)).status).to.equal(404);
  });

  it('have their numbers in one table and their PDFs in one file', async () => {
    await write(ana);
    const { text } = await olga.http.get(`${olga.base}${OFFICES}/report.csv`).expect(200);
    const line = text.split('\r\n').find((one) => one.startsWith(WARD));
    expect(line).to.equal(
      `${WARD},"Ward 1, Harbourview City Council",Harbourview City Council,Tobias Adeyemi,,undeclared,,,1,1,0,1,0,0,0,0,0`,
    );
    const zip = await olga.http.get(`${olga.base}${OFFICES}/reports.zip`).buffer(true).parse(binary).expect(200);
    const files = Object.entries(unzipSync(zip.body as Uint8Array));
    expect(files.map(([name]) => name)).to.include('report-harbourview-city-council-ward-1.pdf');
    for (const [, content] of files) expect(Buffer.from(content).subarray(0, 5).toString()).to.equal('%PDF-');
  });
});

/** Collects a body as bytes. */
function binary(response: Response, done: (error: Error | null, body: Buffer) => void): void {
  const parts: Buffer[] = [];
  const stream = response as unknown as NodeJS.ReadableStream;
  stream.on('data', (part: Buffer) => parts.push(part));
  stream.on('end', () => done(null, Buffer.concat(parts)));
}
