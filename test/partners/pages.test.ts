import { expect } from 'chai';
import fc from 'fast-check';
import { readCounts, readSources, readSourcesOf } from '../../src/counts/index.js';
import { accentContrast, MIN_CONTRAST, readableAccent, readLogo, touchCoalitions } from '../../src/partners/index.js';
import { contrastOf } from '../../src/partners/accent.js';
import { seedCoalition } from '../support/coalition.js';
import { decode, formOf, pressing, submit, type PageForm } from '../support/pages.js';
import { pngOf, showPage } from '../support/partner-pages.js';
import { ana, ben, CITY, useWorld } from '../support/world.js';

const BLOCK = 'aria-label="By whom you came"';

describe('a partner’s page', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  const open = async (path: string): Promise<string> => (await world().http.get(path).expect(200)).text;

  it('shows who asks, in their words and colour, and by which rule a letter is counted', async () => {
    await seedCoalition(world());
    await showPage(world(), 'teachers');
    const html = await open(`/c/${CITY}/p/teachers`);
    expect(decode(html)).to.include(
      'You came by <a href="https://teachers.example/" rel="noopener">Harbourview Teachers',
    );
    expect(html).to.include('<p>We teach the children of Harbourview.</p>');
    expect(html).to.include('carried along in this form, without a cookie');
    expect(formOf(html).fields['source']).to.deep.equal(['teachers']);
    expect(html).not.to.match(/<style|\sstyle="/);
    const sheet = await world().http.get(/\/partner-style\/[0-9a-f]{6}\.css/.exec(html)?.[0] ?? '');
    expect(sheet.headers).to.include({ 'content-type': 'text/css; charset=utf-8' });
    expect(sheet.headers['cache-control']).to.include('immutable');
    expect(sheet.text).to.include('--brand:#8a1c4a;--brand-ink:#ffffff');
    for (const name of ['8a1c4a', '8A1C4A.css', '8a1c4a;}*{x.css', 'red.css'])
      expect((await world().http.get(`/partner-style/${encodeURIComponent(name)}`)).status, name).to.equal(404);
  });

  it('is the campaign’s plain page for a source without one, which is counted all the same', async () => {
    await seedCoalition(world());
    const seen = async (path: string) => {
      const html = await open(path);
      return [html.includes(BLOCK), formOf(html).fields['source']?.[0]];
    };
    expect(await seen(`/c/${CITY}/p/teachers`), 'before there is a page').to.deep.equal([false, 'teachers']);
    await showPage(world(), 'teachers');
    expect(await seen(`/c/${CITY}/p/Teachers.Flyer`)).to.deep.equal([true, 'teachers.flyer']);
    expect(await seen(`/c/${CITY}?source=teachers`), 'the plain link').to.deep.equal([false, 'teachers']);
    expect(await seen(`/c/${CITY}/p/somebody`)).to.deep.equal([false, 'somebody']);
    expect(await seen(`/c/${CITY}/p/no code`)).to.deep.equal([false, undefined]);
    expect(await open('/c/colorado-clear-records/p/teachers'), 'not of the coalition').not.to.include(BLOCK);
    await world().db('partners').where({ code: 'teachers' }).update({ state: 'left' });
    await touchCoalitions(world().db);
    world().coalitions.forget();
    expect(await seen(`/c/${CITY}/p/teachers`), 'who has left').to.deep.equal([false, 'teachers']);
  });

  it('keeps the first source through every step, and passes it on, so that the sum stays the total', async () => {
    await seedCoalition(world());
    await showPage(world(), 'teachers');
    const sourceOf = (form: PageForm) => form.fields['source']?.[0];
    const begin = formOf(await open(`/c/${CITY}/p/teachers?utm_source=mail&utm_medium=Email`));
    const wrong = await submit(world().http, begin, { postal_code: '1' });
    expect(sourceOf(formOf(wrong.text)), 'a code that is none').to.equal('teachers.email');
    const letter = await submit(world().http, formOf(wrong.text), { postal_code: ana.postal_code });
    expect(letter.text).to.include(`href="/c/${CITY}/p/teachers.email">Use another`);
    const previewed = await submit(world().http, pressing(formOf(letter.text), 'Preview'), { ...ana });
    const faulty = await submit(world().http, formOf(previewed.text), { email: 'nobody' });
    expect([previewed, faulty].map(({ text }) => sourceOf(formOf(text)))).to.deep.equal(
      Array(2).fill('teachers.email'),
    );
    const { email, given_name, family_name } = ana;
    const taken = await submit(world().http, formOf(faulty.text), { email, given_name, family_name });
    const receipt = decode(await open(taken.headers['location'] ?? ''));
    const shared = /id="share-url">([^<]*)</.exec(receipt)?.[1] ?? '';
    expect(new URL(shared).pathname).to.equal(`/c/${CITY}/p/teachers.share`);
    await act(new URL(shared).pathname, ben.email);
    await act(`/c/${CITY}`, 'third@supporter.example');
    await act(`/c/${CITY}?utm_source=Chamber&utm_medium=event`, 'fourth@supporter.example');

    const { id: campaignId } = await world().campaigns.get(CITY);
    const bySource = (await readSources(world().db, { campaignId })).filter(({ actions }) => actions > 0);
    expect(Object.fromEntries(bySource.map(({ source, actions }) => [source, actions]))).to.deep.equal({
      '': 1,
      'teachers.email': 1,
      'teachers.share': 1,
      'chamber.event': 1,
    });
    const { actions } = await readCounts(world().db, campaignId);
    expect(bySource.reduce((sum, one) => sum + one.actions, 0)).to.equal(actions);
    const own = await readSourcesOf(world().db, { campaignId, root: 'teachers' });
    expect(own.map(({ source }) => source)).to.have.members(['teachers.email', 'teachers.share']);
  });

  it('tells nobody who types a known address by which link its owner came', async () => {
    await act(`/c/${CITY}/p/teachers`, ana.email);
    const again = await act(`/c/${CITY}`, ana.email);
    expect(decode(await open(again))).to.match(new RegExp(`id="share-url">[^<]*/c/${CITY}<`));
  });

  async function act(path: string, email: string): Promise<string> {
    const step = await submit(world().http, formOf(await open(path)), { postal_code: '80202' });
    const sent = await submit(world().http, formOf(step.text), { given_name: 'Ana', family_name: 'Lima', email });
    expect(sent.status).to.equal(303);
    return sent.headers['location'] ?? '';
  }
});

