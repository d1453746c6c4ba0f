import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { createFolderPreview } from '../../src/actions/index.js';
import { readCampaignFolder } from '../../src/campaigns/index.js';
import type { Channel } from '../../src/deliveries/index.js';
import { programPath } from '../../src/platform/paths.js';
import { channelTo } from '../support/channels.js';
import { startMailServer, type MailServer } from '../support/mail-server.js';
import { decode, formOf, lettersOf, pressing, submit, textsOf, type Typed } from '../support/pages.js';
import { changeCampaign, copyCampaign } from '../support/campaign-copies.js';
import { ana, CITY, useFolder, useWorld } from '../support/world.js';

const SEND = 'Send my 4 letters';

describe('a preview', () => {
  let server: MailServer;
  let channel: Channel;
  before(async () => {
    server = await startMailServer();
    channel = channelTo(server);
  });
  after(async () => {
    await channel.close();
    await server.close();
  });
  beforeEach(() => {
    server.received.length = 0;
  });
  const folder = useFolder();
  const world = useWorld({
    keepsStarterPlaces: true,
    // One channel for all tests: a new connection waits a tenth of a second for the server's greeting.
    given: () => ({ channel: { send: channel.send, close: () => Promise.resolve() } }),
  });
  const signed = { given_name: ana.given_name, family_name: ana.family_name, email: ana.email };
  const openForm = async () =>
    formOf((await world().http.post(`/c/${CITY}/find`).type('form').send({ postal_code: '80202' })).text);
  /** What the preview shows and what the offices then get, by the office's greeting. */
  const previewAndSend = async (typed: Typed) => {
    const page = await submit(world().http, pressing(await openForm(), 'Preview'), typed);
    expect(page.status).to.equal(200);
    const subjects = textsOf(page.text, /Subject: ([^<]*)<\/p><pre/g);
    server.received.length = 0;
    const sent = await submit(world().http, pressing(formOf(page.text), SEND));
    expect(sent.status).to.equal(303);
    await world().sendDue();
    const mails = server.received
      .map(({ mail, envelope }) => ({ to: envelope.to.join(), text: mail.text ?? '', subject: mail.subject ?? '' }))
      .sort((a, b) => (a.to < b.to ? -1 : 1));
    return { previews: lettersOf(page.text).slice(0, 3), subjects: subjects.slice(0, 3), mails };
  };
  const expectSame = ({ previews, subjects, mails }: Awaited<ReturnType<typeof previewAndSend>>): void => {
    expect(mails.map(({ text }) => text)).to.deep.equal(previews);
    expect(mails.map(({ subject }) => subject)).to.deep.equal(subjects);
  };

  it('shows the untouched letter just as it is sent', async () => {
    const shown = await previewAndSend(signed);
    expectSame(shown);
    expect(shown.mails.map(({ text }) => text.split('\n')[0])).to.deep.equal([
      'Dear Mayor Lindqvist,',
      'Dear Councilmember Adeyemi,',
      'Dear Councilmember Okonkwo-Reyes,',
    ]);
  });

  const hard: readonly (readonly [string, Typed])[] = [
    ['own words', { own_words: 'Two sentences.\nOn two lines.' }],
    ['an edited text', { text: 'All mine.\n\nEvery word.' }],
    ['umlauts, accents and other scripts', { own_words: 'Grüße an José, Zoë и 東京 — “quoted”', text: 'e\u0301 is é' }],
    ['emoji', { own_words: '👩🏽‍🚒 and 🏳️‍🌈 and 😀'.repeat(30) }],
    ['a line of 3,000 characters', { text: `${'word '.repeat(600)}end` }],
    ['a line of 3,000 characters without a space', { text: 'x'.repeat(3_000) }],
    ['trailing spaces and tabs', { text: 'line one   \nline two\t\n   indented  \n\n\n\nlast   ' }],
    ['dots at the start of lines', { own_words: '.\n..\n.hidden\n.', text: '.\n\n.\nend\n.' }],
    ['lines that look like headers', { own_words: 'Bcc: all@supporter.example\nSubject: other\n\nFrom me\nFrom: you' }],
    ['what looks like a boundary or a template', { text: '--=_boundary--\n{{supporter.email}} {{#if x}}\n=3D=\n=' }],
    ['HTML', { own_words: '<b>bold</b> &amp; <script>x</script>', text: '</pre></textarea><p>' }],
    ['a name with quotes and signs', { given_name: 'Ana "Bo", <b>', family_name: 'Müller-O’Brien (x)' }],
    ['line ends of every kind', { own_words: 'one\r\ntwo\nthree\rfour' }],
    ['own words and an emptied letter', { own_words: 'Only this.', text: ' \n ' }],
    ['ten thousand characters', { text: 'Ä '.repeat(4_999) + 'Ö' }],
  ];
  for (const [what, typed] of hard) {
    it(`shows what is sent, byte for byte: ${what}`, async () => {
      const shown = await previewAndSend({ ...signed, ...typed });
      expectSame(shown);
      expect(shown.mails).to.have.length(3);
      const [firstLine = ''] = (typed['own_words'] ?? typed['text'] ?? 'Ana').toString().split(/\r|\n/);
      for (const { text } of shown.mails) expect(text).to.include(firstLine.trimEnd());
    });
  }

  it('shows any text just as it is sent', async () => {
    const text = fc.string({
      unit: fc.constantFrom('a', ' ', '\n', '.', '=', 'é', '😀', '\t', '\u00a0', '-', '>', 'F'),
    });
    const isBlank = (one: string): boolean => one.trim() === '';
    let people = 0;
    await fc.assert(
      fc.asyncProperty(text, text, async (own_words, body) => {
        fc.pre(!isBlank(own_words) || !isBlank(body));
        expectSame(await previewAndSend({ ...signed, email: `p${++people}@supporter.example`, own_words, text: body }));
      }),
      { numRuns: 12 },
    );
  });

  it('of an emptied letter holds the own words alone between greeting and closing', async () => {
    const shown = await previewAndSend({ ...signed, own_words: 'Only this.', text: '' });
    expectSame(shown);
    expect(shown.mails[0]?.text).to.equal('Dear Mayor Lindqvist,\n\nOnly this.\n\nSincerely,\nAna Lima\nCO 80202\n');
  });

  it('leaves the last word to the form: what is changed after it is what goes out', async () => {
    const page = await submit(world().http, pressing(await openForm(), 'Preview'), { ...signed, own_words: 'First.' });
    await submit(world().http, pressing(formOf(page.text), SEND), { own_words: 'Second.' });
    await world().sendDue();
    for (const { mail } of server.received) expect(mail.text).to.include('Second.').and.not.include('First.');
  });

  it('is refused like the letter when a field is at fault', async () => {
    const page = await submit(world().http, pressing(await openForm(), 'Preview'), { ...signed, email: 'none' });
    expect([page.status, lettersOf(page.text)]).to.deep.equal([422, []]);
  });

  it('of a folder is the letter that a supporter there would send', async () => {
    const preview = createFolderPreview(world());
    const read = await readCampaignFolder(programPath('campaigns', CITY), await world().roster.get());
    const sample = { postalCode: '80202', ownWords: 'Words of a sample.' };
    const letters = (await preview(read, sample)).places[0]?.letters ?? [];
    expect(letters.map(({ to, channel }) => `${to} ${channel}`)).to.deep.equal([
      'Mara Lindqvist smtp',
      'Tobias Adeyemi smtp',
      'Ines Okonkwo-Reyes smtp',
      'Jonah Whitfield handover',
    ]);
    const named = { given_name: '[first name]', family_name: '[last name]', email: ana.email };
    const { mails } = await previewAndSend({ ...named, own_words: sample.ownWords });
    expect(letters.slice(0, 3).map(({ text, subject }) => ({ text, subject }))).to.deep.equal(
      mails.map(({ text, subject }) => ({ text, subject })),
    );
  });

  it('of a folder that is not loaded yet shows its own text and its own list', async () => {
    mkdirSync(join(folder(), 'new'));
    const copy = copyCampaign(join(folder(), 'new'), CITY, {
      'letter.hbs': (text) => text.replace('I ask you to vote', 'I urge you to vote'),
      'council.csv': (text) => text.replace('Mara Lindqvist', 'Nora Newcomer'),
    });
    const read = await readCampaignFolder(copy, await world().roster.get());
    const { places } = await createFolderPreview(world())(read, { postalCode: '80202' });
    const first = places[0]?.letters[0];
    expect(first?.text).to.match(/^Dear Mayor Newcomer,\n\nI urge you to vote/);
    expect(decode((await openForm()).fields['text']?.[0] ?? '')).to.include('I ask you to vote');
    await changeCampaign(world(), copy);
    expect((await openForm()).fields['text']?.[0]).to.include('I urge you to vote');
  });
});
