import { expect } from 'chai';
import fc from 'fast-check';
import { matchRoster as matchOn, type RosterChange } from '../../src/offices/match-roster.js';
import type { Body, Office, Official, RosterFile } from '../../src/offices/index.js';
import { holdings, person, rosterFile, seat } from '../support/rosters.js';

type Stored = { readonly offices: readonly Office[]; readonly officials: readonly Official[] };

const TODAY = '2026-12-15';
const matchRoster = (stored: Stored, file: RosterFile): RosterChange => matchOn(stored, file, TODAY);

const nothing: Stored = { offices: [], officials: [] };
const council: Body = { id: 'council', name: 'Council', country: 'us', layer: 'sldl' };

/** The seat of a district of the council; several members share it. */
function district(number: number): RosterFile['seats'][number] {
  return seat('council', `ocd-division/country:us/state:nh/sldl:${number}`);
}

function roll(...lines: [number, ...string[]][]): RosterFile {
  return rosterFile(
    [council],
    lines.map(([number, ...names]) => [district(number), ...names] as const),
  );
}

/** What the data base holds after a change was written. */
function applied(stored: Stored, change: RosterChange): Stored {
  const gone = new Set(change.departures);
  const updated = new Map(change.updates.map(({ official, person: now }) => [official, { ...official, ...now }]));
  return {
    offices: [
      ...new Map(
        [...stored.offices, ...change.changedOffices, ...change.newOffices].map((office) => [office.id, office]),
      ).values(),
    ],
    officials: [
      ...stored.officials
        .filter((official) => !gone.has(official))
        .map((official) => updated.get(official) ?? official),
      ...change.arrivals.map((arrival, index) => ({
        ...arrival.person,
        officeId: arrival.officeId,
        id: `${stored.officials.length}-${index}`,
        leavesOn: null,
      })),
    ],
  };
}

function after(...files: RosterFile[]): Stored {
  return files.reduce((stored, file) => applied(stored, matchRoster(stored, file)), nothing);
}

describe('a new roster beside the stored one', () => {
  it('numbers the seats of a district that elects several', () => {
    const { offices, officials } = after(roll([1, 'Ana Lima', 'Ben Okafor'], [2, 'Cleo Roth']));
    expect(offices.map(({ id }) => id)).to.deep.equal(['council/nh/1', 'council/nh/1/2', 'council/nh/2']);
    expect(holdings(officials)).to.deep.equal([
      'council/nh/1/2: Ben Okafor',
      'council/nh/1: Ana Lima',
      'council/nh/2: Cleo Roth',
    ]);
  });

  it('leaves members in their seat whatever order the next file has', () => {
    const first = roll([1, 'Ana Lima', 'Ben Okafor', 'Cleo Roth']);
    const change = matchRoster(after(first), roll([1, 'Cleo Roth', 'Ana Lima', 'Ben Okafor']));
    expect(change).to.deep.include({ arrivals: [], departures: [], newOffices: [], unchanged: 3, vacancies: [] });
  });

  it('gives a newcomer the seat that was left, not the first one', () => {
    const change = matchRoster(
      after(roll([1, 'Ana Lima', 'Ben Okafor', 'Cleo Roth'])),
      roll([1, 'Dan Wu', 'Cleo Roth', 'Ana Lima']),
    );
    expect(change.departures.map(({ name, officeId }) => `${name} ${officeId}`)).to.deep.equal([
      'Ben Okafor council/nh/1/2',
    ]);
    expect(change.arrivals.map((one) => `${one.person.name} ${one.officeId}`)).to.deep.equal(['Dan Wu council/nh/1/2']);
    expect(change.unchanged).to.equal(2);
  });

  it('keeps an office that nobody holds any more, and fills it again later', () => {
    const vacant = after(roll([1, 'Ana Lima', 'Ben Okafor'], [2, 'Cleo Roth']), roll([1, 'Ben Okafor'], [2, '']));
    expect(vacant.offices.map(({ id }) => id)).to.deep.equal(['council/nh/1', 'council/nh/1/2', 'council/nh/2']);
    expect(holdings(vacant.officials)).to.deep.equal(['council/nh/1/2: Ben Okafor']);
    const change = matchRoster(vacant, roll([1, 'Ben Okafor', 'Eve Sand']));
    expect(change.arrivals.map((one) => one.officeId)).to.deep.equal(['council/nh/1']);
    expect(change.vacancies.map(({ id }) => id)).to.deep.equal(['council/nh/2']);
  });

  it('lets a member who moves to another district leave the one seat and take the other', () => {
    const change = matchRoster(after(roll([1, 'Ana Lima'], [2, 'Ben Okafor'])), roll([1, ''], [2, 'Ana Lima']));
    expect(change.departures.map(({ name }) => name).sort()).to.deep.equal(['Ana Lima', 'Ben Okafor']);
    expect(change.arrivals.map((one) => `${one.person.name} ${one.officeId}`)).to.deep.equal(['Ana Lima council/nh/2']);
    expect(change.vacancies.map(({ id }) => id)).to.deep.equal(['council/nh/1']);
  });

  it('lets two members trade their districts', () => {
    const traded = after(roll([1, 'Ana Lima'], [2, 'Ben Okafor']), roll([1, 'Ben Okafor'], [2, 'Ana Lima']));
    expect(holdings(traded.officials)).to.deep.equal(['council/nh/1: Ben Okafor', 'council/nh/2: Ana Lima']);
  });

  it('tells new facts about the same person from a new person', () => {
    const file = roll([1, 'Ana Lima'], [2, 'Ben Okafor']);
    const holders = file.holders.map((holder) =>
      holder.person.name === 'Ana Lima' ? { ...holder, person: person('Ana Lima', { phone: '555-0100' }) } : holder,
    );
    const change = matchRoster(after(file), { ...file, holders });
    expect(change.updates.map(({ person: now }) => now.phone)).to.deep.equal(['555-0100']);
    expect(change).to.deep.include({ arrivals: [], departures: [], unchanged: 1 });
    const ids = holders.map((holder) => ({ ...holder, person: { ...holder.person, ids: { b: '2', a: '1' } } }));
    const same = ids.map((holder) => ({ ...holder, person: { ...holder.person, ids: { a: '1', b: '2' } } }));
    expect(matchRoster(after({ ...file, holders: ids }), { ...file, holders: same }).unchanged).to.equal(2);
  });

  it('takes over a new name, title or division of an office', () => {
    const file = roll([1, 'Ana Lima']);
    const renamed = { ...file, seats: file.seats.map((one) => ({ ...one, name: 'The first seat' })) };
    expect(matchRoster(after(file), renamed).changedOffices.map(({ name }) => name)).to.deep.equal(['The first seat']);
    expect(matchRoster(after(file), file).changedOffices).to.deep.equal([]);
  });

  it('seats once who is listed twice, and tells for whom there is no seat', () => {
    const twice = roll([1, 'Ana Lima', 'Ana Lima']);
    expect(holdings(after(twice).officials)).to.deep.equal(['council/nh/1: Ana Lima']);
    expect(holdings(after(twice, twice).officials)).to.deep.equal(['council/nh/1: Ana Lima']);
    const file = roll([1, 'Ana Lima']);
    const crowd = [
      ...file.holders,
      { seatKey: 'council/nh/1', person: person('Ben Okafor') },
      { seatKey: 'council/nh/99', person: person('Cleo Roth') },
    ];
    const change = matchRoster(nothing, { ...file, holders: crowd });
    expect(change.seatless.map((one) => `${one.person.name} ${one.seatKey}`)).to.deep.equal([
      'Ben Okafor council/nh/1',
      'Cleo Roth council/nh/99',
    ]);
    expect(change.arrivals.map((one) => one.person.name)).to.deep.equal(['Ana Lima']);
  });
});

