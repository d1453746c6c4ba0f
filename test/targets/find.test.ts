import { expect } from 'chai';
import { createPlaces, zipDistricts, type Country } from '../../src/divisions/index.js';
import { congressLegislators, followRoster, openstatesPeople } from '../../src/offices/index.js';
import { InputError } from '../../src/platform/errors.js';
import {
  createTargetFinder,
  lookupAnswer,
  missingData,
  type Finding,
  type TargetRule,
} from '../../src/targets/index.js';
import { onEachDatabase } from '../support/databases.js';
import { FILE_DAY, useImporter } from '../support/imports.js';
import { legislator } from '../support/rosters.js';
import { START } from '../support/world.js';

const CONGRESS = JSON.stringify([
  legislator('L000001', 'Ana Lima', { type: 'sen', state: 'CO', class: 2, end: '2027-01-03', phone: '202-555-0100' }),
  legislator('L000002', 'Ben Okafor', {
    type: 'sen',
    state: 'CO',
    class: 3,
    end: '2029-01-03',
    url: 'https://okafor.example',
  }),
  legislator('L000003', 'Cleo Roth', {
    type: 'rep',
    state: 'CO',
    district: 1,
    end: '2029-01-03',
    contact_form: 'https://roth.example/form',
  }),
  legislator('L000004', 'Dan Wu', {
    type: 'rep',
    state: 'CO',
    district: 6,
    end: '2029-01-03',
    email: 'dan@congress.example',
  }),
  legislator('L000005', 'Eve Sand', { type: 'rep', state: 'UT', district: 3, end: '2029-01-03' }),
  legislator('L000006', 'Finn Hale', { type: 'rep', state: 'DC', district: 0, end: '2029-01-03' }),
]);

/** 80014 lies in two districts, 81324 in two states; the seat of Colorado's third district is vacant. */
const ZIPS = 'zip,districts\n80202,CO-01\n80014,CO-01;CO-06\n81324,CO-03;UT-03\n84532,UT-03\n20001,DC-98\n';

const LEGISLATORS = [
  'state,id,name,current_district,current_chamber',
  'co,p1,Gus Ito,29,upper',
  'co,p2,Hana Ito,36,lower',
  'co,p3,Ivo Ito,40,lower',
].join('\n');

const CO = 'ocd-division/country:us/state:co';

