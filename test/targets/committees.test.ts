import { expect } from 'chai';
import { faultsOf, writeCampaign, yamlWith } from '../campaigns/folders.js';
import { createPlaces, zipDistricts } from '../../src/divisions/index.js';
import { congressCommittees, congressLegislators, followRoster } from '../../src/offices/index.js';
import { createTargetFinder, missingData, type Finding, type TargetRule } from '../../src/targets/index.js';
import { onEachDatabase } from '../support/databases.js';
import { useImporter } from '../support/imports.js';
import { legislator } from '../support/rosters.js';
import { sharedData } from '../support/services.js';
import { START, useFolder } from '../support/world.js';

const leader = { title: 'Senate Majority Leader', chamber: 'senate', start: '2027-01-03' };
const senator = (id: string, name: string, seat: object): object =>
  legislator(id, name, { type: 'sen', end: '2031-01-03', ...seat });
const CONGRESS = [
  senator('L000001', 'Ana Lima', { state: 'CO', class: 2 }),
  { ...senator('L000002', 'Ben Okafor', { state: 'CO', class: 3 }), leadership_roles: [leader] },
  senator('L000003', 'Cleo Roth', { state: 'UT', class: 1 }),
  legislator('L000004', 'Dan Wu', { type: 'rep', state: 'CO', district: 1 }),
  legislator('L000005', 'Eve Sand', { type: 'rep', state: 'CO', district: 6 }),
];
const COMMITTEES = [
  { type: 'senate', name: 'Senate Committee on the Judiciary', thomas_id: 'SSJU' },
  { type: 'joint', name: 'Joint Economic Committee', thomas_id: 'JSEC' },
];
const sits = (bioguide: string, rank: number, title?: string): object => ({ name: '', bioguide, rank, title });
const MEMBERS = {
  SSJU: [sits('L000001', 2), sits('L000003', 1, 'Chairman')],
  JSEC: [sits('L000004', 1, 'Chair'), sits('L000002', 2)],
};
const ZIPS = 'zip,districts\n80202,CO-01\n80014,CO-01;CO-06\n84532,UT-03\n20001,DC-98\n50309,IA-03\n';