describe('any history of rosters', () => {
  /** Up to six people, each in one of three districts or in none. */
  const roster = fc
    .shuffledSubarray(['Ana Lima', 'Ben Okafor', 'Cleo Roth', 'Dan Wu', 'Eve Sand', 'Finn Hale'])
    .chain((names) => fc.tuple(...names.map((name) => fc.tuple(fc.constant(name), fc.integer({ min: 1, max: 3 })))))
    .map((seated) =>
      roll(
        ...([1, 2, 3] as const).map((number): [number, ...string[]] => [
          number,
          ...seated.filter(([, of]) => of === number).map(([name]) => name),
        ]),
      ),
    );

  it('keeps members in their seat, offices for ever, and everyone in just one', () => {
    fc.assert(
      fc.property(fc.array(roster, { minLength: 1, maxLength: 6 }), (files) => {
        let stored = nothing;
        for (const file of files) {
          const change = matchRoster(stored, file);
          const now = applied(stored, change);
          const heldBefore = new Map(stored.officials.map((one) => [one.key, one.officeId]));
          const heldNow = new Map(now.officials.map((one) => [one.key, one.officeId]));

          expect(now.officials, 'everyone of the file, once').to.have.length(file.holders.length);
          expect(new Set(now.officials.map((one) => one.officeId)).size, 'no office twice').to.equal(
            now.officials.length,
          );
          for (const { seatKey, person: holder } of file.holders) {
            const [before, office] = [heldBefore.get(holder.key), heldNow.get(holder.key) ?? ''];
            expect(office === seatKey || office.startsWith(`${seatKey}/`), 'in their own district').to.equal(true);
            const stays = before !== undefined && (before === seatKey || before.startsWith(`${seatKey}/`));
            if (stays) expect(office, `${holder.name} stays`).to.equal(before);
          }
          expect(
            now.offices.map(({ id }) => id),
            'offices last',
          ).to.include.members(stored.offices.map(({ id }) => id));
          for (const number of [1, 2, 3]) {
            const count = (of: Stored) =>
              of.offices.filter(({ division }) => division === district(number).division).length;
            const named = file.seats.filter(({ key }) => key === district(number).key).length;
            expect(count(now), 'no office more than needed').to.equal(Math.max(count(stored), named));
          }
          expect(change.vacancies.length).to.equal(now.offices.length - now.officials.length);
          expect(matchRoster(now, file), 'a repeat changes nothing').to.deep.include({
            arrivals: [],
            departures: [],
            updates: [],
            newOffices: [],
            changedOffices: [],
            seatless: [],
          });
          stored = now;
        }
      }),
    );
  });
});