onEachDatabase('finding who represents a person', (db) => {
  const congress = useImporter(congressLegislators, db);
  const zips = useImporter(zipDistricts, db);
  const states = useImporter(openstatesPeople, db);
  const tools = () => {
    const clock = { now: () => START };
    const places = createPlaces({ db: db(), clock });
    const roster = followRoster({ db: db(), clock });
    return { places, roster, finder: createTargetFinder({ places, roster, clock }) };
  };
  const everyone: TargetRule = { kind: 'own', bodies: ['us-senate', 'us-house', 'us-co-upper', 'us-co-lower'] };
  type Asked = { chosen?: string[]; rule?: TargetRule; country?: Country };
  const find = (postalCode: string, { chosen, rule = everyone, country = 'us' }: Asked = {}): Promise<Finding> =>
    tools().finder.find(rule, { country, postalCode, chosen });
  const names = (finding: Finding): string[] => finding.targets.map(({ name }) => name);
  const refusal = async (postalCode: string, asked: Asked = {}): Promise<string> => {
    const error: unknown = await find(postalCode, asked).catch((thrown: unknown) => thrown);
    if (!(error instanceof InputError)) return expect.fail('it was not refused');
    return error.faults.map(({ field, message }) => `${field}: ${message}`).join('\n');
  };

  beforeEach(async () => {
    await congress.importText(CONGRESS);
    await zips.importText(ZIPS);
  });

  it('names those who are certain, with everything a letter and a page need', async () => {
    const finding = await find('80202-1234');
    expect(finding.status).to.equal('exact');
    expect(names(finding)).to.deep.equal(['Ana Lima', 'Ben Okafor', 'Cleo Roth']);
    expect(finding.targets[2]).to.deep.equal({
      officeId: 'us-house/co/1',
      division: `${CO}/cd:1`,
      district: 'CO-01',
      office: "U.S. Representative for Colorado's 1st congressional district",
      body: 'United States House of Representatives',
      title: 'Representative',
      name: 'Cleo Roth',
      person: 'bioguide:L000003',
      salutation: 'Representative Roth',
      party: 'Independent',
      email: null,
      phone: null,
      formUrl: 'https://roth.example/form',
      website: null,
      ids: { bioguide: 'L000003', govtrack: '400001' },
      termEndedOn: null,
      postalAddress: ['United States House of Representatives', 'Washington, DC 20515'],
      why: 'Your representative',
    });
    expect(finding.targets[0]?.termEndedOn, 'over since January 2027').to.equal('2027-01-03');
    expect(finding.targets[0]?.district, 'a senator has no district').to.equal('');
  });

  it('asks where a code is split, and takes the label or the id for an answer', async () => {
    const asked = await find('80014');
    expect(asked.status).to.equal('choose');
    expect(names(asked), 'only those who are certain').to.deep.equal(['Ana Lima', 'Ben Okafor']);
    expect(
      asked.candidates.map((one) => `${one.label} · ${one.name} · ${one.targets.map(({ name }) => name).join()}`),
    ).to.deep.equal([
      "CO-01 · Colorado's 1st congressional district · Cleo Roth",
      "CO-06 · Colorado's 6th congressional district · Dan Wu",
    ]);
    for (const answer of ['CO-06', ' co-06 ', `${CO}/cd:6`]) {
      const finding = await find('80014', { chosen: [answer] });
      expect(finding.status, answer).to.equal('exact');
      expect(names(finding), answer).to.deep.equal(['Ana Lima', 'Ben Okafor', 'Dan Wu']);
    }
  });

  it('refuses an answer from elsewhere and says what could have been answered', async () => {
    expect(await refusal('80014', { chosen: ['CO-02'] })).to.equal(
      'district: CO-02 does not lie in 80014. Choose one of CO-01, CO-06.',
    );
    expect(await refusal('80202', { chosen: ['CO-06'] })).to.equal(
      'district: CO-06 does not lie in 80202. It lies in CO-01.',
    );
    expect(await refusal('M1 1AA', { country: 'gb', chosen: ['CO-06'] })).to.equal(
      'district: CO-06 does not lie in M1 1AA. Leave the district out.',
    );
    expect((await find('09012', { chosen: ['CO-06'] })).notes.join(), 'no district mends it').to.include('military');
    const senate: TargetRule = { kind: 'own', bodies: ['us-senate'] };
    await zips.importText(
      `postal_code,division\n57717,ocd-division/country:us/state:mt\n57717,ocd-division/country:us/state:wi\n`,
    );
    expect(await refusal('57717', { chosen: ['Utah'], rule: senate })).to.include(
      'Utah does not lie in 57717. Choose one of Montana, Wisconsin',
    );
    expect((await find('80202', { chosen: ['CO-01'] })).status, 'what is certain may be said').to.equal('exact');
  });

  it('asks for the state of a code in two, and shows the vacant seat of one of them', async () => {
    const asked = await find('81324');
    expect(asked.status).to.equal('choose');
    expect(names(asked)).to.deep.equal([]);
    expect(
      asked.candidates.map(({ label, targets, vacancies }) => [
        label,
        targets.map(({ name }) => name),
        vacancies.map(({ id }) => id),
      ]),
    ).to.deep.equal([
      ['CO-03', ['Ana Lima', 'Ben Okafor'], ['us-house/co/3']],
      ['UT-03', ['Eve Sand'], ['us-senate/ut/class-1', 'us-senate/ut/class-3']],
    ]);
    const senate: TargetRule = { kind: 'own', bodies: ['us-senate'] };
    const byState = await find('81324', { rule: senate });
    expect(byState.candidates.map(({ label }) => label)).to.deep.equal(['Colorado', 'Utah']);
    expect(names(await find('81324', { rule: senate, chosen: ['colorado'] }))).to.deep.equal([
      'Ana Lima',
      'Ben Okafor',
    ]);
  });

  it('asks twice where two layers are split, the narrow one first, and never forgets an answer', async () => {
    await states.importText(LEGISLATORS);
    await zips.importText('postal_code,division\n' + [36, 40].map((number) => `80014,${CO}/sldl:${number}\n`).join(''));
    const first = await find('80014');
    expect(first.candidates.map(({ label }) => label)).to.deep.equal(['CO-HD-36', 'CO-HD-40']);
    expect(lookupAnswer(first, await tools().roster.get()).officials.map(({ name }) => name)).to.deep.equal([
      'Ana Lima',
      'Ben Okafor',
      'Cleo Roth',
      'Dan Wu',
      'Hana Ito',
      'Ivo Ito',
    ]);
    const second = await find('80014', { chosen: ['CO-HD-36'] });
    expect(second.candidates.map(({ label }) => label)).to.deep.equal(['CO-01', 'CO-06']);
    for (const chosen of [
      ['CO-HD-36', 'CO-06'],
      ['CO-06', 'CO-HD-36'],
      ['CO-06', 'CO-HD-36', 'CO-HD-36'],
    ]) {
      const finding = await find('80014', { chosen });
      expect(finding.status).to.equal('exact');
      expect(names(finding)).to.deep.equal(['Ana Lima', 'Ben Okafor', 'Dan Wu', 'Hana Ito']);
    }
  });

  it('tells each senator once, however many districts the two states of a code have', async () => {
    await zips.importText('zip,districts\n81324,CO-03;CO-06;UT-03\n80202,CO-01\n84532,UT-03\n');
    const answer = lookupAnswer(await find('81324'), await tools().roster.get());
    expect(answer.officials.map(({ name }) => name)).to.deep.equal(['Ana Lima', 'Ben Okafor', 'Dan Wu', 'Eve Sand']);
    expect(new Set(answer.divisions).size).to.equal(answer.divisions.length);
  });

  it('explains the delegate of the federal district, who stands without senators', async () => {
    const finding = await find('20001');
    expect(finding.status).to.equal('exact');
    expect(finding.targets.map(({ title, name, district }) => `${title} ${name} ${district}`)).to.deep.equal([
      'Delegate Finn Hale DC-AL',
    ]);
    expect(finding.vacancies).to.deep.equal([]);
    expect(finding.notes.join()).to.match(/^Washington, D\.C\. has a delegate .* and no senators\.$/);
  });

  it('finds nothing for a code that is no place, but a list’s officials also there', async () => {
    const none = await find('09012');
    expect(none).to.deep.include({ status: 'none', targets: [], candidates: [], vacancies: [] });
    expect(none.notes.join()).to.include('military or diplomatic');
    const list: TargetRule = { kind: 'offices', offices: ['us-house/co/1'] };
    const listed = await find('09012', { rule: list });
    expect([listed.status, ...names(listed)]).to.deep.equal(['exact', 'Cleo Roth']);
    expect(await refusal('8020')).to.equal('postal_code: This is not a ZIP code. A ZIP code looks like 80202.');
    expect(await refusal('80202', { country: 'gb' })).to.include('postal_code: This is not a postcode.');
  });

  it('says how old the oldest file of a source is', async () => {
    await states.importText({ text: LEGISLATORS, options: { asOf: '2026-01-31' } });
    await states.importText('state,id,name,current_district,current_chamber\nwy,p9,Jo Ito,1,upper\n');
    const answer = lookupAnswer(await find('80202'), await tools().roster.get());
    expect(answer.as_of).to.deep.equal({
      'congress-legislators': FILE_DAY,
      'openstates-people': '2026-01-31',
      'zip-districts': FILE_DAY,
    });
  });

  it('says what of a state is missing, and the command that brings it', async () => {
    const missing = async (zip: string): Promise<string[]> =>
      lookupAnswer(await find(zip), await tools().roster.get()).missing;
    const ofColorado = 'State legislators of Colorado are not loaded here; they come with `clarion data update us`.';
    expect(await missing('80202')).to.deep.equal([ofColorado]);
    await states.importText(LEGISLATORS);
    expect(await missing('84532')).to.deep.equal([ofColorado.replace('Colorado', 'Utah')]);
    expect(await missing('80202')).to.deep.equal([
      'Which ZIP code lies in which state legislative district is not loaded here; it comes with `clarion data import zip-districts FILE`.',
    ]);
    await zips.importText(`postal_code,division\n80202,${CO}/sldu:29\n`);
    expect(await missing('80202')).to.deep.equal([]);
    expect(await missing('09012'), 'no place, no promise').to.deep.equal([]);
    for (const territory of ['96910', '00801', '96799', '96950']) {
      expect(await missing(territory), 'nobody publishes its legislators').to.deep.equal([]);
    }
    expect((await missing('00901')).join()).to.include('State legislators of Puerto Rico are not loaded');
  });
});