onEachDatabase('a rule about a committee', (db) => {
  const congress = useImporter(congressLegislators, db);
  const committees = useImporter(congressCommittees, db);
  const zips = useImporter(zipDistricts, db);
  const folder = useFolder();
  const tools = () => {
    const clock = { now: () => START };
    const places = createPlaces({ db: db(), clock });
    const roster = followRoster({ db: db(), clock });
    return { places, roster, finder: createTargetFinder({ places, roster, clock }) };
  };
  const find = (rule: TargetRule, postalCode: string): Promise<Finding> =>
    tools().finder.find(rule, { country: 'us', postalCode });
  const told = ({ targets }: Finding): string[] => targets.map(({ name, why }) => `${name}: ${why ?? ''}`);
  const loadAll = async (): Promise<void> => {
    await congress.importText(JSON.stringify(CONGRESS));
    await committees.importText(JSON.stringify(COMMITTEES));
    await committees.importText(JSON.stringify(MEMBERS));
    await zips.importText(ZIPS);
  };

  it('addresses its members, the chair first, and needs no place', async () => {
    await loadAll();
    const rule: TargetRule = {
      kind: 'committees',
      committees: ['us-senate/ssju', 'us-congress/jsec'],
      only: { committee: ['us-senate/ssju', 'us-congress/jsec'] },
    };
    const finding = await find(rule, '80014');
    expect(finding.status).to.equal('exact');
    expect(told(finding)).to.deep.equal([
      'Cleo Roth: Chair of the Senate Committee on the Judiciary',
      'Ana Lima: A member of the Senate Committee on the Judiciary',
      'Dan Wu: Chair of the Joint Economic Committee',
      'Ben Okafor: A member of the Joint Economic Committee',
    ]);
    const chairs = { ...rule, only: { ...rule.only, role: ['chair' as const] } };
    expect((await find(chairs, '80014')).targets.map(({ name }) => name)).to.deep.equal(['Cleo Roth', 'Dan Wu']);
  });

  it('addresses those of its members who are one’s own, else one’s senators', async () => {
    await loadAll();
    const rule: TargetRule = {
      kind: 'own',
      bodies: ['us-senate'],
      only: { committee: ['us-senate/ssju'] },
      else: { kind: 'own', bodies: ['us-senate'] },
    };
    expect(told(await find(rule, '80202'))).to.deep.equal([
      'Ana Lima: Your senator, and a member of the Senate Committee on the Judiciary',
    ]);
    expect((await find(rule, '80014')).status, 'a senator needs no district').to.equal('exact');
    const capital = await find({ ...rule, else: { kind: 'own', bodies: ['us-house'] } }, '20001');
    expect([capital.targets, capital.fallback]).to.deep.equal([[], 1]);
  });

  it('finds leaders, and puts them first', async () => {
    await loadAll();
    const own: TargetRule = { kind: 'own', bodies: ['us-senate'] };
    expect(told(await find({ ...own, only: { leadership: true } }, '80202'))).to.deep.equal([
      'Ben Okafor: Your senator, and Senate Majority Leader',
    ]);
    const ordered = await find({ ...own, order: ['leadership', 'name'] }, '80202');
    expect(ordered.targets.map(({ name }) => name)).to.deep.equal(['Ben Okafor', 'Ana Lima']);
    const byRole: TargetRule = { kind: 'bodies', bodies: ['us-senate'], order: ['role', 'name'] };
    expect((await find(byRole, '80202')).targets.map(({ name }) => name)).to.deep.equal([
      'Cleo Roth',
      'Ana Lima',
      'Ben Okafor',
    ]);
  });

  it('waits for the committee, its chamber and its leaders', async () => {
    const needs = async (rule: TargetRule): Promise<string> => {
      const { roster, places } = tools();
      return (await missingData(rule, await roster.get(), places))
        .map(({ what, command }) => `${what}: ${command}`)
        .join('\n');
    };
    const rule: TargetRule = {
      kind: 'committees',
      committees: ['us-senate/ssju'],
      only: { committee: ['us-senate/ssju'], leadership: true },
      else: {
        kind: 'committees',
        committees: ['us-co-legislature/audit'],
        only: { committee: ['us-co-legislature/audit'] },
      },
    };
    const told = await needs(rule);
    for (const part of [
      'the members of the United States Senate',
      'the members of the Colorado Senate',
      'who sits in the committee "us-senate/ssju"',
      'who leads in Congress',
    ])
      expect(told).to.include(part);
    expect(told).to.include(
      'who sits in the committee "us-co-legislature/audit": clarion data import openstates-committees FILE',
    );
    await loadAll();
    expect(await needs({ ...rule, else: { kind: 'own', bodies: ['us-senate'] } })).to.equal('');
  });

  it('is checked against the committees that are loaded, and only against these', async () => {
    const withRule = (rule: string): string =>
      writeCampaign(folder(), { 'campaign.yaml': yamlWith(/targets:\n.*\n/, `targets:\n  ${rule}\n`) });
    const faults = async (rule: string): Promise<string[]> => faultsOf(withRule(rule), await tools().roster.get());
    expect(await faults('committee: us-senate/ssxx')).to.deep.equal([]);
    await loadAll();
    expect(await faults('committee: us-senate/ssxx')).to.deep.equal([
      'campaign.yaml:10:14 targets.committee[0]: there is no committee "us-senate/ssxx"; the nearest is "us-senate/ssju"',
    ]);
    expect(await faults('committee: us-co-lower/judiciary')).to.deep.equal([]);
  });

  it('finds in the real rosters the committee’s member from one’s state, else one’s senators', async function () {
    const path = (name: string): string => sharedData(this, 'us-congress-legislators', `${name}.json.gz`);
    await congress.importPath(path('legislators-current'));
    await committees.importPath(path('committees-current'));
    await committees.importPath(path('committee-membership-current'));
    await zips.importText(ZIPS);
    const rule: TargetRule = {
      kind: 'own',
      bodies: ['us-senate'],
      only: { committee: ['us-senate/ssju'] },
      else: { kind: 'own', bodies: ['us-senate'] },
    };
    expect(told(await find(rule, '50309'))).to.deep.equal([
      'Chuck Grassley: Your senator, and chair of the Senate Committee on the Judiciary',
    ]);
    const colorado = await find(rule, '80202');
    expect(told(colorado)).to.have.members(['Michael F. Bennet: Your senator', 'John W. Hickenlooper: Your senator']);
    expect(colorado.fallback).to.equal(1);
    expect((await find(rule, '20001')).targets).to.deep.equal([]);
  });
});
