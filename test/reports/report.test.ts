import { expect } from 'chai';
import fc from 'fast-check';
import { withdrawLetters } from '../../src/deliveries/index.js';
import { csvText } from '../../src/platform/csv.js';
import { readOfficeReport, writeReport, type OfficeReport } from '../../src/reports/index.js';
import { printable } from '../../src/reports/pdf/glyphs.js';
import { foldPlaces, SMALLEST_CELL } from '../../src/reports/places.js';
import { ana, CITY, useWorld } from '../support/world.js';

const WARD = 'harbourview-city-council/ward-1';

/** The text of an uncompressed PDF, by the fonts' own tables from glyphs to characters. */
async function textOf(report: OfficeReport): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of writeReport(report, { isPlain: true })) parts.push(part);
  const pdf = Buffer.concat(parts).toString('latin1');
  const maps = new Map<string, string[]>();
  for (const [, font = '', , to = ''] of pdf.matchAll(
    /(\d+) 0 obj\n<<\n\/Type \/Font\n\/Subtype \/Type0([\s\S]*?)\/ToUnicode (\d+) 0 R/g,
  )) {
    const table = new RegExp(`\\n${to} 0 obj[\\s\\S]*?endcmap`).exec(pdf)?.[0] ?? '';
    const ranges = [...table.matchAll(/<[0-9a-f]{4}> <[0-9a-f]{4}> \[([^\]]*)\]/g)].flatMap(([, list = '']) =>
      [...list.matchAll(/<([0-9a-f ]*)>/g)].map(([, hex = '']) =>
        Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'),
      ),
    );
    maps.set(font, ranges);
  }
  const names = new Map([...pdf.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = '', font = '']) => [name, font]));
  let map: string[] = [];
  const lines = [...pdf.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)].map(([, font, glyphs = '']) => {
    if (font) map = maps.get(names.get(font) ?? '') ?? [];
    const codes = [...glyphs.matchAll(/<([0-9a-f]+)>/g)].flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? []);
    return codes.map((code) => map[parseInt(code, 16)] ?? '').join('');
  });
  return lines.filter(Boolean).join('\n');
}

const sample: OfficeReport = {
  campaign: {
    title: 'Train hotel staff',
    ask: 'Pass it.',
    organization: 'Safe Stays',
    postalAddress: '1 Example Street',
    website: '',
    country: 'us',
  },
  office: {
    id: WARD,
    key: '',
    name: 'Ward 1',
    body: 'Council',
    title: 'Councilmember',
    holder: 'Tobias Adeyemi',
    party: '',
    person: '',
  },
  madeOn: '10 March 2027',
  madeAt: Date.UTC(2027, 2, 10),
  period: '1 March 2027 to 10 March 2027',
  people: 9,
  peopleText: '9 people have written to this office.',
  ownWords: 3,
  ownText: '3 of them added own words or changed the letter.',
  terms: [{ name: 'Delivered by e-mail', letters: '9', means: 'Taken by the office’s mail server.' }],
  placesText: 'Folded.',
  placesHead: 'ZIP code',
  places: [{ area: '90210', people: '9', share: 100 }],
  position: undefined,
  milestones: [],
  quotations: [],
  definitions: ['People: each counted once.'],
};

