import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { importFile, type ImportReport } from '../../src/data-sets/index.js';
import { congressLegislators, followRoster, officialsList, type Roster } from '../../src/offices/index.js';
import { createIds } from '../../src/platform/ids.js';
import { onEachDatabase } from '../support/databases.js';
import { legislator } from '../support/rosters.js';
import { DAY, useFolder, useWorld } from '../support/world.js';

const DECEMBER = Date.UTC(2026, 11, 15, 12);
const LAST_MOMENT = Date.UTC(2027, 0, 3) - 1;
const FIRST_DAY = Date.UTC(2027, 0, 3);

const NEXT = { start: '2027-01-03', end: '2029-01-03' };
const house = (district: number, facts = {}) => ({ type: 'rep', state: 'CO', district, ...facts });
const senate = (seatClass: number, facts = {}) => ({ type: 'sen', state: 'CO', class: seatClass, ...facts });

/** Ana is re-elected, Ben moves on to the Senate, Cleo loses, nobody is known yet for Dan's seat, Eve has time. */
const TODAY = [
  legislator('A1', 'Ana Lima', house(1)),
  legislator('B1', 'Ben Okafor', house(2)),
  legislator('C1', 'Cleo Roth', house(3)),
  legislator('D1', 'Dan Wu', house(4)),
  legislator('E1', 'Eve Sand', senate(3, { start: '2023-01-03', end: '2029-01-03' })),
  legislator('F1', 'Finn Hale', senate(2)),
];
const AHEAD = [
  legislator('A1', 'Ana Lima', house(1, NEXT)),
  legislator('G1', 'Gil Moss', house(2, NEXT)),
  legislator('H1', 'Hana Ito', house(3, NEXT)),
  legislator('E1', 'Eve Sand', senate(3, { start: '2023-01-03', end: '2029-01-03' })),
  legislator('B1', 'Ben Okafor', senate(2, { start: '2027-01-03', end: '2033-01-03' })),
];

const SEATS = ['us-house/co/1', 'us-house/co/2', 'us-house/co/3', 'us-house/co/4', 'us-senate/co/class-2'];
const THEN = ['Ana Lima', 'Ben Okafor', 'Cleo Roth', 'Dan Wu', 'Finn Hale'];
const AFTERWARDS = ['Ana Lima', 'Gil Moss', 'Hana Ito', 'vacant', 'Ben Okafor'];

const namesIn = (roster: Roster, seats: readonly string[]): string[] =>
  seats.map((id) => roster.holderOf(id)?.name ?? 'vacant');

