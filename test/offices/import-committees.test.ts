import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { stringify } from 'yaml';
import { listDataSets } from '../../src/data-sets/index.js';
import {
  committeeTitle,
  congressCommittees,
  congressLegislators,
  followRoster,
  openstatesCommittees,
  openstatesPeople,
  type Roster,
} from '../../src/offices/index.js';
import type { Db } from '../../src/platform/db.js';
import { onEachDatabase } from '../support/databases.js';
import { useImporter } from '../support/imports.js';
import { legislator } from '../support/rosters.js';
import { sharedData } from '../support/services.js';
import { START } from '../support/world.js';

const judiciary = {
  type: 'senate',
  name: 'Senate Committee on the Judiciary',
  thomas_id: 'SSJU',
  subcommittees: [{ name: 'Immigration', thomas_id: '04' }],
};
const rules = { type: 'house', name: 'House Committee on Rules', thomas_id: 'HSRU' };
const economic = { type: 'joint', name: 'Joint Economic Committee', thomas_id: 'JSEC' };

const sits = (bioguide: string, rank: number, title?: string): object => ({
  name: bioguide,
  party: 'majority',
  bioguide,
  rank,
  ...(title && { title }),
});
const members = {
  SSJU: [sits('B1', 3), sits('A1', 1, 'Chairman'), sits('C1', 1, 'Ranking Member'), sits('D1', 2, 'Vice Chairwoman')],
  SSJU04: [sits('B1', 1, 'Chair'), sits('E1', 2, 'Ex Officio')],
  HSRU: [sits('F1', 1, 'Chairwoman')],
};

const rosterOf = (db: Db): Promise<Roster> => followRoster({ db, clock: { now: () => START } }).get();

async function told(db: Db): Promise<string[]> {
  const { committees } = await rosterOf(db);
  return [...committees.byId.values()].map((one) => {
    const who = committees.membersOf(one.id).map(({ person, role }) => `${person.replace('bioguide:', '')} ${role}`);
    return `${one.id} (${committeeTitle(one)}): ${who.join(', ')}`;
  });
}

onEachDatabase('importing committees of Congress', (db) => {
  const { importText, importPath, faultsOf } = useImporter(congressCommittees, db);
  const congress = useImporter(congressLegislators, db);

  it('takes the committees first and then who sits in them, from JSON or YAML', async () => {
    await importText({ text: JSON.stringify([judiciary, rules, economic]), name: 'committees-current.json' });
    const report = await importText({ text: stringify(members), name: 'committee-membership-current.yaml' });
    expect(report).to.deep.include({ added: 7, changed: 0, ended: 0, unchanged: 0 });
    expect(await told(db())).to.deep.equal([
      'us-congress/jsec (Joint Economic Committee): ',
      'us-house/hsru (House Committee on Rules): F1 chair',
      'us-senate/ssju (Senate Committee on the Judiciary): A1 chair, C1 ranking, D1 vice-chair, B1 member',
      'us-senate/ssju04 (Immigration Subcommittee): B1 chair, E1 member',
    ]);
    const { committees } = await rosterOf(db());
    expect(committees.placesOf('bioguide:B1').map(({ committeeId }) => committeeId)).to.have.members([
      'us-senate/ssju',
      'us-senate/ssju04',
    ]);
    expect((await listDataSets(db())).map(({ scope, records }) => `${scope} ${records}`)).to.deep.equal([
      'committee-members us 7',
      'committees us 4',
    ]);
  });

  it('says what came, changed and went, and takes a committee’s members away with it', async () => {
    const committees = JSON.stringify([judiciary, rules]);
    await importText(committees);
    await importText(JSON.stringify(members));
    const later = {
      ...members,
      SSJU: [sits('A1', 1, 'Chairman'), sits('B1', 2), sits('G1', 3)],
      SSXX: [sits('G1', 1)],
    };
    const report = await importText(JSON.stringify(later));
    expect(report).to.deep.equal({
      added: 1,
      changed: 1,
      ended: 2,
      unchanged: 4,
      remarks: ['Committees that are not loaded, left out: us-senate/ssxx'],
    });
    const gone = await importText(JSON.stringify([judiciary]));
    expect(gone).to.deep.include({ ended: 1, remarks: ['Committees that are no more: us-house/hsru'] });
    expect(await told(db())).to.have.length(2);
    expect(await importText(JSON.stringify([judiciary]))).to.deep.include({ added: 0, unchanged: 2 });
  });

  it('refuses members before committees, and a file of another kind', async () => {
    expect(await faultsOf(JSON.stringify(members))).to.deep.equal([
      {
        field: 'file',
        file: '/file.csv',
        message: 'holds the members of committees that are not loaded; import committees-current first',
      },
    ]);
    const [wrong] = await faultsOf(JSON.stringify([legislator('X', 'Ana Lima', {})]));
    expect(wrong?.field).to.equal('0.name');
    expect(wrong?.message).to.include('this should be committees-current or committee-membership-current');
    expect((await faultsOf('{"total": 3}'))[0]?.field).to.equal('total');
    expect((await faultsOf('{"SSJU": ['))[0]?.message).to.include('neither JSON nor YAML');
  });

  it('reads the real files: all memberships, and an office for every chair', async function () {
    const path = (name: string): string => sharedData(this, 'us-congress-legislators', `${name}.json.gz`);
    await importPath(path('committees-current'));
    const { report } = await importPath(path('committee-membership-current'));
    expect([report.added, report.remarks]).to.deep.equal([3879, []]);
    await congress.importPath(path('legislators-current'), { asOf: '2026-06-15' });
    const roster = await rosterOf(db());
    const { byId, membersOf } = roster.committees;
    expect([byId.size, [...byId.keys()].filter((id) => membersOf(id).length === 0)]).to.deep.equal([
      230,
      ['us-senate/sscm39', 'us-senate/ssju27'],
    ]);
    const [chair, ranking] = membersOf('us-senate/ssju').map(({ person }) => roster.officesHeldBy(person)[0]?.id);
    expect([chair, ranking]).to.deep.equal(['us-senate/ia/class-3', 'us-senate/il/class-2']);
    const chairs = [...byId.keys()].flatMap((id) => membersOf(id).filter(({ role }) => role === 'chair'));
    expect(chairs.filter(({ person }) => roster.officesHeldBy(person).length === 0)).to.deep.equal([]);
  });
});

