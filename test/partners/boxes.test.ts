import { expect } from 'chai';
import fc from 'fast-check';
import { drawPartner, mayTakeConsent, offeredPartners, type AskingPartner } from '../../src/partners/offered-boxes.js';
import { savePage, SHARING, type Coalition, type Partner, type Sharing } from '../../src/partners/index.js';
import { writing } from '../../src/platform/db.js';
import { insertAgreement } from '../../src/partners/store-changes.js';
import { seedCoalition } from '../support/coalition.js';
import { formOf, pressing, submit } from '../support/pages.js';
import { showPage, TEACHERS_PAGE } from '../support/partner-pages.js';
import {
  act,
  ask,
  askBoth,
  boxesOn,
  change,
  codesOn,
  consentsIn,
  letterPage,
  sendTicked,
  textOf,
} from '../support/partner-people.js';
import { CITY, DAY, HOUR, useWorld } from '../support/world.js';

const TEACHERS = textOf('Harbourview Teachers');
const CHAMBER = textOf('Harbourview Chamber');

describe('the boxes of a coalition’s partners', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  const seed = async (sharing: Sharing) => {
    const seeded = await seedCoalition(world(), { sharing });
    return { ...seeded, versions: await askBoth(world(), seeded) };
  };

  it('show those who come by its link just that partner’s box, where each gets its own recruits', async () => {
    const { versions } = await seed('own_recruits');
    const page = await letterPage(world(), 'teachers.newsletter');
    expect(boxesOn(page)).to.deep.equal([`teachers@${versions.teachers}`]);
    expect(page).to.include(TEACHERS).and.not.include(CHAMBER);
    expect(page).to.match(/aria-label="Privacy of Harbourview Teachers"/);
    expect(page, 'unticked').not.to.match(/name="opt_in"[^>]*checked/);
    expect(page).to.include('because you came by its link');
    expect(codesOn(await letterPage(world()))).to.deep.equal([]);
    expect(codesOn(await letterPage(world(), 'faith'))).to.deep.equal([]);
    await sendTicked(world(), page, boxesOn(page));
    expect(await consentsIn(world())).to.deep.equal([{ code: 'teachers', text: TEACHERS }]);
    await act(world(), { name: 'ben', source: 'chamber', optIns: ['teachers', 'chamber', 'nobody'] });
    expect((await consentsIn(world())).map(({ code }) => code)).to.deep.equal(['chamber', 'teachers']);
    await act(world(), { name: 'cleo', optIns: ['teachers', 'chamber'] });
    expect(await consentsIn(world())).to.have.length(2);
  });

  it('stand all on the page where each gets who agrees, the one that brought the person first', async () => {
    await seed('all_consented');
    const page = await letterPage(world(), 'chamber');
    expect(codesOn(page)).to.deep.equal(['chamber', 'teachers']);
    expect(page).to.match(/<summary>1 other organization of this campaign<\/summary>[\s\S]*teachers@/);
    await sendTicked(world(), page, boxesOn(page));
    await act(world(), { name: 'ben', optIns: ['teachers'] });
    const codes = (await consentsIn(world())).map(({ code }) => code);
    expect(codes).to.deep.equal(['chamber', 'teachers', 'teachers']);
    const none = await letterPage(world());
    expect(none).to.include('<summary>Hear from 2 organizations of this campaign</summary>');
  });

  it('is one that is drawn by lot and stays, where people are shared in proportion', async () => {
    await seed('proportional');
    const page = await letterPage(world());
    const [box = ''] = boxesOn(page);
    expect(boxesOn(page)).to.have.length(1);
    expect(page).to.include('drawn by lot');
    const other = box.startsWith('teachers') ? 'chamber' : 'teachers';
    for (let turn = 0, html = page; turn < 6; turn += 1) {
      const faulty = await submit(world().http, pressing(formOf(html, 'Preview'), 'Preview'), { opt_in: [box] });
      expect(boxesOn(faulty.text), 'through all steps').to.deep.equal([box]);
      expect(faulty.text).to.match(/name="opt_in" value="[^"]+" checked/);
      html = faulty.text;
    }
    // A box that the lot did not fall on is taken from no form, and from no program.
    await sendTicked(world(), page, [box, other]);
    await act(world(), { name: 'ben', optIns: ['teachers', 'chamber'] });
    await act(world(), { name: 'cleo', source: other, optIns: ['teachers', 'chamber'] });
    expect((await consentsIn(world())).map(({ code }) => code).sort()).to.deep.equal(['chamber', 'teachers']);
    expect(codesOn(await letterPage(world(), 'teachers'))).to.deep.equal(['teachers']);
  });

  it('are not there, and nothing is stored, where partners get numbers only', async () => {
    const { versions } = await seed('none');
    const page = await letterPage(world(), 'teachers');
    expect(boxesOn(page)).to.deep.equal([]);
    expect(page).not.to.include('partner-boxes');
    await sendTicked(world(), page, [`teachers@${versions.teachers}`]);
    await act(world(), { name: 'ben', source: 'teachers', optIns: ['teachers'] });
    expect(await consentsIn(world())).to.deep.equal([]);
  });

  it('are told by the API, each with the source that it is taken from', async () => {
    const { coalition, versions } = await seed('own_recruits');
    const listed = async (): Promise<object[]> =>
      ((await world().http.get(`/api/v1/campaigns/${CITY}`)).body as { partner_opt_ins: object[] }).partner_opt_ins;
    const teachers = { organization: 'teachers', shown: `teachers@${versions.teachers}`, text: TEACHERS };
    expect((await listed())[0]).to.include({ ...teachers, only_from_source: 'teachers' });
    await change(world(), ['coalitions', coalition.id], { sharing: 'all_consented' });
    expect((await listed()).map((one) => (one as { only_from_source: unknown }).only_from_source)).to.deep.equal([
      null,
      null,
    ]);
    await change(world(), ['coalitions', coalition.id], { sharing: 'none' });
    expect(await listed()).to.deep.equal([]);
  });

  it('store the text that was shown, also where a new one went live meanwhile, for a day', async () => {
    const { teachers, versions } = await seed('own_recruits');
    const page = await letterPage(world(), 'teachers');
    world().moveClock(HOUR);
    await ask(world(), teachers.partnerId, { name: 'Harbourview Teachers', number: 2, text: 'A newer text.' });
    await sendTicked(world(), page, boxesOn(page));
    expect(await consentsIn(world())).to.deep.equal([{ code: 'teachers', text: TEACHERS }]);
    expect(await letterPage(world(), 'teachers')).to.include('A newer text.');
    await act(world(), { name: 'ben', source: 'teachers', optIns: ['teachers'] });
    world().moveClock(DAY);
    await act(world(), { name: 'cleo', source: 'teachers', optIns: [`teachers@${versions.teachers}`] });
    const texts = (await consentsIn(world())).map(({ text }) => text);
    expect(texts).to.deep.equal([TEACHERS, 'A newer text.']);
  });

  it('store a text that a saved page replaced meanwhile, and none that was replaced while it waited', async () => {
    const { teachers, coalition } = await seedCoalition(world());
    const versions = async (): Promise<string[]> =>
      world().db('partner_page_versions').where({ partner_id: teachers.partnerId }).orderBy('number').pluck('id');
    await showPage(world(), 'teachers', { optInText: 'The first text.' });
    const page = await letterPage(world(), 'teachers');
    const partner = coalition.partners.find(({ code }) => code === 'teachers') ?? expect.fail();
    await savePage(world(), { coalition, partner }, { ...TEACHERS_PAGE, optInText: 'Never approved.' });
    await showPage(world(), 'teachers', { optInText: 'The second text.' });
    await sendTicked(world(), page, boxesOn(page));
    const [, never] = await versions();
    await act(world(), { name: 'ben', source: 'teachers', optIns: [`teachers@${never ?? ''}`] });
    expect(await consentsIn(world())).to.deep.equal([{ code: 'teachers', text: 'The first text.' }]);
  });

  it('take no text that waits for the lead, or was refused, or is another partner’s', async () => {
    const { teachers, chamber, versions } = await seed('all_consented');
    const name = 'Harbourview Teachers';
    const waiting = await ask(world(), teachers.partnerId, { name, number: 2, state: 'waiting', text: 'Waits.' });
    const refused = await ask(world(), chamber.partnerId, { name, number: 2, state: 'refused', text: 'Refused.' });
    const optIns = [`teachers@${waiting}`, `chamber@${refused}`];
    await act(world(), { name: 'ben', optIns });
    await act(world(), { name: 'cleo', optIns: [`teachers@${versions.chamber}`] });
    expect(await consentsIn(world())).to.deep.equal([]);
  });

  it('are gone once a partner left, or has not accepted the newest agreement', async () => {
    const { coalition, teachers, chamber } = await seed('all_consented');
    const page = await letterPage(world(), 'teachers');
    await change(world(), ['partners', teachers.partnerId], { state: 'left', left_at: world().clock.now() });
    expect(codesOn(await letterPage(world(), 'teachers'))).to.deep.equal(['chamber']);
    const agreement = { id: world().ids.next(), coalitionId: coalition.id, text: 'New words.', who: 'Olga' };
    await writing(world().db, (trx) => insertAgreement(trx, { ...agreement, createdAt: world().clock.now() }));
    world().coalitions.forget();
    expect(chamber.partnerId).not.to.equal('');
    expect(codesOn(await letterPage(world(), 'chamber'))).to.deep.equal([]);
    await sendTicked(world(), page, boxesOn(page));
    await act(world(), { name: 'ben', optIns: ['teachers', 'chamber'] });
    expect(await consentsIn(world())).to.deep.equal([]);
  });
});

