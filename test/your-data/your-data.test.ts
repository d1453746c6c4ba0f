import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { keptData } from '../../src/people/index.js';
import { query } from '../../src/platform/db.js';
import { changeCampaign, copyCampaign } from '../support/campaign-copies.js';
import { linkIn, only, useMailing } from '../support/mailing.js';
import { formOf, submit, textsOf } from '../support/pages.js';
import { ana, ben, CITY, DAY, HOUR, MINUTE, useFolder, useWorld, type World } from '../support/world.js';

const ask = (world: World, email: string) => world.http.post('/your-data').type('form').send({ email });

describe('what is kept of a person, by a link mailed to them', () => {
  const { world, server, act, look } = useMailing();
  /** Asks for the link and answers the mails that came of it. */
  const asking = async (email: string) => {
    const page = await ask(world(), email);
    await world().errands.idle();
    const mails = server().received.splice(0);
    return { page, mails };
  };
  const linkFor = async (email: string) => linkIn(only((await asking(email)).mails), '/your-data/');
  const folder = useFolder();
  /** Ana writes in a campaign of another organization, too. */
  const actElsewhere = async (): Promise<void> => {
    const of = (text: string) => text.replaceAll('harbourview-safe-stays', 'elm-street-neighbours');
    const copy = copyCampaign(folder(), CITY, { 'campaign.yaml': of });
    const other = join(folder(), 'elm-street');
    renameSync(copy, other);
    await changeCampaign(world(), other);
    const body = { supporter: { ...ana, street: '12 Elm Street' } };
    await world().http.post('/api/v1/campaigns/elm-street/actions').send(body).expect(201);
  };
  const notes = () =>
    query<{ who: string; did: string }>(world().db, `SELECT who, did FROM audit_entries WHERE who = 'the person'`);

  it('is one page whoever has the address, and a mail only to who is known, three in a day', async () => {
    await act();
    const stranger = await asking('nobody@supporter.example');
    expect(stranger.mails).to.have.length(0);
    // Typed another way; the mail goes to the address that was given with the letter.
    const known = await asking('ANA.lima@supporter.example');
    expect(only(known.mails).envelope.to).to.deep.equal([ana.email]);
    expect(known.page.status).to.equal(stranger.page.status);
    expect(known.page.text.replace('ANA.lima', 'nobody')).to.equal(stranger.page.text);
    expect(known.page.headers['set-cookie']).to.equal(undefined);
    for (const mails of [1, 1, 0]) expect((await asking(ana.email)).mails).to.have.length(mails);
    world().moveClock(DAY);
    expect((await asking(ana.email)).mails).to.have.length(1);
    expect((await ask(world(), 'ana')).status).to.equal(422);
  });

  it('shows what every organization keeps, and changes nothing by being looked at', async () => {
    await act({ letter: { own_words: 'I live here.' }, opt_ins: { 'harbourview-safe-stays': true } });
    await actElsewhere();
    await act({ supporter: ben });
    const link = await linkFor(ana.email);
    expect(link).not.to.contain('lima');
    for (let looks = 0; looks < 2; looks += 1) {
      const { text } = await world().http.get(link).expect(200);
      expect(text).to.contain('Ana Lima').and.contain('12 Elm Street').and.contain('words of your own');
      expect(text).not.to.contain(ben.email);
    }
    await world().http.get(`${link}/erase`).expect(200);
    expect(await notes()).to.deep.equal([]);
    const page = (await world().http.get(link)).text;
    const file = await submit(world().http, formOf(page, 'Download the file'));
    expect(file.headers['content-disposition']).to.contain('attachment');
    const { organizations } = JSON.parse(file.text) as { organizations: { email: string; actions: object[] }[] };
    expect(organizations.map(({ email, actions }) => [email, actions.length])).to.deep.equal([
      [ana.email, 1],
      [ana.email, 1],
    ]);
    expect(JSON.stringify(organizations)).to.contain('I live here.');
    world().moveClock(HOUR + MINUTE);
    await world().http.get(link).expect(404);
  });

  it('is erased by them everywhere: letters that wait are withdrawn, the keyed proof stays, the link ends', async () => {
    await act();
    await actElsewhere();
    await act({ supporter: ben });
    const link = await linkFor(ana.email);
    const question = await world().http.get(`${link}/erase`);
    expect(question.text).to.contain('cannot be undone').and.contain('not left yet');
    const done = await submit(world().http, formOf(question.text, 'Erase my data for good'));
    expect(done.headers['location']).to.equal('/your-data/erased');
    await world().http.get('/your-data/erased').expect(200);
    expect(await query(world().db, `SELECT email FROM supporters WHERE email <> ''`)).to.deep.equal([
      { email: ben.email },
    ]);
    const withdrawn = await query(
      world().db,
      `SELECT DISTINCT actor FROM delivery_events WHERE to_state = 'cancelled'`,
    );
    expect(withdrawn).to.deep.equal([{ actor: 'supporter' }]);
    const proofs = await query<{ digest: string; why: string }>(
      world().db,
      'SELECT address_digest AS digest, why FROM erasures',
    );
    expect(proofs.map(({ why }) => why)).to.deep.equal(['by-themselves', 'by-themselves']);
    expect(new Set(proofs.map(({ digest }) => digest)).size).to.equal(1);
    expect((await notes()).map(({ did }) => did)).to.deep.equal(['erased their own data', 'erased their own data']);
    await world().http.get(link).expect(404);
    expect(await look(ana.email)).to.have.length(0);
    expect((await asking(ana.email)).mails).to.have.length(0);
  });

  it('is opened by no link that was changed, or was made for another address of the row', async () => {
    await act();
    const link = await linkFor(ana.email);
    const later = link.replace(/\.(\w+)\./, (_, until: string) => `.${(parseInt(until, 36) + DAY).toString(36)}.`);
    await world().http.get(later).expect(404);
    await world().db('supporters').update({ email: 'other@supporter.example', email_key: 'other@supporter.example' });
    await world().http.get(link).expect(404);
    await world().http.post(`${link}/erase`).expect(404);
    await world().http.post(`${link}/file`).expect(404);
  });
});

