import { expect } from 'chai';
import { loadCampaignFolder } from '../../src/campaigns/index.js';
import { ana, ben, CITY, NATIONAL, START, useFolder, useWorld } from '../support/world.js';
import { writeCampaign, YAML } from './folders.js';

type Described = Readonly<Record<string, unknown>> & { readonly slug: string };
type Counts = Readonly<Record<string, unknown>> & {
  readonly letters: Readonly<Record<string, number>>;
  readonly definitions: Readonly<Record<string, string>>;
};

describe('campaigns for programs', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  const folder = useFolder();
  const get = async <Body>(path: string): Promise<Body> =>
    (
      await world()
        .http.get(`/api/v1/campaigns${path}`)
        .expect(200)
        .expect('content-type', /^application\/json/)
    ).body as Body;

  it('are listed with their standing', async () => {
    const { campaigns } = await get<{ campaigns: Described[] }>('');
    expect(campaigns.map(({ slug, status, open }) => `${slug} ${String(status)} ${String(open)}`)).to.have.members([
      `${CITY} open true`,
      `${NATIONAL} missing-data false`,
      'colorado-clear-records missing-data false',
      'uk-supply-chains missing-data false',
    ]);
    for (const campaign of campaigns) expect(await get(`/${campaign.slug}`)).to.deep.equal(campaign);
  });

  it('are listed when they are yet to come or over, but not as drafts', async () => {
    for (const [slug, more] of [
      ['a-draft', 'status: draft'],
      ['paused', 'status: paused'],
      ['to-come', 'opens_at: 2027-04-01'],
      ['over', 'closes_at: 2027-03-01'],
    ] as const) {
      await loadCampaignFolder(world(), writeCampaign(folder(), { 'campaign.yaml': `${YAML}${more}\n` }, slug));
    }
    world().moveClock(2_000);
    const { campaigns } = await get<{ campaigns: Described[] }>('');
    const statuses = Object.fromEntries(campaigns.map(({ slug, status }) => [slug, status]));
    expect(statuses).to.include({ paused: 'paused', 'to-come': 'scheduled', over: 'closed' });
    expect(statuses).not.to.have.property('a-draft');
    expect(await get('/a-draft')).to.include({ status: 'draft', open: false });
  });

  it('say what a supporter has to give and is asked', async () => {
    expect(await get(`/${CITY}`)).to.deep.equal({
      slug: CITY,
      title: 'Train hotel staff in Harbourview to notice trafficking',
      summary:
        'A short training and a hotline notice can turn a front desk into a way out. Ask the Harbourview City Council to require both in every hotel and motel.',
      ask: 'Pass an ordinance that requires trafficking awareness training for hotel staff and a hotline notice in every hotel and motel.',
      organization: 'Harbourview Safe Stays (example)',
      country: 'us',
      goal: 500,
      actions: 0,
      open: true,
      status: 'open',
      outcome: null,
      reason: null,
      missing: [],
      required_fields: ['given_name', 'family_name', 'email', 'postal_code'],
      opt_ins: [
        {
          organization: 'harbourview-safe-stays',
          text: 'Harbourview Safe Stays may write to me about this ordinance. I can stop this at any time.',
        },
      ],
      partner_opt_ins: [],
      url: `${world().config.BASE_URL}/c/${CITY}`,
    });
  });

  it('say what is missing, and how it comes', async () => {
    const { missing, required_fields } = await get<Described>('/colorado-clear-records');
    expect(missing).to.deep.include({
      what: 'the members of the Colorado Senate; the members of the Colorado House of Representatives',
      command: 'clarion data update us',
    });
    expect(required_fields).to.include('street');
  });
});

describe('a campaign’s numbers for programs', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  const counts = async (): Promise<Counts> => {
    const answer = await world().http.get(`/api/v1/campaigns/${CITY}/counts`).expect(200);
    expect(answer.headers['cache-control']).to.equal('no-store');
    return answer.body as Counts;
  };
  const act = (supporter: object, more: object = {}) =>
    world()
      .http.post(`/api/v1/campaigns/${CITY}/actions`)
      .send({ supporter, ...more })
      .expect(201);

  it('are all there before anybody wrote', async () => {
    const { definitions: _, ...numbers } = await counts();
    expect(numbers).to.deep.equal({
      campaign: CITY,
      as_of: new Date(START).toISOString(),
      goal: 500,
      actions: 0,
      with_own_words: 0,
      opt_ins: 0,
      confirmed: 0,
      unconfirmed: 0,
      suspected: 0,
      suspected_letters: 0,
      new_people: 0,
      returning: 0,
      districts: 0,
      views: 0,
      conversion: null,
      letters: { taken: 0, waiting: 0, delivered: 0, failed: 0, handed_over: 0, cancelled: 0, previewed: 0 },
      said_sent: 0,
      said_failed: 0,
    });
  });

  it('grow at once with every action and every letter', async () => {
    await act(ana, { letter: { own_words: 'I clean rooms there.' }, opt_ins: { 'harbourview-safe-stays': true } });
    await act(ben, { letter: { own_words: ' ' }, opt_ins: { 'harbourview-safe-stays': false, somebody: true } });
    expect(await counts()).to.deep.include({
      actions: 2,
      with_own_words: 1,
      opt_ins: 1,
      confirmed: 0,
      unconfirmed: 0,
      suspected: 0,
      new_people: 2,
      returning: 0,
      letters: { taken: 8, waiting: 6, delivered: 0, failed: 0, handed_over: 2, cancelled: 0, previewed: 0 },
    });
    await world().sendDue();
    expect((await counts()).letters).to.deep.include({ taken: 8, waiting: 0, previewed: 6, handed_over: 2 });
  });

  it('are each defined beside them', async () => {
    const { definitions, letters, ...others } = await counts();
    const measured = Object.keys(others).filter((name) => !['campaign', 'as_of', 'goal'].includes(name));
    const terms = [...Object.keys(letters), ...measured];
    expect(Object.keys(definitions)).to.have.members(terms);
    for (const [term, text] of Object.entries(definitions)) expect(text, term).to.match(/^[A-Z].{20,}\.$/);
    expect(definitions['handed_over']).to.include('Never counted as delivered');
  });
});