onEachDatabase('leadership in Congress', (db) => {
  const { importText } = useImporter(congressLegislators, db);
  const leaderOf = async (): Promise<string | null | undefined> =>
    (await rosterOf(db())).holderOf('us-house/co/1')?.leadership;
  const ana = legislator('L1', 'Ana Lima', { type: 'rep', state: 'CO', district: 1 });

  it('is what somebody leads on the day of the file, and ends with it', async () => {
    const past = { title: 'House Majority Whip', chamber: 'house', start: '2019-01-03', end: '2021-01-03' };
    const now = { title: 'Speaker of the House', chamber: 'house', start: '2025-01-03' };
    await importText(JSON.stringify([{ ...ana, leadership_roles: [past, now] }]));
    expect(await leaderOf()).to.equal('Speaker of the House');
    expect(await importText(JSON.stringify([{ ...ana, leadership_roles: [past] }]))).to.include({ changed: 1 });
    expect(await leaderOf()).to.equal(null);
    expect(await importText(JSON.stringify([ana]))).to.include({ changed: 0, unchanged: 1 });
  });
});

onEachDatabase('importing committees of the states', (db) => {
  const { importText, faultsOf } = useImporter(openstatesCommittees, db);
  const people = useImporter(openstatesPeople, db);
  const committee = (id: string, name: string, facts: object = {}): string =>
    JSON.stringify({
      id: `ocd-organization/${id}`,
      jurisdiction: 'ocd-jurisdiction/country:us/state:co/government',
      name,
      chamber: 'lower',
      members: [],
      ...facts,
    });
  const place = (person: string, role: string): object => ({ name: person, role, person_id: person });

  it('names them readably and tells roles of every spelling', async () => {
    const roles = [
      'member',
      'ranking  member',
      'vice chair',
      'Republican Chair',
      'advisory',
      'ranking republican member',
    ];
    const seats = roles.map((role, index) => place(`p${index}`, role));
    await importText(
      [
        committee('a', 'Judiciary', { members: [...seats, { name: 'nobody', role: 'member', person_id: null }] }),
        committee('b1234', 'Judiciary'),
        committee('c', 'Courts', { parent: 'ocd-organization/a', chamber: 'legislature' }),
        committee('d', 'Intelligence', { jurisdiction: 'ocd-jurisdiction/country:us/government' }),
      ].join('\n\n'),
    );
    expect(await told(db())).to.deep.equal([
      'us-co-legislature/courts (Courts Subcommittee): ',
      'us-co-lower/judiciary (Judiciary Committee): p3 chair, p1 ranking, p5 ranking, p2 vice-chair, p0 member',
      'us-co-lower/judiciary-1234 (Judiciary Committee): ',
    ]);
  });

  it('replaces those of its states and leaves others alone', async () => {
    const utah = { jurisdiction: 'ocd-jurisdiction/country:us/state:ut/government' };
    await importText(committee('a', 'Judiciary', { members: [place('p1', 'chair')] }));
    await importText(committee('u', 'Judiciary', utah));
    const report = await importText(committee('b', 'Finance', { members: [place('p2', 'member')] }));
    expect(report.remarks).to.deep.equal(['Committees that are no more: us-co-lower/judiciary']);
    expect(report).to.include({ added: 1, ended: 0 });
    expect((await told(db())).map((line) => line.split(' ')[0])).to.deep.equal([
      'us-co-lower/finance',
      'us-ut-lower/judiciary',
    ]);
  });

  it('names each line that cannot be read', async () => {
    const faults = await faultsOf(['{', committee('a', ''), committee('b', 'Fine')].join('\n'));
    expect(faults.map(({ line, field }) => `${line ?? ''} ${field}`)).to.deep.equal(['1 line', '2 name']);
    expect((await faultsOf('\n'))[0]?.message).to.equal('holds no committees of states');
  });

  it('reads the real file of Colorado, whose members are the legislators of the roster', async function () {
    const linesOf = (name: string, keep: RegExp): string =>
      gunzipSync(readFileSync(sharedData(this, 'openstates-people', name)))
        .toString('utf8')
        .split('\n')
        .filter((line) => keep.test(line))
        .join('\n');
    await importText(linesOf('committees.jsonl.gz', /\/state:co\//));
    await people.importText(linesOf('state-legislators.csv.gz', /^(?:state|co),/));
    const roster = await rosterOf(db());
    const { byId, membersOf } = roster.committees;
    const seats = [...byId.keys()].flatMap((id) => membersOf(id));
    expect([byId.size, seats.length]).to.deep.equal([49, 400]);
    expect(seats.filter(({ person }) => roster.officesHeldBy(person).length === 0)).to.deep.equal([]);
    expect([...byId.keys()]).to.include('us-co-lower/judiciary');
  });
});
