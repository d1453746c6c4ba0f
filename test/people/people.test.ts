import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import { checkCounts } from '../../src/counts/index.js';
import { csvLine } from '../../src/platform/csv.js';
import { query } from '../../src/platform/db.js';
import { addPeopleCommands } from '../../src/people/index.js';
import { runCommand } from '../support/commands.js';
import { signIn, type SignedIn } from '../support/organizers.js';
import { faultsOf, formOf, submit, textsOf } from '../support/pages.js';
import { ana, ben, CITY, DAY, HOUR, NATIONAL, useWorld } from '../support/world.js';

const OWN = 'harbourview-safe-stays';

describe('an organization’s people', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  let olga: SignedIn;
  beforeEach(async () => {
    olga = await signIn(world(), { campaign: CITY });
  });

  const act = (supporter: object, more: object = {}, campaign = CITY) =>
    world()
      .http.post(`/api/v1/campaigns/${campaign}/actions`)
      .send({ supporter, ...more })
      .expect(201);
  const find = async (typed: Record<string, string>): Promise<string[]> => {
    const response = await submit(olga.http, formOf(await olga.get('/people'), 'Search'), typed);
    expect(response.status, response.text).to.equal(200);
    return textsOf(response.text, /<a class="row-title"[^>]*>([^<]*)<\/a>/g);
  };
  const idOf = async (email: string): Promise<string> => {
    const rows = await query<{ id: string }>(world().db, 'SELECT id FROM supporters WHERE email = ?', [email]);
    return rows[0]?.id ?? expect.fail(`nobody has ${email}`);
  };

  it('are found by name from either end, by address and place, and by what they did', async () => {
    await act(
      { ...ana, given_name: 'Ána', email: 'Ana.Lima@GMail.com' },
      { opt_ins: { [OWN]: true }, source: 'partner-a' },
    );
    world().moveClock(2 * DAY);
    olga = await signIn(world(), { campaign: CITY });
    await act({ ...ben, family_name: "O'Kafor" });
    expect(await find({})).to.deep.equal(["Ben O'Kafor", 'Ána Lima']);
    for (const name of ['ana', 'ANA LI', 'lima', 'Lima Á'])
      expect(await find({ name }), name).to.deep.equal(['Ána Lima']);
    for (const name of ['na', 'ben lima', '%', '_']) expect(await find({ name }), name).to.deep.equal([]);
    expect(await find({ email: 'analima+news@googlemail.com' })).to.deep.equal(['Ána Lima']);
    expect(await find({ postal: ' 90210 ' })).to.deep.equal(["Ben O'Kafor"]);
    expect(await find({ postal: '902' })).to.deep.equal([]);
    expect(await find({ campaign: CITY, source: 'partner-a' })).to.deep.equal(['Ána Lima']);
    expect(await find({ opted: OWN })).to.deep.equal(['Ána Lima']);
    expect(await find({ opted: 'a-partner' })).to.deep.equal([]);
    expect(await find({ from: '2027-03-12' })).to.deep.equal(["Ben O'Kafor"]);
    expect(await find({ campaign: CITY, until: '2027-03-11' })).to.deep.equal(['Ána Lima']);
    expect(await find({ name: 'lima', postal: '90210' })).to.deep.equal([]);
    expect(await find({ confirmed: 'yes' })).to.deep.equal([]);
  });

  it('are found again by a name and a place that they gave another time', async () => {
    await act(ana);
    await act({ ...ana, family_name: 'Lima-Costa', postal_code: '80203' }, {}, NATIONAL).catch(() => undefined);
    const other = await world().campaigns.get(CITY);
    expect((await world().campaigns.get(NATIONAL)).organizationId, 'another organization').not.to.equal(
      other.organizationId,
    );
    expect(await find({ name: 'lima' })).to.deep.equal(['Ana Lima']);
    expect(await find({ postal: '80203' })).to.deep.equal([]);
  });

  it('come page by page, each once, and what was typed wrongly is kept', async () => {
    const people = Array.from({ length: 60 }, (_, index) => ({ ...ana, email: `p${index}@supporter.example` }));
    for (const supporter of people) await act(supporter);
    const first = await olga.get('/people');
    const second = await olga.press(first, 'Next page');
    const links = (html: string): string[] => textsOf(html, /<span class="person-email">([^<]*)</g);
    expect(links(first)).to.have.length(50);
    expect(new Set([...links(first), ...links(second.text)]).size).to.equal(60);
    expect(second.text).not.to.contain('Next page');
    const byName = await submit(olga.http, formOf(first, 'Search'), { name: 'lim' });
    const next = await olga.press(byName.text, 'Next page');
    expect(new Set([...links(byName.text), ...links(next.text)]).size).to.equal(60);
    const faulty = await submit(olga.http, formOf(first, 'Search'), {
      email: 'ana at home',
      source: '!',
      name: '<b>x',
    });
    expect(faulty.status).to.equal(422);
    expect(faultsOf(faulty.text).map(({ id }) => id)).to.deep.equal(['email', 'source']);
    expect(faulty.text).to.contain('value="ana at home"').and.contain('value="&lt;b&gt;x"').and.not.contain('<b>x');
  });

  it('are shown with all they did, and nothing with which one could act as them', async () => {
    await act({ ...ana, given_name: '<i>Ana' }, { opt_ins: { [OWN]: true }, copy: true });
    const html = await olga.get(`/people/${await idOf(ana.email)}`);
    expect(html).to.contain('may write to me about this ordinance').and.contain('&lt;i&gt;Ana').and.not.contain('<i>');
    expect(textsOf(html, /<a [^>]*>(Letter to [^<]*)<\/a>/g)).to.have.length(4);
    const [{ token } = { token: '' }] = await query<{ token: string }>(world().db, 'SELECT token FROM actions');
    expect(html).not.to.contain(token).and.not.contain('/r/');
    expect(/<title>([^<]*)/.exec(html)?.[1]).not.to.match(/Ana|Lima/);
    const file = await olga.post(`/people/${await idOf(ana.email)}/data`);
    expect(file.headers['content-disposition']).to.match(/person-\w+-2027-03-10\.json/);
    expect(file.text).to.contain('Lima').and.not.contain(token);
  });

  it('are nobody else’s: no page, export, correction or erasure reaches them from another organization', async () => {
    await act(ana);
    const id = await idOf(ana.email);
    const foreign = await signIn(world(), { campaign: NATIONAL, role: 'owner' });
    for (const path of ['', '/correct', '/erase'])
      await foreign.http.get(`${foreign.base}/people/${id}${path}`).expect(404);
    for (const path of ['/correct', '/erase', '/data']) {
      const typed = { given_name: 'Eve', family_name: 'X', email: ana.email, postal_code: '80202' };
      expect((await foreign.post(`/people/${id}${path}`, typed)).status, path).to.equal(404);
    }
    expect((await foreign.post('/people', { email: ana.email })).text).not.to.contain('Lima');
    expect((await foreign.post('/people', { name: 'lima', campaign: CITY })).status).to.equal(422);
    expect((await foreign.post('/people/exports', { campaign: CITY })).text).not.to.contain('Lima');
    expect(await find({ name: 'lima' })).to.deep.equal(['Ana Lima']);
    const analyst = await signIn(world(), { campaign: CITY, role: 'analyst' });
    await analyst.http.get(`${analyst.base}/people`).expect(403);
  });

  it('are exported only if they agreed to hear from it, without those who stopped all mails, and safely', async () => {
    const given = ['=HYPERLINK("http://x.example")', ' +1', '＝1+1', '\u200b-SUM(A1)', 'Zoë, "the" 3rd'];
    for (const [index, given_name] of given.entries())
      await act(
        { ...ana, given_name: given_name.replace('http://', ''), email: `q${index}@supporter.example` },
        { opt_ins: { [OWN]: true } },
      );
    await act({ ...ben, email: 'nobody@supporter.example' });
    await act({ ...ben, email: 'stopped@supporter.example' }, { opt_ins: { [OWN]: true }, copy: true });
    await world().mailDue();
    const [{ key } = { key: '' }] = await query<{ key: string }>(
      world().db,
      `SELECT address_key AS key FROM notices JOIN actions ON actions.id = action_id JOIN supporters ON supporters.id = supporter_id WHERE email = 'stopped@supporter.example'`,
    );
    await world().db('suppressions').insert({ address_key: key, why: 'unsubscribed', at: 1 });
    const file = await olga.press(await olga.get('/people/exports'), 'Export as CSV');
    expect(file.headers['content-disposition']).to.contain(`opted-in-${OWN}-2027-03-10.csv`);
    const rows = parse<Record<string, string>>(file.text, { bom: true, columns: true });
    expect(rows).to.have.length(given.length);
    for (const row of rows) expect(row['given_name']).to.match(/^'|^Zoë/);
    expect(rows.at(-1)).to.deep.include({
      given_name: 'Zoë, "the" 3rd',
      campaign: CITY,
      campaign_version: '1',
      consented_at: '2027-03-10T15:00:00.000Z',
    });
    expect(rows[0]?.['consent_text']).to.match(/may write to me about this ordinance/);
    const log = await query<{ did: string; detail: string }>(
      world().db,
      'SELECT did, detail FROM audit_entries ORDER BY id',
    );
    expect(log.map(({ did }) => did)).to.have.length(2);
    expect(log.at(-1)).to.deep.equal({
      did: 'exported the people who agreed to hear from the organization',
      detail: '5 people; 1 left out, who stopped all mails',
    });
  });

  it('are exported and erased by command, and the log notes it without their data', async () => {
    await act(ana, { opt_ins: { [OWN]: true } });
    const run = (...args: string[]) =>
      runCommand((program) => addPeopleCommands(program, (work) => work(world())), ['supporters', ...args]);
    const { output } = await run('export', '--organization', OWN);
    expect(parse(output, { bom: true, columns: true })).to.have.length(1);
    expect((await run('export', '--organization', OWN, '--person', 'ANA.LIMA@supporter.example')).output).to.contain(
      '"given_name": "Ana"',
    );
    const erased = await run('erase', ana.email, '--organization', OWN);
    expect(erased.output).to.equal('Erased; 1 action stays counted.\n');
    const again = await run('erase', ana.email, '--organization', OWN).catch((error: unknown) => String(error));
    expect(again).to.match(/Nobody has this address/);
    const log = JSON.stringify(await query(world().db, 'SELECT * FROM audit_entries'));
    expect(log)
      .to.contain('erased a supporter')
      .and.not.match(/ana|lima/i);
  });

  describe('that are corrected', () => {
    const CORRECT = 'Save the correction';

    it('sign letters that did not leave yet with their right name, while those that left stay as they went', async () => {
      await act({ ...ana, family_name: 'Lema' });
      const id = await idOf(ana.email);
      const deliveries = await query<{ id: string; letterId: string }>(
        world().db,
        `SELECT id, letter_id AS "letterId" FROM deliveries WHERE channel = 'smtp' ORDER BY id`,
      );
      const [left, waiting] = deliveries;
      await world().db('deliveries').where({ id: left?.id }).update({ state: 'sent' });
      for (const table of ['letter_counts', 'office_counts']) await world().db(table).delete();
      const page = await olga.get(`/people/${id}/correct`);
      expect(page).to.contain('1 letter of theirs left already');
      const done = await submit(olga.http, formOf(page, CORRECT), { family_name: 'Lima', email: 'ana@new.example' });
      expect(done.status).to.equal(303);
      const letters = await world().compose(deliveries);
      expect(letters.get(left?.id ?? '')?.supporter).to.deep.equal({ name: 'Ana Lema', email: ana.email });
      expect(letters.get(waiting?.id ?? '')?.supporter).to.deep.equal({ name: 'Ana Lima', email: 'ana@new.example' });
      expect(letters.get(waiting?.id ?? '')?.text)
        .to.contain('Ana Lima')
        .and.not.contain('Lema');
      expect(await find({ name: 'lema' })).to.deep.equal([]);
      expect(await find({ email: 'ana@new.example' })).to.deep.equal(['Ana Lima']);
      const log = JSON.stringify(await query(world().db, 'SELECT * FROM audit_entries'));
      expect(log)
        .to.contain('corrected a supporter')
        .and.not.match(/lima|lema|new\.example/i);
      await checkCounts(world().db, { repair: true });
    });

    it('keep what was typed where it cannot be, and two people are never made one', async () => {
      await act(ana);
      await act(ben);
      const page = await olga.get(`/people/${await idOf(ana.email)}/correct`);
      const clash = await submit(olga.http, formOf(page, CORRECT), {
        given_name: 'Anna',
        email: 'BEN@supporter.example',
      });
      expect(clash.status).to.equal(422);
      expect(faultsOf(clash.text)[0]).to.have.property('id', 'email');
      expect(clash.text).to.contain('value="Anna"').and.contain('has this address already');
      const bad = await submit(olga.http, formOf(page, CORRECT), { given_name: '', email: 'x' });
      expect(faultsOf(bad.text).map(({ id }) => id)).to.deep.equal(['given_name', 'email']);
      expect(await find({ name: 'ana' })).to.deep.equal(['Ana Lima']);
    });
  });

  it('whose receipt is opened after their erasure are told so, and who writes again is new', async () => {
    const receipt = ((await act(ana)).body as { receipt_url: string }).receipt_url;
    const { pathname } = new URL(receipt);
    await world().http.get(pathname).expect(200);
    const page = await olga.get(`/people/${await idOf(ana.email)}/erase`);
    expect(page).to.contain('This cannot be undone');
    expect((await submit(olga.http, formOf(page, 'Erase this person'))).status).to.equal(303);
    for (const path of [pathname, `${pathname}/answers`]) {
      const gone = await world().http.get(path).expect(410);
      expect(gone.text)
        .to.contain('were erased on 10 March 2027')
        .and.not.match(/Ana|Lima/);
    }
    const search = await olga.post('/people', { email: ana.email });
    expect(search.text).to.contain('This address was erased on 10 March 2027');
    world().moveClock(HOUR);
    await act(ana);
    expect(await find({ email: ana.email })).to.deep.equal(['Ana Lima']);
  });
});

describe('a cell of a spreadsheet', () => {
  it('is never a formula, and says what it said', () => {
    for (const text of [
      '=1',
      '+1',
      '-1',
      '@x',
      '\t=1',
      ' \u00a0=1',
      '\ufeff=1',
      '＝1',
      '＋1',
      '－1',
      '＠x',
      '\r=1',
      '−1',
    ])
      expect(parse(csvLine([text, 'x'])), JSON.stringify(text)).to.deep.equal([[`'${text}`, 'x']]);
    for (const text of ['Ana', 'a=b', '1-2', 'x\ny', 'say "hi"', ''])
      expect(parse(csvLine([text, 'x'])), text).to.deep.equal([[text, 'x']]);
    expect(csvLine([-1, null])).to.equal('-1,\r\n');
  });
});
