import { expect } from 'chai';
import { importFile, type ImportOptions } from '../../src/data-sets/index.js';
import { loadCampaignFolder } from '../../src/campaigns/index.js';
import { programPath } from '../../src/platform/paths.js';
import { loadStarter } from '../../src/wiring.js';
import { openTestDatabase, type TestDatabase } from '../support/databases.js';
import { decode, faultsOf, formOf, pressing, submit, textsOf, type Typed } from '../support/pages.js';
import { mainDatabaseUrl, sharedData } from '../support/services.js';
import { ana, createWorld, expectReconciled, NATIONAL, type World } from '../support/world.js';

type Choice = { choose: { district: string; officials: { name: string }[] }[]; type: string; detail: string };
type Taken = { letters: { name: string; channel: string; state: string }[]; receipt_url: string };

/** One data base for all these tests, since the rosters take a second to load; each test has people of its own. */
describe('the national campaign with the real rosters', () => {
  let base: TestDatabase | undefined;
  let world: World;
  let people = 0;

  before(async function () {
    const legislators = sharedData(this, 'us-congress-legislators', 'legislators-current.json.gz');
    const zips = sharedData(this, 'us-zip-to-district', 'zccd.csv.gz');
    base = await openTestDatabase(mainDatabaseUrl);
    world = createWorld({ db: base.db });
    await loadStarter(world);
    await load('congress-legislators', legislators, { asOf: '2026-06-15' });
    await load('zip-districts', zips, { asOf: '2024-11-12' });
    await loadCampaignFolder(world, programPath('campaigns', NATIONAL));
  });
  after(async () => {
    await base?.close();
  });
  afterEach(async () => {
    await expectReconciled(world);
  });

  const load = async (name: string, path: string, options: ImportOptions): Promise<void> => {
    const source = world.importSources.find((one) => one.name === name) ?? expect.fail(name);
    await importFile(world, { source, path, options });
  };
  const newPerson = () => ({
    given_name: ana.given_name,
    family_name: ana.family_name,
    email: `person${++people}@supporter.example`,
  });
  const find = (typed: Typed) =>
    submit(world.http, { action: `/c/${NATIONAL}/find`, fields: {}, choices: {}, buttons: [] }, typed);
  const act = (postal_code: string, body: object = {}) =>
    world.http
      .post(`/api/v1/campaigns/${NATIONAL}/actions`)
      .send({ supporter: { ...newPerson(), postal_code }, ...body });
  const names = (html: string) => textsOf(html, /<p class="target-name">(.*?)<\/p>/g);

  it('asks which district is meant where a ZIP lies in two, and picks none', async () => {
    const response = await find({ postal_code: '53811', own_words: 'Kept on the way.' });
    expect(response.status).to.equal(200);
    expect(textsOf(response.text, /<strong>(WI-\d+)<\/strong>/g)).to.deep.equal(['WI-02', 'WI-03']);
    expect(decode(response.text)).to.match(/Mark Pocan \(Democrat\)[\s\S]*Derrick Van Orden \(Republican\)/);
    expect(names(response.text)).to.deep.equal(['Senator Tammy Baldwin', 'Senator Ron Johnson']);
    const form = formOf(response.text);
    expect(form.fields, 'nothing is ticked').not.to.have.property('district');
    expect(form.fields['own_words']).to.deep.equal(['Kept on the way.']);
    const unanswered = await submit(world.http, form);
    expect(formOf(unanswered.text).choices['district']).to.have.length(2);
  });

  for (const [district, member, other] of [
    ['wi/cd:2', 'Mark Pocan', 'Van Orden'],
    ['wi/cd:3', 'Derrick Van Orden', 'Pocan'],
  ] as const) {
    it(`leads to ${member} when his district is chosen`, async () => {
      const choice = formOf((await find({ postal_code: '53811' })).text);
      const answer = choice.choices['district']?.find((one) => one.endsWith(district));
      const letter = await submit(world.http, choice, { district: answer });
      expect(names(letter.text)).to.deep.equal([
        'Senator Tammy Baldwin',
        'Senator Ron Johnson',
        `Representative ${member}`,
      ]);
      const sent = await submit(world.http, pressing(formOf(letter.text), 'Prepare my 3 letters'), newPerson());
      expect(sent.status).to.equal(303);
      const receipt = decode((await world.http.get(sent.headers['location'] ?? '')).text);
      expect(receipt).to.include(member).and.not.to.include(other);
      expect(receipt).to.include('3 letters are left for you to send.');
    });
  }

  it('keeps the chosen district while other fields are put right', async () => {
    const choice = formOf((await find({ postal_code: '53811' })).text);
    const letter = await submit(world.http, choice, { district: choice.choices['district']?.[1] });
    for (const button of ['Preview', 'Prepare my 3 letters']) {
      const faulty = await submit(world.http, pressing(formOf(letter.text), button), { ...newPerson(), email: 'none' });
      expect(faulty.status).to.equal(422);
      expect(names(faulty.text)).to.include('Representative Derrick Van Orden');
      const sent = await submit(world.http, formOf(faulty.text), newPerson());
      expect(decode((await world.http.get(String(sent.headers['location']))).text)).to.include('Derrick Van Orden');
    }
  });

  it('asks the API’s callers for the district with all candidates, and takes it when they answer', async () => {
    const asked = await act('53811');
    expect(asked.status).to.equal(409);
    const problem = JSON.parse(asked.text) as Choice;
    expect(problem.type).to.equal('urn:clarion:problem:choose');
    expect(problem.choose.map((one) => [one.district, one.officials.map(({ name }) => name)])).to.deep.equal([
      ['WI-02', ['Mark Pocan']],
      ['WI-03', ['Derrick Van Orden']],
    ]);
    for (const district of ['WI-02', ' wi-02 ', ['WI-02'], 'ocd-division/country:us/state:wi/cd:2']) {
      const answered = await act('53811', { district });
      expect(answered.status).to.equal(201);
      expect((answered.body as Taken).letters.map(({ name }) => name))
        .to.include('Mark Pocan')
        .and.have.length(3);
    }
  });

  it('refuses a district that does not lie in the ZIP, and names those that do', async () => {
    const refused = await act('53811', { district: 'WI-01' });
    expect(refused.status).to.equal(422);
    expect((JSON.parse(refused.text) as { errors: object[] }).errors).to.deep.equal([
      { field: 'district', message: 'WI-01 does not lie in 53811. Choose one of WI-02, WI-03.' },
    ]);
  });

  it('writes to two senators and one representative where the ZIP is certain', async () => {
    const letter = await find({ postal_code: '80202' });
    expect(names(letter.text)).to.deep.equal([
      'Senator John W. Hickenlooper',
      'Senator Michael F. Bennet',
      'Representative Diana DeGette',
    ]);
  });

  it('does not let an answer for another ZIP stand in the way', async () => {
    const stale = { postal_code: '80202', district: 'ocd-division/country:us/state:wi/cd:2' };
    const letter = formOf((await find(stale)).text);
    expect(letter.fields, 'the stale answer is gone').not.to.have.property('district');
    const sent = await submit(world.http, letter, newPerson());
    expect(sent.status).to.equal(303);
    const tampered = await submit(world.http, letter, { ...newPerson(), own_words: 'Kept.', district: stale.district });
    expect(tampered.status).to.equal(422);
    expect(formOf(tampered.text).fields['own_words']).to.deep.equal(['Kept.']);
    expect((await submit(world.http, formOf(tampered.text))).status).to.equal(303);
  });

  it('asks again when the district of a finished letter does not lie in its ZIP', async () => {
    const letter = formOf((await find({ postal_code: '80202' })).text);
    const moved = { ...newPerson(), own_words: 'Kept.', postal_code: '53811', district: 'CO-01' };
    const asked = await submit(world.http, letter, moved);
    expect(formOf(asked.text).choices['district']).to.have.length(2);
    expect(formOf(asked.text).fields['own_words']).to.deep.equal(['Kept.']);
  });

  it('explains that the capital has a delegate and no senators', async () => {
    const letter = await find({ postal_code: '20001' });
    expect(names(letter.text)).to.deep.equal(['Delegate Eleanor Holmes Norton']);
    expect(decode(letter.text)).to.match(/Washington, D\.C\. has a delegate in the U\.S\. House.*and no senators\./);
    const taken = (await act('20001')).body as Taken;
    expect(taken.letters).to.have.length(1);
  });

  it('explains a vacant seat and writes to those who are there', async () => {
    const letter = await find({ postal_code: '78840' });
    expect(names(letter.text)).to.deep.equal(['Senator Ted Cruz', 'Senator John Cornyn']);
    expect(decode(letter.text)).to.match(/23.*: this seat is vacant, so there is nobody to write to\./);
    expect(((await act('78840')).body as Taken).letters).to.have.length(2);
  });

  it('says what is wrong with a code that is no place here, with everything kept', async () => {
    const cases: readonly (readonly [string, RegExp])[] = [
      ['8020', /not a ZIP code/],
      ['SW1A 2AA', /not a ZIP code/],
      ['09001', /military or diplomatic/],
      ['96941', /Micronesia/],
      ['00000', /do not know the ZIP code 00000/],
    ];
    for (const [postal_code, why] of cases) {
      const response = await find({ postal_code, own_words: 'Kept.', ...newPerson() });
      expect(response.status, postal_code).to.equal(422);
      expect(faultsOf(response.text)[0]?.message).to.match(why);
      expect(formOf(response.text).fields['own_words']).to.deep.equal(['Kept.']);
      const refused = await act(postal_code);
      expect(refused.status, postal_code).to.equal(422);
      expect((JSON.parse(refused.text) as { errors: object[] }).errors).to.have.length(1);
    }
  });
});
