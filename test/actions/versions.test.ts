import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { createFolderPreview } from '../../src/actions/index.js';
import { readCampaignFolder } from '../../src/campaigns/index.js';
import { query } from '../../src/platform/db.js';
import { changeCampaign, copyCampaign } from '../support/campaign-copies.js';
import { startMailServer, type MailServer } from '../support/mail-server.js';
import { channelTo } from '../support/channels.js';
import { decode, formOf, lettersOf, pressing, submit } from '../support/pages.js';
import { ana, ben, CITY, useFolder, useWorld } from '../support/world.js';

const COUNCIL = 'harbourview-city-council';
const SAY = 'Your councilmember already supports this: thank her instead.';
const MAYOR_LETTER = `Dear {{target.salutation}},

As mayor you can put this on the agenda.

Sincerely,
{{supporter.full_name}}
`;
const RULE = `targets:
  officials: council.csv
  except: [{ position: supports, say: "${SAY}" }]
letters:
  - { when: { office: ${COUNCIL}/mayor }, file: letter-mayor.hbs, subject: Please put it on the agenda }
`;

describe('letters that differ by target', () => {
  let server: MailServer;
  before(async () => {
    server = await startMailServer();
  });
  after(() => server.close());
  const folder = useFolder();
  const world = useWorld({ keepsStarterPlaces: true, given: () => ({ channel: channelTo(server) }) });

  /** The city's campaign with a letter for the mayor; the member for the second ward supports it. */
  const changed = (rule = RULE): string => {
    const copy = copyCampaign(folder(), CITY, {
      'campaign.yaml': (text) => text.replace(/targets:\n.*\n/, rule),
    });
    writeFileSync(join(copy, 'letter-mayor.hbs'), MAYOR_LETTER);
    writeFileSync(join(copy, 'positions.csv'), `office,name,position\n${COUNCIL}/ward-2,,supports\n`);
    return copy;
  };
  const openForm = async (): Promise<string> =>
    (await world().http.post(`/c/${CITY}/find`).type('form').send({ postal_code: '80202' })).text;
  const act = (supporter: object, more: object = {}) =>
    world()
      .http.post(`/api/v1/campaigns/${CITY}/actions`)
      .send({ supporter, ...more });
  const { given_name, family_name, email } = ana;

  beforeEach(async () => {
    server.received.length = 0;
    await changeCampaign(world(), changed());
  });

  it('are shown, previewed and sent each as it is, with one’s own words in all of them', async () => {
    const page = await openForm();
    const form = formOf(page);
    expect(form.fields['text'], 'no text to edit').to.equal(undefined);
    expect(decode(page)).to.include('Please put it on the agenda').and.to.include('As mayor you can put this');
    const typed = { given_name, family_name, email, own_words: 'I clean rooms.' };
    const preview = await submit(world().http, pressing(form, 'Preview'), typed);
    const shown = lettersOf(preview.text).filter((text) => text.includes('I clean rooms.'));
    await submit(world().http, formOf(preview.text));
    await world().sendDue();
    const mails = server.received.map(({ mail }) => `${mail.subject ?? ''}: ${mail.text ?? ''}`);
    expect(mails).to.have.length(2);
    for (const { mail } of server.received) expect(shown).to.include(mail.text);
    const [mayor = ''] = mails.filter((mail) => mail.includes('Dear Mayor'));
    expect(mayor).to.match(/^Please put it on the agenda: Dear Mayor Lindqvist,\n\nI clean rooms\.\n\nAs mayor/);
  });

  it('stay what they were when the campaign’s letters change before they are sent', async () => {
    expect((await act(ana)).status).to.equal(201);
    const copy = changed(RULE.replace(/letters:[^]*/, ''));
    await changeCampaign(world(), copy);
    await world().sendDue();
    expect(server.received.map(({ mail }) => mail.text ?? '').join()).to.include('As mayor you can put this');
  });

  it('cannot be replaced by one text, but one of them can', async () => {
    const text = 'All mine.';
    const refused = await act(ana, { letter: { text } });
    expect([refused.status, JSON.stringify(refused.body)]).to.satisfy(
      ([status, body]: [number, string]) => status === 422 && body.includes('These offices get different letters'),
    );
    const offices = [`${COUNCIL}/mayor`];
    expect((await act(ana, { letter: { text }, offices })).status).to.equal(201);
    const offered = 'As mayor you can put this on the agenda.';
    expect((await act(ben, { letter: { text: offered }, offices })).status).to.equal(201);
    const rows = await query<{ text: string | null }>(world().db, 'SELECT text FROM actions ORDER BY id');
    expect(
      rows.map((row) => row.text),
      'what is offered is no text of one’s own',
    ).to.deep.equal([text, null]);
  });

  it('leave out who supports already, and tell the supporter why', async () => {
    const page = decode(await openForm());
    expect(page).to.include('You need not write to').and.to.include(SAY);
    expect(page).to.include('Sits in the Harbourview City Council.');
    const { letters } = (await act(ana)).body as { letters: readonly { office: string }[] };
    expect(letters.map(({ office }) => office)).to.not.include(`${COUNCIL}/ward-2`);
    expect(letters).to.have.length(3);
    const refused = await act(ben, { offices: [`${COUNCIL}/ward-2`] });
    expect(refused.status).to.equal(422);
  });

  it('are previewed for a folder: who, why, which letter, and who is left out', async () => {
    const read = await readCampaignFolder(changed(), await world().roster.get());
    const { places } = await createFolderPreview(world())(read, { postalCode: '80202' });
    const [place] = places;
    expect(place?.letters.map(({ to, why, version }) => `${to}: ${why}, ${version}`)).to.deep.equal([
      'Mara Lindqvist: Sits in the Harbourview City Council, letter-mayor.hbs',
      'Tobias Adeyemi: Sits in the Harbourview City Council, letter.hbs',
      'Jonah Whitfield: Sits in the Harbourview City Council, letter.hbs',
    ]);
    expect(place?.excluded).to.deep.equal([{ office: `${COUNCIL}/ward-2`, name: 'Ines Okonkwo-Reyes', say: SAY }]);
    expect([place?.vacant.length, place?.fallback]).to.deep.equal([1, 0]);
  });

  it('are checked like letter.hbs, each in its own file', async () => {
    const faultsOf = async (change: (copy: string) => void, rule = RULE): Promise<string> => {
      const copy = changed(rule);
      change(copy);
      const error: unknown = await readCampaignFolder(copy, await world().roster.get()).catch(
        (thrown: unknown) => thrown,
      );
      return (error as Error).message.replaceAll(`${copy}/`, '');
    };
    const broken = MAYOR_LETTER.replace('salutation', 'salutaton');
    expect(
      await faultsOf((copy) => {
        writeFileSync(join(copy, 'letter-mayor.hbs'), broken);
      }),
    ).to.equal(
      'letter-mayor.hbs:1:8 letter: there is no merge field {{target.salutaton}}; the nearest is {{target.salutation}}',
    );
    const nothing = (): void => undefined;
    expect(await faultsOf(nothing, RULE.replace('letter-mayor.hbs', 'letter-major.hbs'))).to.match(
      /^campaign\.yaml:\d+:\d+ letters\[0\]\.file: letter-major\.hbs is missing in this folder$/,
    );
    expect(await faultsOf(nothing, RULE.replace('letter-mayor.hbs', '../x.hbs'))).to.match(
      /letters\[0\]\.file: must be the name of a file such as letter-opponents\.hbs$/,
    );
    expect(
      await faultsOf(
        nothing,
        RULE.replace('on the agenda }', '"on {{target.name}}" }').replace('Please put it "', '"'),
      ),
    ).to.match(/^campaign\.yaml:\d+:\d+ letters\[0\]\.subject: .*\{\{target\.name\}\} may stand only in the greeting/);
    expect(await faultsOf(nothing, RULE.replace(`office: ${COUNCIL}/mayor`, ''))).to.match(
      /letters\[0\]\.when: says of nobody/,
    );
  });
});

describe('a preview of a folder at a split code', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  const folder = useFolder();

  it('shows every answer, or the one that is given', async () => {
    const copy = copyCampaign(folder(), 'reauthorize-tvpa', {
      'campaign.yaml': (text) => text.replace('    - us-house\n', ''),
    });
    const read = await readCampaignFolder(copy, await world().roster.get());
    const preview = createFolderPreview(world());
    const all = await preview(read, { postalCode: '57717' });
    expect(all.places.map(({ chosen, letters }) => `${chosen.join()} ${letters.length}`)).to.have.length.above(1);
    const one = await preview(read, { postalCode: '57717', district: all.places[0]?.chosen[0] });
    expect(one.places).to.deep.equal(all.places.slice(0, 1));
  });
});
