import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { expect } from 'chai';
import { pino } from 'pino';
import type { Response } from 'supertest';
import type { Config } from '../../src/config.js';
import { listDeclared } from '../../src/partners/index.js';
import { createFileScan } from '../../src/platform/file-scan/index.js';
import { programPath } from '../../src/platform/paths.js';
import { EICAR, startClamdServer, type ClamdServer } from '../support/clamd-server.js';
import { seedCoalition, type SeededCoalition } from '../support/coalition.js';
import { signIn, type SignedIn } from '../support/organizers.js';
import { decode, faultsOf, formOf, tagOf } from '../support/pages.js';
import { pngOf, TEACHERS_PAGE } from '../support/partner-pages.js';
import { CITY, useFolder, useWorld } from '../support/world.js';

const PAGE = '/coalitions/safe-harbourview/page';
const PREVIEW = `${PAGE}/preview`;
const DECLARED = '/coalitions/safe-harbourview/declared/import';
const POSITIONS = `/campaigns/${CITY}/offices/positions/import`;

const GOOD_NUMBERS = 'kind,total,from,to,source\npaper,30,2027-02-01,2027-02-28,Stall';
const GOOD_POSITIONS = 'office,position\nharbourview-city-council/mayor,supports';
const typed = {
  intro: 'We teach here.',
  opt_in_text: TEACHERS_PAGE.optInText,
  privacy_url: 'https://teachers.example/p',
};

const HARMFUL = /^Our virus scanner takes this (?:file|sheet) for harmful, so it was not taken\./;
const NOT_NOW = /could not be scanned for viruses just now, so it was not taken\. Please try again in a minute\.$/;