describe('a partner’s colour', () => {
  it('is measured as WCAG says', () => {
    expect(contrastOf('#000000', '#ffffff')).to.equal(21);
    expect(contrastOf('#767676', '#ffffff')).to.be.closeTo(4.54, 0.01);
    expect(contrastOf('#ffffff', '#777777')).to.be.closeTo(4.48, 0.01);
  });

  it('stays where it can be read, else the nearest shade that can is offered', () => {
    const part = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(part, part, part, (...parts) => {
        const accent = `#${parts.map((one) => one.toString(16).padStart(2, '0')).join('')}`;
        const readable = readableAccent(accent);
        expect(accentContrast(readable)).to.be.at.least(MIN_CONTRAST);
        if (accentContrast(accent) >= MIN_CONTRAST) expect(readable).to.equal(accent);
        else expect(accentContrast(readable)).to.be.at.most(MIN_CONTRAST + 1);
      }),
    );
  });
});

describe('a partner’s logo', () => {
  it('is a PNG, JPEG or WebP picture by what it holds', () => {
    const size = (width: number, height: number) => [height >> 8, height & 255, width >> 8, width & 255];
    const jpeg = Buffer.from([
      0xff,
      0xd8,
      0xff,
      0xe0,
      0,
      4,
      1,
      2,
      0xff,
      0xc2,
      0,
      11,
      8,
      ...size(300, 90),
      1,
      1,
      0x11,
      0,
    ]);
    const webp = Buffer.concat([
      Buffer.from('RIFF\0\0\0\0WEBPVP8X'),
      Buffer.from([10, 0, 0, 0, 0, 0, 0, 0, 43, 1, 0, 89, 0, 0]),
    ]);
    for (const [bytes, type] of [
      [pngOf(300, 90), 'image/png'],
      [jpeg, 'image/jpeg'],
      [webp, 'image/webp'],
    ] as const)
      expect(readLogo(bytes), type).to.include({ type });
    const faults: readonly (readonly [Buffer, RegExp])[] = [
      [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), /no PNG, JPEG or WebP/],
      [Buffer.from('GIF89a\x01\x00\x01\x00'), /no PNG, JPEG or WebP/],
      [pngOf(300, 90).subarray(0, 20), /no PNG, JPEG or WebP/],
      [pngOf(1201, 1), /1201 by 1 pixels/],
      [Buffer.concat([pngOf(10, 10), Buffer.alloc(200_000)]), /201 KB; please choose one of 200 KB/],
    ];
    for (const [bytes, fault] of faults) expect((readLogo(bytes) as { fault: string }).fault).to.match(fault);
  });

  it('is read or refused, whatever the bytes are', () => {
    const heads = [[0xff, 0xd8, 0xff], [...pngOf(1, 1).subarray(0, 16)], [...Buffer.from('RIFF\0\0\0\0WEBPVP8 ')], []];
    fc.assert(
      fc.property(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 60 }), (head, rest) => {
        const read = readLogo(Uint8Array.from([...head, ...rest]));
        expect('fault' in read || read.id.length === 64).to.equal(true);
      }),
    );
  });
});