describe('what is kept of people in general', () => {
  const world = useWorld();

  it('is said on one public page, with the periods that each organization chose', async () => {
    const periods = { keep_texts_days: 33, keep_people_days: 0 };
    await world().db('organizations').where({ slug: 'harbourview-safe-stays' }).update(periods);
    const { text, headers } = await world().http.get('/privacy').expect(200);
    expect(headers['set-cookie']).to.equal(undefined);
    const [, section = ''] = /<h3>Harbourview Safe Stays[^]*?<dl>([^]*?)<\/dl>/.exec(text) ?? [];
    expect(textsOf(section, /<dd>(.*?)<\/dd>/g).slice(0, 3)).to.deep.equal(['7 days', '33 days', 'no limit']);
    for (const { what } of keptData.filter(({ of }) => of === 'supporters')) expect(text).to.contain(what);
    expect((await world().http.get(`/c/${CITY}`)).text).to.contain('href="/privacy"');
  });
});

describe('what is kept of a person, where no mail can be sent', () => {
  const world = useWorld({ keepsStarterPlaces: true });

  it('is asked of the organizations, and the request is noted nowhere', async () => {
    await world().http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter: ana }).expect(201);
    const { text } = await ask(world(), ana.email).expect(200);
    await world().errands.idle();
    expect(text).to.contain('Harbourview Safe Stays').and.not.contain(ana.email);
    expect(await query(world().db, 'SELECT address_key FROM data_links')).to.deep.equal([]);
    expect(await query(world().db, `SELECT key FROM account_tries`)).to.deep.equal([]);
  });
});