describe('whom the sharing rule lets ask', () => {
  const partners = ['stays', 'teachers', 'chamber'].map((code): Partner => ({
    ...{ id: code, coalitionId: 'c', code, name: code, organizationId: `of ${code}`, state: 'joined', members: null },
    ...{ membersOn: null, website: null, privacyUrl: 'https://privacy.example', joinedAt: 0, leftAt: null },
    hasAccepted: true,
    page: { versionId: code, number: 1, intro: '', optInText: 'Yes.', accent: null, logoId: null },
  }));
  const askers = partners as AskingPartner[];

  it('draws each partner as often as it brought people, and shuts nobody out', () => {
    const brought = new Map([
      ['teachers', 7],
      ['chamber', 0],
    ]);
    const drawn = Array.from({ length: 100 }, (_, index) => drawPartner(askers, brought, index / 100));
    const share = (code: string): number => drawn.filter((one) => one === code).length;
    expect([share('stays'), share('teachers'), share('chamber')]).to.deep.equal([10, 80, 10]);
  });

  it('takes from a form only what the page showed, by any rule and source', () => {
    fc.assert(
      fc.property(
        fc.record({
          sharing: fc.constantFrom(...SHARING),
          root: fc.constantFrom('', 'stays', 'teachers', 'elsewhere'),
          hasOwnBox: fc.boolean(),
          lot: fc.nat(2),
          state: fc.constantFrom<Partner['state']>('joined', 'left', 'named', 'invited'),
        }),
        ({ sharing, root, hasOwnBox, lot, state }) => {
          const all = partners.map((one): Partner => (one.code === 'teachers' ? { ...one, state } : one));
          const coalition = { sharing, partners: all } as unknown as Coalition;
          const visit = { root, organizationId: 'of stays', hasOwnBox, drawn: '' };
          const offered = offeredPartners(coalition, visit, (among) => among[lot % among.length]?.code ?? '');
          const shown = [...offered.first, ...offered.others].map(({ code }) => code);
          const taken = all.filter((one) => mayTakeConsent(coalition, { ...visit, drawn: offered.drawn }, one));
          expect(taken.map(({ code }) => code).sort()).to.deep.equal([...shown].sort());
          if (state !== 'joined') expect(shown).not.to.include('teachers');
          if (hasOwnBox) expect(shown).not.to.include('stays');
        },
      ),
    );
  });
});