describe('an office’s report', () => {
  const world = useWorld({ keepsStarterPlaces: true });

  it('counts people without cancelled letters, and tells no place of fewer than five', async () => {
    const write = (index: number, postal_code: string) =>
      world()
        .http.post(`/api/v1/campaigns/${CITY}/actions`)
        .send({ supporter: { ...ana, email: `p${index}@supporter.example`, postal_code } })
        .expect(201);
    for (let index = 0; index < 6; index++) await write(index, '90210');
    for (let index = 6; index < 8; index++) await write(index, '80202');
    const read = async () => readOfficeReport(world(), await world().campaigns.get(CITY), WARD);
    const first = await read();
    expect(first.people).to.equal(8);
    expect(first.places).to.deep.equal([]);
    for (let index = 8; index < 11; index++) await write(index, '80202');
    const { places, people } = await read();
    expect(people).to.equal(11);
    expect(places).to.deep.equal([
      { area: '90210', people: '6', share: 55 },
      { area: '80202', people: '5', share: 45 },
    ]);
    const rows = await world().db('deliveries').where({ office_id: WARD }).orderBy('id').select<{ id: string }[]>('id');
    const deed = { at: world().clock.now(), actor: 'supporter', reason: 'taken back', eventId: world().ids.next };
    await withdrawLetters(world().db, { ids: rows.slice(0, 2).map(({ id }) => id), ...deed });
    const after = await read();
    expect(after.people).to.equal(9);
    // Of 90210 four are left, so the other area joins them: it could be told by subtraction.
    expect(after.places).to.deep.equal([]);
  });

  it('never lets a place of fewer than five be worked out by subtraction', () => {
    const cells = fc.array(fc.record({ area: fc.string({ maxLength: 5 }), people: fc.nat(40) }), { maxLength: 60 });
    fc.assert(
      fc.property(cells, (places) => {
        const { rows, elsewhere } = foldPlaces(places);
        const total = places.reduce((sum, { people }) => sum + people, 0);
        expect(rows.reduce((sum, { people }) => sum + people, elsewhere)).to.equal(total);
        for (const { people } of rows) expect(people).to.be.at.least(SMALLEST_CELL);
        if (rows.length > 0 && elsewhere > 0) expect(elsewhere).to.be.at.least(SMALLEST_CELL);
      }),
      { numRuns: 200 },
    );
  });

  it('is a tagged PDF whose text can be read back, whatever people wrote', async () => {
    const wild = 'Żółć Ελληνικά Привет ) Tj ET \\( <b> (漢字) \u202Eabc';
    const quotations = Array.from({ length: 60 }, (_, index) => ({
      by: 'A constituent',
      words: index === 0 ? wild : `Quotation ${index}. ${'It matters to me. '.repeat(20)}`,
    }));
    const text = await textOf({ ...sample, quotations });
    expect(text).to.contain('Train hotel staff').and.to.contain('9 people have written to this office.');
    expect(text).to.contain('“Żółć Ελληνικά Привет ) Tj ET \\( <b> (□□) abc”');
    for (let index = 1; index < 60; index++) expect(text).to.contain(`Quotation ${index}.`);
    expect(text).to.match(/1 of (\d+)[\s\S]*\1 of \1/);
    const parts: Uint8Array[] = [];
    for await (const part of writeReport(sample)) parts.push(part);
    const pdf = Buffer.concat(parts);
    expect(pdf.includes('/MarkInfo') && pdf.includes('/StructTreeRoot') && pdf.includes('/Lang (en)')).to.equal(true);
    expect(pdf.subarray(0, 8).toString()).to.equal('%PDF-1.7');
  });

  it('tells its title and its author in XML as texts, whatever they are', async () => {
    const campaign = { ...sample.campaign, title: 'Rooms & </rdf:li> <b>beds\u202e', organization: 'A < B & C' };
    const parts: Uint8Array[] = [];
    for await (const part of writeReport({ ...sample, campaign }, { isPlain: true })) parts.push(part);
    const [metadata = ''] = /<x:xmpmeta[\s\S]*<\/x:xmpmeta>/.exec(Buffer.concat(parts).toString()) ?? [];
    expect(metadata).to.include('>Rooms &#38; &#60;/rdf:li&#62; &#60;b&#62;beds:').and.include('>A &#60; B &#38; C<');
  });

  it('parts a word of several lines, which would take long to set otherwise', () => {
    const words = printable(`An ${'a'.repeat(450)} ${'😀'.repeat(201)} end`, () => true).split(' ');
    expect(words.map((word) => Array.from(word).length)).to.deep.equal([2, 200, 200, 50, 200, 1, 3]);
  });

  it('is the same file whenever it is made of the same numbers, whatever was printed between', async () => {
    const make = async (words: string): Promise<string> => {
      const parts: Uint8Array[] = [];
      const report = { ...sample, quotations: [{ by: 'A constituent', words }] };
      for await (const part of writeReport(report)) parts.push(part);
      return Buffer.concat(parts).toString('latin1');
    };
    const letters = '\u0628\u0628\u0628';
    // The same letters, as older programs write them: they are printed with the same glyphs.
    const shapes = '\uFE90 \uFE92 \uFE91';
    const first = await make(letters);
    expect(await textOf({ ...sample, quotations: [{ by: 'A constituent', words: shapes }] })).to.match(/\uFE92/);
    expect((await make(letters)) === first).to.equal(true);
  });

  it('prints a box for what has no glyph, and nothing that turns the line', () => {
    expect(printable('a\u0000b\u202Ec\uD800d\r\ne', (code) => code !== 0x64)).to.equal('abc□□\ne');
  });

  it('has cells that no spreadsheet runs', () => {
    const text = csvText([['=1+1', '+1', '-1', '@x', 'a,b', 'say "hi"', -1]]);
    expect(text).to.equal(`\uFEFF"'=1+1","'+1","'-1","'@x","a,b","say ""hi""",-1\r\n`);
  });
});