describe('what organizers upload', () => {
  let clamd: ClamdServer;
  let lines = '';
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines += chunk.toString();
      done();
    },
  });
  before(async () => {
    clamd = await startClamdServer();
  });
  after(() => clamd.close());
  const world = useWorld({
    keepsStarterPlaces: true,
    given: () => {
      const log = pino({ level: 'warn' }, sink);
      return { log, scan: createFileScan({ clamdUrl: clamd.url, log, timeoutMs: 1_000 }) };
    },
  });
  let seeded: SeededCoalition;
  let organizer: SignedIn;
  beforeEach(async () => {
    seeded = await seedCoalition(world());
    organizer = await signIn(world(), { campaign: CITY });
    lines = '';
    clamd.trouble = undefined;
    clamd.maxBytes = 25_000_000;
    clamd.files.length = 0;
  });

  const withLogo = async (path: string, file: Buffer, fields: Record<string, string> = typed): Promise<Response> => {
    const { http, base, csrf } = seeded.teachers.owner;
    const sent = http.post(base + path).attach('logo', file, { filename: 'logo.png', contentType: 'image/png' });
    for (const [field, value] of Object.entries({ ...fields, csrf })) void sent.field(field, value);
    return sent;
  };
  const withNumbers = (csv: string): Promise<Response> => seeded.teachers.owner.post(DECLARED, { csv });
  const withPositions = (csv: string): Promise<Response> =>
    organizer.post(POSITIONS, { csv, known_on: '2027-03-01', source: 'The Harbourview Herald' });
  const count = async (table: string): Promise<number> => (await world().db(table).pluck<unknown[]>('id')).length;
  const kept = async (): Promise<unknown> => ({
    logos: await count('partner_logos'),
    pages: await count('partner_page_versions'),
    numbers: (await listDeclared(world().db, seeded.coalition)).length,
    positions: await count('positions'),
  });
  const NOTHING = { logos: 0, pages: 0, numbers: 0, positions: 0 };

  it('comes in by three forms, each of which is tried here', () => {
    const root = programPath('templates');
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.hbs'));
    const forms = files.filter((file) => readFileSync(join(root, file), 'utf8').includes('type="file"'));
    expect(forms.map((file) => file.replaceAll('\\', '/')).sort()).to.deep.equal([
      'console/declared/list.hbs',
      'console/offices/positions.hbs',
      'console/partner-pages/own.hbs',
    ]);
  });

  it('is kept when nothing is found in it, and was scanned as it came', async () => {
    const picture = pngOf(120, 40);
    expect((await withLogo(PREVIEW, picture)).text).to.include('data:image/png;base64,');
    expect((await withLogo(PAGE, picture)).status).to.equal(303);
    expect((await withNumbers(GOOD_NUMBERS)).status).to.equal(303);
    expect((await withPositions(GOOD_POSITIONS)).status).to.equal(303);
    expect(await kept()).to.deep.equal({ logos: 1, pages: 1, numbers: 1, positions: 1 });
    const texts = [GOOD_NUMBERS, GOOD_POSITIONS].map((text) => text.replace(/\n/g, '\r\n'));
    const wanted = [picture, picture, ...texts.map((text) => Buffer.from(text))];
    expect(clamd.files.map((file) => file.toString('hex'))).to.deep.equal(wanted.map((file) => file.toString('hex')));
  });

  it('is refused at its field where it is harmful, and what was typed beside it stays', async () => {
    const page = await withLogo(PAGE, Buffer.concat([pngOf(120, 40), Buffer.from(EICAR)]));
    expect([page.status, faultsOf(page.text)[0]?.id]).to.deep.equal([422, 'logo']);
    expect(faultsOf(page.text)[0]?.message).to.match(HARMFUL);
    expect(decode(page.text)).to.include('We teach here.');
    expect(tagOf(page.text, 'logo')).to.include('aria-invalid="true"');
    expect(page.headers).not.to.have.property('retry-after');

    const preview = await withLogo(PREVIEW, Buffer.from(EICAR));
    expect(decode(preview.text)).to.include('Our virus scanner takes this file for harmful');

    for (const answer of [
      await withNumbers(`${GOOD_NUMBERS}\n${EICAR}`),
      await withPositions(`${GOOD_POSITIONS}\n${EICAR}`),
    ]) {
      expect([answer.status, faultsOf(answer.text).map(({ id }) => id)]).to.deep.equal([422, ['csv']]);
      expect(faultsOf(answer.text)[0]?.message).to.match(HARMFUL);
      expect(decode(answer.text)).to.match(/paper,30,2027-02-01|harbourview-city-council\/mayor,supports/);
    }
    expect(await kept()).to.deep.equal(NOTHING);
    expect(lines.match(/"signature":"Eicar-Test-Signature"/g)).to.have.length(4);
    expect(lines).not.to.match(/We teach|Herald|Olga|Paula|organizer\.example|EICAR-STANDARD/);
  });

  for (const trouble of ['silence', 'closes', 'midway', 'half-closes', { says: 'garbage\0' }] as const) {
    it(`is not taken, and may be sent again in a minute, where the scanner has trouble (${JSON.stringify(trouble)})`, async () => {
      clamd.trouble = trouble;
      const answers = await Promise.all([
        withLogo(PAGE, pngOf(120, 40)),
        withNumbers(GOOD_NUMBERS),
        withPositions(GOOD_POSITIONS),
      ]);
      expect(answers.map(({ status }) => status)).to.deep.equal([503, 503, 503]);
      expect(answers.map(({ headers }) => (headers as Record<string, string>)['retry-after'])).to.deep.equal([
        '60',
        '60',
        '60',
      ]);
      for (const { text } of answers)
        expect(
          faultsOf(text)
            .map(({ message }) => message)
            .join(),
        ).to.match(NOT_NOW);
      expect(decode((await withLogo(PREVIEW, pngOf(120, 40))).text))
        .to.match(/just now/)
        .and.not.include('data:image');
      expect(await kept()).to.deep.equal(NOTHING);
      clamd.trouble = undefined;
      const [page, numbers] = answers.map(({ text }) => text);
      const again = formOf(page ?? '', 'Save').fields;
      expect(again['intro']).to.deep.equal([typed.intro]);
      const sheet = formOf(numbers ?? '', 'Import the lines').fields['csv']?.[0] ?? '';
      expect((await withNumbers(sheet)).status).to.equal(303);
      expect((await withLogo(PAGE, pngOf(120, 40))).status).to.equal(303);
    });
  }

  it('is told apart from other faults: nothing is to be sent again unchanged', async () => {
    clamd.trouble = 'closes';
    const answer = await withLogo(PAGE, pngOf(120, 40), { ...typed, website: 'nowhere' });
    expect(faultsOf(answer.text).map(({ id }) => id)).to.deep.equal(['website', 'logo']);
    expect([answer.status, answer.headers['retry-after']]).to.deep.equal([422, undefined]);
  });

  it('is too large for the scanner, and a smaller one is asked for', async () => {
    clamd.maxBytes = 50;
    const answers = [await withLogo(PAGE, pngOf(120, 40)), await withNumbers(GOOD_NUMBERS)];
    for (const { status, text } of answers) {
      expect(status).to.equal(422);
      expect(faultsOf(text)[0]?.message).to.match(
        /larger than our virus scanner can look at.* choose a smaller one\.$/,
      );
    }
    expect(await kept()).to.deep.equal(NOTHING);
  });

  it('is not scanned where it is not used: without a file, with “no logo”, from a stranger, without the form’s token', async () => {
    await seeded.teachers.owner.post(PAGE, typed);
    expect((await withLogo(PAGE, Buffer.from(EICAR), { ...typed, no_logo: 'true' })).status).to.equal(303);
    const { http, base } = seeded.teachers.owner;
    expect((await http.post(base + PAGE).attach('logo', Buffer.from(EICAR), 'logo.png')).status).to.equal(403);
    await http.post('/sign-out');
    expect((await withNumbers('')).status).to.equal(422);
    expect((await withPositions('')).status).to.equal(422);
    expect(await count('partner_logos')).to.equal(0);
    expect(clamd.files).to.deep.equal([]);
  });
});

describe('what organizers upload, by the settings alone,', () => {
  const folder = useFolder();
  const settings: Partial<Config> = {};
  let clamd: ClamdServer;
  beforeEach(async function () {
    clamd = await startClamdServer(join(folder(), 'clamd.ctl'));
    Object.assign(settings, { CLAMD_URL: this.currentTest?.title.includes('unscanned') ? undefined : clamd.url });
  });
  afterEach(() => clamd.close());
  const world = useWorld({ keepsStarterPlaces: true, config: settings });
  const send = async (): Promise<Response> => {
    const { owner } = (await seedCoalition(world())).teachers;
    return owner.post(DECLARED, { csv: `${GOOD_NUMBERS} ${EICAR}` });
  };

  it('is scanned where CLAMD_URL names a scanner', async () => {
    expect((await send()).status).to.equal(422);
    expect(clamd.files).to.have.length(1);
  });

  it('is taken unscanned where it names none', async () => {
    expect((await send()).status).to.equal(303);
    expect(clamd.commands).to.deep.equal([]);
  });
});