onEachDatabase('a roster that is loaded before its day', (db) => {
  const folder = useFolder();
  let now = DECEMBER;
  const clock = { now: () => now };
  let roster: ReturnType<typeof followRoster>;
  beforeEach(() => {
    now = DECEMBER;
    roster = followRoster({ db: db(), clock });
  });
  const load = async (legislators: readonly object[]): Promise<ImportReport> => {
    const path = join(folder(), 'legislators-current.json');
    writeFileSync(path, JSON.stringify(legislators));
    now += 2_000;
    const tools = { db: db(), clock, ids: createIds(clock.now) };
    return (
      await importFile(tools, { source: congressLegislators, path, options: { asOf: '2026-12-15', force: true } })
    ).report;
  };
  const held = async (seats = SEATS): Promise<string[]> => {
    now += 2_000;
    return namesIn(await roster.get(), seats);
  };

  it('leaves everyone in office until their day, and changes over without another import', async () => {
    await load(TODAY);
    const report = await load(AHEAD);
    expect(report).to.include({ added: 3, ended: 0 });
    expect(report.remarks).to.include.members([
      'Will come on 2027-01-03 (3): Gil Moss (us-house/co/2), Hana Ito (us-house/co/3), Ben Okafor (us-senate/co/class-2)',
      'Will leave on 2027-01-03 (4): Ben Okafor (us-house/co/2), Cleo Roth (us-house/co/3), Dan Wu (us-house/co/4), Finn Hale (us-senate/co/class-2)',
    ]);
    expect(await held()).to.deep.equal(THEN);
    now = LAST_MOMENT - 2_000;
    expect(await held()).to.deep.equal(THEN);
    now = FIRST_DAY;
    expect(await held()).to.deep.equal(AFTERWARDS);
    expect((await roster.get()).holderOf('us-house/co/1')).to.include({ termEndsOn: '2029-01-03' });
  });

  it('changes nothing when it comes again, before its day and after', async () => {
    await load(TODAY);
    await load(AHEAD);
    expect(await load(AHEAD)).to.include({ added: 0, changed: 0, ended: 0, unchanged: 5 });
    now = FIRST_DAY + DAY;
    // Only Ana's new term has begun since.
    expect(await load(AHEAD)).to.include({ added: 0, changed: 1, ended: 0, unchanged: 4 });
    expect(await load(AHEAD)).to.include({ added: 0, changed: 0, ended: 0, unchanged: 5 });
    expect(await held()).to.deep.equal(AFTERWARDS);
  });

  it('outlives a file about today, also one in which a seat falls vacant before', async () => {
    await load(TODAY);
    await load(AHEAD);
    expect(await load(TODAY)).to.include({ added: 0, ended: 0 });
    const withoutCleo = TODAY.filter((one) => !JSON.stringify(one).includes('Cleo'));
    expect((await load(withoutCleo)).remarks).to.include('Left (1): Cleo Roth (us-house/co/3)');
    expect(await held()).to.deep.equal(['Ana Lima', 'Ben Okafor', 'vacant', 'Dan Wu', 'Finn Hale']);
    await load([...withoutCleo, legislator('I1', 'Ines Vale', house(3))]);
    expect(await held(['us-house/co/3'])).to.deep.equal(['Ines Vale']);
    now = FIRST_DAY;
    expect(await held()).to.deep.equal(AFTERWARDS);
  });

  it('is corrected by a later one that names somebody else, or who was there before', async () => {
    await load(TODAY);
    await load(AHEAD);
    const recounted = [
      ...AHEAD.slice(0, 1),
      legislator('J1', 'Jun Park', house(2, NEXT)),
      legislator('C1', 'Cleo Roth', house(3, NEXT)),
      legislator('D1', 'Dan Wu', house(4, NEXT)),
      ...AHEAD.slice(3),
    ];
    expect(await load(recounted)).to.include({ added: 1, ended: 2 });
    expect(await held()).to.deep.equal(THEN);
    now = FIRST_DAY;
    expect(await held()).to.deep.equal(['Ana Lima', 'Jun Park', 'Cleo Roth', 'Dan Wu', 'Ben Okafor']);
  });

  it('may be a list without days, with the day given by hand', async () => {
    const path = join(folder(), 'council.csv');
    const write = (mayor: string): void => writeFileSync(path, `name,office,body\n${mayor},Mayor,Testville Council\n`);
    const tools = { db: db(), clock, ids: createIds(clock.now) };
    write('Ana Lima');
    await importFile(tools, { source: officialsList, path });
    write('Ben Okafor');
    await importFile(tools, { source: officialsList, path, options: { inForce: '2027-01-03' } });
    expect(await held(['testville-council/mayor'])).to.deep.equal(['Ana Lima']);
    now = FIRST_DAY;
    expect(await held(['testville-council/mayor'])).to.deep.equal(['Ben Okafor']);
  });
});

describe('the turn of a Congress', () => {
  const world = useWorld();
  const folder = useFolder();

  it('brings new lines and new members on the same day', async () => {
    const { http, importSources, clock, moveClock } = world();
    moveClock(DECEMBER - clock.now());
    const load = async (name: string, text: string): Promise<void> => {
      const [source] = importSources.filter((one) => one.name === name);
      const path = join(folder(), name);
      writeFileSync(path, text);
      if (source) await importFile(world(), { source, path, options: { asOf: '2026-12-15', force: true } });
      moveClock(2_000);
    };
    await load('congress-legislators', JSON.stringify(TODAY));
    await load('zip-districts', 'GEOID_CD119_20|GEOID_ZCTA5_20\n0801|80202\n0802|80301\n');
    const members = async (): Promise<string[]> => {
      const answer = await http.get('/api/v1/lookup?zip=80202');
      const { officials } = answer.body as { officials: { office: string; name: string }[] };
      return officials.filter(({ office }) => office.startsWith('us-house')).map(({ name }) => name);
    };
    expect(await members()).to.deep.equal(['Ana Lima']);
    await load('congress-legislators', JSON.stringify(AHEAD));
    await load('zip-districts', 'GEOID_CD120_20|GEOID_ZCTA5_20\n0803|80202\n0802|80301\n');
    expect(await members()).to.deep.equal(['Ana Lima']);
    moveClock(FIRST_DAY - clock.now());
    expect(await members()).to.deep.equal(['Hana Ito']);
  });
});
