import { expect } from 'chai';
import { copyCampaign, changeCampaign } from '../support/campaign-copies.js';
import { officeKey } from '../../src/reports/index.js';
import { signIn } from '../support/organizers.js';
import { formOf, submit } from '../support/pages.js';
import { ana, ben, CITY, NATIONAL, useFolder, useWorld } from '../support/world.js';

const PAGE = `/campaigns/${CITY}/offices/quotations`;
const REPORT = `/campaigns/${CITY}/offices/${officeKey('harbourview-city-council/ward-1')}`;
const words = 'My sister worked at the <front desk> and nobody had told her.';

describe('own words that may be quoted', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  const folder = useFolder();

  const ask = async (): Promise<void> => {
    await changeCampaign(world(), copyCampaign(folder(), CITY, { 'campaign.yaml': (text) => `${text}\nquotes: {}\n` }));
  };
  const write = async (supporter: object, letter: object): Promise<string> => {
    const answer = await world().http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter, letter }).expect(201);
    return new URL((answer.body as { receipt_url: string }).receipt_url).pathname;
  };

  it('are asked for by boxes that nobody ticked, and only where the campaign asks', async () => {
    const find = async () => world().http.post(`/c/${CITY}/find`).type('form').send({ postal_code: '90210' });
    expect((await find()).text).not.to.contain('May we quote you?');
    await ask();
    const { text } = await find();
    expect(text).to.contain('May we quote you?');
    expect(formOf(text, 'Send my 4 letters').fields).not.to.have.any.keys('may_quote', 'quote_name');
    await submit(world().http, formOf(text, 'Send my 4 letters'), { ...ben, own_words: words, may_quote: 'true' });
    const [{ consent }] = (await world().db('quotations').select<{ consent: string }[]>('consent')) as [
      { consent: string },
    ];
    expect(consent).to.match(/may quote my own words in reports to these offices\. I stay “a constituent”\.$/);
  });

  it('stand in a report once somebody chose them, without a name unless that was ticked too', async () => {
    await ask();
    const olga = await signIn(world(), { campaign: CITY });
    await write(ana, { own_words: words, may_quote: true });
    await write(ben, { own_words: 'Named words.', may_quote: true, quote_name: true });
    await write({ ...ben, email: 'no@supporter.example' }, { own_words: 'Never shown.' });
    expect(await olga.get(REPORT)).not.to.contain('In their own words');
    const list = await olga.get(PAGE);
    expect(list).to.contain('Named words.').and.to.contain('Ben, 90210').and.not.to.contain('Never shown.');
    for (const id of list.matchAll(/name="quotation" value="(\w+)"/g))
      await olga.post(`${PAGE}/decide`, { quotation: id[1] ?? '', from: 'new', to: 'shown' });
    const report = await olga.get(REPORT);
    expect(report)
      .to.contain('the &lt;front desk&gt; and')
      .and.to.contain('A constituent')
      .and.to.contain('Ben, 90210');
    expect(report).not.to.contain('Ana').and.not.to.contain('Lima').and.not.to.contain('Okafor');
    const named = /Named words\.[\s\S]*?name="quotation" value="(\w+)"/.exec(
      await olga.get(`${PAGE}?state=shown`),
    )?.[1];
    await olga.post(`${PAGE}/decide`, { quotation: named ?? '', from: 'shown', to: 'hidden' });
    expect(await olga.get(REPORT)).not.to.contain('Named words.');
  });

  it('disappear when the supporter takes the consent back or the letter, and no organizer can undo that', async () => {
    await ask();
    const olga = await signIn(world(), { campaign: CITY });
    const receipt = await write(ana, { own_words: words, may_quote: true });
    const [{ id }] = (await world().db('quotations').select<{ id: string }[]>('id')) as [{ id: string }];
    const show = () => olga.post(`${PAGE}/decide`, { quotation: id, from: 'new', to: 'shown' });
    expect((await show()).status).to.equal(303);
    expect(await olga.get(REPORT)).to.contain('In their own words');
    const page = (await world().http.get(receipt)).text;
    expect(page).to.contain('Your own words may be quoted');
    expect((await submit(world().http, formOf(page, 'Do not quote me'))).status).to.equal(303);
    expect((await world().http.get(receipt)).text).not.to.contain('may be quoted');
    expect(await olga.get(REPORT)).not.to.contain('In their own words');
    expect((await show()).status).to.equal(404);
  });

  it('are decided on only by those who may read letters, in their own organization', async () => {
    await ask();
    await write(ana, { own_words: words, may_quote: true });
    const [{ id }] = (await world().db('quotations').select<{ id: string }[]>('id')) as [{ id: string }];
    const choice = { quotation: id, from: 'new', to: 'shown' };
    const foreign = await signIn(world(), { campaign: NATIONAL });
    const theirs = `/campaigns/${NATIONAL}/offices/quotations/decide`;
    expect((await foreign.post(theirs, choice)).status).to.equal(404);
    const analyst = await signIn(world(), { campaign: CITY, role: 'analyst' });
    expect((await analyst.post(`${PAGE}/decide`, choice)).status).to.equal(403);
    await analyst.http.get(analyst.base + PAGE).expect(403);
  });
});