onEachDatabase('what a campaign waits for', (db) => {
  const congress = useImporter(congressLegislators, db);
  const zips = useImporter(zipDistricts, db);
  const states = useImporter(openstatesPeople, db);
  const needs = async (rule: TargetRule): Promise<string[]> => {
    const clock = { now: () => START };
    const places = createPlaces({ db: db(), clock });
    const roster = await followRoster({ db: db(), clock }).get();
    return (await missingData(rule, roster, places)).map(({ what, command }) => `${what}: ${command}`);
  };
  const own = (...bodies: string[]): TargetRule => ({ kind: 'own', bodies });

  it('is first the members and the districts, named with the one command for both, then the districts, then nothing', async () => {
    const districts =
      'which ZIP code lies in which district of the United States House of Representatives: clarion data update us';
    expect(await needs(own('us-senate', 'us-house'))).to.deep.equal([
      `the members of the United States Senate; the members of the United States House of Representatives; ${districts}`,
    ]);
    await congress.importText(CONGRESS);
    expect(await needs(own('us-senate', 'us-house'))).to.deep.equal([districts]);
    await zips.importText(ZIPS);
    expect(await needs(own('us-house')), 'two states are not the country').to.deep.equal([districts]);
    expect(await needs(own('us-senate'))).to.deep.equal([]);
  });

  it('is for a state’s chamber only what that state lacks', async () => {
    const rule = own('us-co-lower');
    expect(await needs(rule)).to.deep.equal([
      'the members of the Colorado House of Representatives: clarion data update us',
      'which ZIP code lies in which district of the Colorado House of Representatives: clarion data import zip-districts FILE',
    ]);
    await states.importText(LEGISLATORS);
    await zips.importText(`postal_code,division\n80202,${CO}/sldl:36\n`);
    expect(await needs(rule)).to.deep.equal([]);
    expect(await needs(own('us-wy-lower'))).to.have.length(2);
    expect((await needs(own('us-gu-upper')))[0]).to.include('Guam Senate: clarion data import openstates-people FILE');
  });

  it('is named office by office, and body by body for a list', async () => {
    await congress.importText(CONGRESS);
    expect(
      await needs({ kind: 'offices', offices: ['us-house/co/1', 'us-house/co/99', 'us-co-lower/7'] }),
    ).to.deep.equal([
      'the office "us-house/co/99", which is not in the loaded roster of the United States House of Representatives: its id in campaign.yaml is wrong: clarion campaigns check FOLDER',
      'the office "us-co-lower/7": clarion data update us',
    ]);
    expect(await needs({ kind: 'bodies', bodies: ['us-senate', 'testville-council'] })).to.deep.equal([
      'the members of the body "testville-council": clarion data import officials FILE',
    ]);
    expect(await needs(own('gb-commons'))).to.deep.equal([
      'the members of the United Kingdom House of Commons: clarion data import uk-mps FILE',
      'which postcode lies in which district of the United Kingdom House of Commons: clarion data import zip-districts FILE',
    ]);
  });
});
