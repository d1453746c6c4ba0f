import { expect } from 'chai';
import { listWaitingPages, touchCoalitions } from '../../src/partners/index.js';
import { COALITION, seedCoalition, type SeededCoalition } from '../support/coalition.js';
import { decode, faultsOf, formOf, tagOf } from '../support/pages.js';
import { pngOf, showPage, TEACHERS_PAGE } from '../support/partner-pages.js';
import { CITY, NATIONAL, useWorld } from '../support/world.js';

const ROOT = '/coalitions/safe-harbourview';
const PAGE = `${ROOT}/page`;

const typed = {
  intro: 'We teach here.\r\n\r\nPlease write.',
  opt_in_text: TEACHERS_PAGE.optInText,
  accent: '#8A1C4A',
  website: 'https://teachers.example/',
  privacy_url: 'https://teachers.example/privacy',
};

describe('a partner’s page in the console', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  const publicPage = async (): Promise<string> => (await world().http.get(`/c/${CITY}/p/teachers`).expect(200)).text;
  const decide = ({ lead, teachers }: SeededCoalition, fields: Record<string, string>) =>
    lead.owner.post(`${PAGE}/partners/${teachers.partnerId}/decide`, fields);

  it('is shown when the lead approved it, and the one before stays meanwhile', async () => {
    const seeded = await seedCoalition(world());
    const { lead, teachers } = seeded;
    const partners = `${PAGE}/partners`;
    expect((await teachers.owner.post(PAGE, typed)).status).to.equal(303);
    expect(await publicPage()).not.to.include('We teach here.');
    expect(await lead.owner.get(partners)).to.include('Waits for you');
    expect((await decide(seeded, { choice: 'approve', number: '1' })).status).to.equal(303);
    expect(await publicPage()).to.include('<p>We teach here.</p>\n<p>Please write.</p>');

    await teachers.owner.post(PAGE, { ...typed, intro: 'We teach in the evening.' });
    expect(await publicPage(), 'the one before stays').to.include('We teach here.');
    const look = decode(await lead.owner.get(`${partners}/${teachers.partnerId}`));
    expect(look).to.match(/diff-removed[\s\S]*We teach here\.[\s\S]*diff-added[\s\S]*We teach in the evening\./);
    const preview = await lead.owner.get(`${partners}/${teachers.partnerId}/preview?version=2&campaign=${CITY}`);
    expect(preview).to.include('We teach in the evening.');

    const bare = await decide(seeded, { choice: 'refuse', number: '2', reason: ' ' });
    expect([bare.status, faultsOf(bare.text)[0]?.id]).to.deep.equal([422, 'refuse-reason']);
    await decide(seeded, { choice: 'refuse', number: '2', reason: 'Please name the school.' });
    await world().errands.idle();
    expect(decode(await teachers.owner.get(PAGE))).to.include('Harbourview Safe Stays says: “Please name the school.”');
    expect(await publicPage()).to.include('We teach here.');
    expect((await decide(seeded, { choice: 'approve', number: '2' })).status, 'decided already').to.equal(409);

    await decide(seeded, { choice: 'withdraw', number: '1', reason: 'The school asked for it.' });
    expect(await publicPage()).not.to.include('We teach here.');
    const states = await world().db('partner_page_versions').orderBy('number').pluck<string[]>('state');
    expect(states).to.deep.equal(['withdrawn', 'refused']);
  });

  it('is live at once for the lead, and where nobody approves; the same again is no new version', async () => {
    const { lead, teachers, coalition } = await seedCoalition(world());
    await lead.owner.post(PAGE, { ...typed, intro: 'Neighbours.' });
    expect((await world().http.get(`/c/${CITY}/p/stays`)).text).to.include('Neighbours.');
    await world().db('coalitions').where({ id: coalition.id }).update({ approves_pages: 0 });
    await touchCoalitions(world().db);
    world().coalitions.forget();
    for (const intro of ['First.', 'Second.', 'Second.']) await teachers.owner.post(PAGE, { ...typed, intro });
    const partner = { partner_id: teachers.partnerId };
    const states = await world().db('partner_page_versions').where(partner).orderBy('number').pluck<string[]>('state');
    expect(states).to.deep.equal(['replaced', 'live']);
  });

  it('names each fault, offers a shade that can be read, and loses nothing', async () => {
    const { teachers } = await seedCoalition(world());
    const wrong = { ...typed, accent: '#ffcc00', website: 'teachers.example', privacy_url: '' };
    const answer = await teachers.owner.post(PAGE, wrong);
    expect(answer.status).to.equal(422);
    expect(faultsOf(answer.text).map(({ id }) => id)).to.deep.equal(['accent', 'website', 'privacy_url']);
    expect(faultsOf(answer.text)[0]?.message).to.match(
      /has a contrast of 1\.3 : 1; text needs 4\.5 : 1\. .* #[0-9a-f]{6}\.$/,
    );
    expect(tagOf(answer.text, 'accent')).to.include('value="#ffcc00"');
    expect(decode(answer.text)).to.include('We teach here.\n\nPlease write.');
    expect(answer.text).to.include('name="accent_instead" value="#ffcc00"');
    const again = await teachers.owner.post(PAGE, { ...typed, accent: '#ffcc00', accent_instead: '#ffcc00' });
    expect(again.status).to.equal(303);
    const [saved] = await world().db('partner_page_versions').pluck<string[]>('accent');
    expect(saved)
      .to.match(/^#[0-9a-f]{6}$/)
      .and.not.equal('#ffcc00');
  });

  it('refuses texts whose letters would be turned round or not be seen', async () => {
    const { teachers } = await seedCoalition(world());
    const wrong = { ...typed, intro: 'Two\nlines\u202e.', opt_in_text: 'Yes\u2066 no.' };
    const answer = await teachers.owner.post(PAGE, wrong);
    expect(faultsOf(answer.text).map(({ id }) => id)).to.deep.equal(['intro', 'opt_in_text']);
    expect((await teachers.owner.post(PAGE, { ...typed, intro: 'One\tline.\n\nAnother.' })).status).to.equal(303);
  });

  it('waits for nobody once its partner was removed', async () => {
    const { lead, teachers } = await seedCoalition(world());
    await teachers.owner.post(PAGE, typed);
    expect(await lead.owner.get(`${PAGE}/partners`)).to.include('Waits for you');
    expect(await listWaitingPages(world().db, (await world().coalitions.get(COALITION)).id)).to.have.length(1);
    await lead.owner.post(`${ROOT}/members/${teachers.partnerId}/remove`, { reason: 'It asked for it.' });
    expect(await lead.owner.get(`${PAGE}/partners`)).not.to.include('Waits for you');
    expect(await listWaitingPages(world().db, (await world().coalitions.get(COALITION)).id)).to.deep.equal([]);
    const decided = { choice: 'approve', number: '1' };
    expect((await lead.owner.post(`${PAGE}/partners/${teachers.partnerId}/decide`, decided)).status).to.equal(404);
  });

  it('takes a logo, keeps it over a fault elsewhere, and refuses what only calls itself a picture', async () => {
    const { teachers, lead } = await seedCoalition(world());
    const { http, base, csrf } = teachers.owner;
    const send = (fields: Record<string, string>, file: Buffer, name = 'logo.png') => {
      const sent = http.post(base + PAGE).attach('logo', file, { filename: name, contentType: 'image/png' });
      for (const [field, value] of Object.entries({ ...fields, csrf })) void sent.field(field, value);
      return sent;
    };
    const svg = await send(typed, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'));
    expect([svg.status, faultsOf(svg.text)[0]?.id]).to.deep.equal([422, 'logo']);
    expect(decode(svg.text)).to.include('We teach here.');
    const large = await send(typed, Buffer.concat([pngOf(10, 10), Buffer.alloc(250_000)]));
    expect(faultsOf(large.text)[0]?.message).to.match(/choose one of 200 KB/);
    const picture = pngOf(120, 40);
    const faulty = await send({ ...typed, website: 'nowhere' }, picture);
    const { fields } = formOf(faulty.text, 'Save');
    expect(fields['logo_id']?.[0]).to.match(/^[0-9a-f]{64}$/);
    const saved = await teachers.owner.post(PAGE, { ...typed, logo_id: fields['logo_id']?.[0] });
    expect(saved.status).to.equal(303);
    await decide({ lead, teachers } as SeededCoalition, { choice: 'approve', number: '1' });
    const logo = /\/logo\/[0-9a-f]{64}/.exec(await publicPage())?.[0] ?? '';
    const shown = await world().http.get(logo).expect(200);
    const { headers } = shown;
    expect(headers).to.include({ 'content-type': 'image/png', 'x-content-type-options': 'nosniff' });
    expect(headers['cache-control']).to.include('immutable');
    expect(Buffer.compare(shown.body as Buffer, picture)).to.equal(0);
    for (const id of ['0'.repeat(64), '..%2Fetc', 'x'])
      expect((await world().http.get(`/logo/${id}`)).status).to.equal(404);
    const other = await http
      .post(base + PAGE)
      .set('Content-Type', 'multipart/form-data; boundary=x')
      .send('--y\r\n');
    expect(other.status).to.equal(400);
  });

  it('shows the preview of what is typed and stores nothing', async () => {
    const { teachers } = await seedCoalition(world());
    const { text, headers } = await teachers.owner.post(`${PAGE}/preview`, { ...typed, campaign: CITY });
    expect(text).to.include('<p>We teach here.</p>').and.include('/partner-style/8a1c4a.css');
    expect(headers['content-security-policy']).to.include("frame-ancestors 'self'").and.include("form-action 'none'");
    expect(await world().db('partner_page_versions').pluck('id')).to.deep.equal([]);
  });

  it('is decided by the lead alone, among the coalition’s own partners and campaigns', async () => {
    const { lead, teachers, chamber } = await seedCoalition(world());
    await showPage(world(), 'chamber');
    const one = `${PAGE}/partners/${chamber.partnerId}`;
    for (const path of [`${PAGE}/partners`, one, `${one}/preview`])
      expect((await teachers.owner.http.get(teachers.owner.base + path)).status, path).to.equal(403);
    expect(
      (await teachers.owner.post(`${one}/decide`, { choice: 'withdraw', number: '1', reason: 'x' })).status,
    ).to.equal(403);
    const gone = [
      `${PAGE}/preview?campaign=${NATIONAL}`,
      `${PAGE}/partners/nobody`,
      `${ROOT}/links/${NATIONAL}/qr.svg`,
    ];
    await showPage(world(), 'stays');
    for (const path of gone) expect((await lead.owner.http.get(lead.owner.base + path)).status, path).to.equal(404);
  });

  it('has links, codes to print and code to embed, with what came by each', async () => {
    const { teachers } = await seedCoalition(world());
    await world().http.get(`/c/${CITY}/p/teachers.flyer`).set('User-Agent', 'Mozilla/5.0');
    await world().viewCounter.flush();
    const links = `${ROOT}/links`;
    const html = decode(await teachers.owner.get(`${links}?sub=Flyer`));
    const base = world().config.BASE_URL;
    expect(html)
      .to.include(`${base}/c/${CITY}/p/teachers.flyer`)
      .and.include(`${base}/c/${CITY}?source=teachers.flyer`);
    expect(html).to.include(`<iframe src="${base}/embed/${CITY}?source=teachers.flyer"`);
    expect(html).to.match(/teachers\.flyer<\/th><td[^>]*>0<\/td><td[^>]*>1</);
    const wrong = await teachers.owner.http.get(`${teachers.owner.base}${links}?sub=a.b`);
    expect([wrong.status, faultsOf(wrong.text)[0]?.id]).to.deep.equal([422, 'sub']);
    const file = (name: string) => teachers.owner.http.get(`${teachers.owner.base}${links}/${CITY}/${name}?sub=flyer`);
    const svg = await file('qr.svg');
    expect(svg.headers['content-disposition']).to.include(`qr-${CITY}-teachers.flyer.svg`);
    expect((svg.body as Buffer).toString()).to.match(/^<svg /);
    expect(((await file('qr.png')).body as Buffer).subarray(1, 4).toString()).to.equal('PNG');
  });
});
