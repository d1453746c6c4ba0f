import { expect } from 'chai';
import fc from 'fast-check';
import type { Layer, Place } from '../../src/divisions/index.js';
import { findKnownBody, rosterOfFile, type Body, type Office } from '../../src/offices/index.js';
import { chooseOffices, type Choice } from '../../src/targets/choose.js';
import type { TargetRule } from '../../src/targets/index.js';
import { rosterFile, seat } from '../support/rosters.js';

const US = 'ocd-division/country:us';
const [CO, WI, MT, WY, DC] = [
  `${US}/state:co`,
  `${US}/state:wi`,
  `${US}/state:mt`,
  `${US}/state:wy`,
  `${US}/district:dc`,
];

function body(id: string): Body {
  return findKnownBody(id) ?? { id, name: id, country: 'us', layer: 'country' };
}

const bodies = ['us-senate', 'us-house', 'us-co-upper', 'us-co-lower', 'us-wi-lower', 'city-council'].map(body);

/** One senator a state suffices here; Wisconsin's third seat in the House is vacant. */
const roster = rosterOfFile(
  rosterFile(bodies, [
    [seat('us-senate', CO), 'Ana Lima'],
    [seat('us-senate', WI), 'Ben Okafor'],
    [seat('us-senate', MT), 'Cleo Roth'],
    [seat('us-senate', WY), 'Dan Wu'],
    [seat('us-house', `${CO}/cd:1`), 'Eve Sand'],
    [seat('us-house', `${CO}/cd:6`), 'Finn Hale'],
    [seat('us-house', `${WI}/cd:2`), 'Gus Ito'],
    [seat('us-house', `${WI}/cd:3`), ''],
    [seat('us-house', `${MT}/cd:2`), 'Hana Ito'],
    [seat('us-house', `${WY}/cd:at-large`), 'Ivo Ito'],
    [seat('us-house', `${DC}/cd:at-large`), 'Jo Ito'],
    [seat('us-co-upper', `${CO}/sldu:34`), 'Kai Ito'],
    [seat('us-co-lower', `${CO}/sldl:5`), 'Lea Ito'],
    [seat('us-co-lower', `${CO}/sldl:8`), 'Mia Ito'],
    [seat('us-wi-lower', `${WI}/sldl:49`), 'Noa Ito'],
    [seat('us-wi-lower', `${WI}/sldl:51`), 'Oda Ito'],
    [{ ...seat('city-council', US), key: 'city-council/mayor' }, 'Pia Ito'],
    [{ ...seat('city-council', US), key: 'city-council/ward-1' }, ''],
  ]),
);

function place(layers: Partial<Record<Layer, string[]>>): Place {
  return {
    country: 'us',
    code: '00000',
    isNearLine: false,
    layers: new Map(Object.entries({ country: [US], ...layers }) as [Layer, string[]][]),
  };
}

function own(...ids: string[]): TargetRule {
  return { kind: 'own', bodies: ids };
}

const ids = (offices: readonly Office[]): string => offices.map(({ id }) => id).join(' ');

function told(choice: Choice): string[] {
  if (choice.kind === 'certain') return [ids(choice.offices)];
  return [
    `always: ${ids(choice.always)}`,
    ...choice.candidates.map((one) => `${one.division.replace(`${US}/`, '')}: ${ids(one.offices)}`),
  ];
}

const denver = place({ state: [CO], cd: [`${CO}/cd:1`], sldu: [`${CO}/sldu:34`], sldl: [`${CO}/sldl:5`] });
const platteville = place({ state: [WI], cd: [`${WI}/cd:2`, `${WI}/cd:3`] });

describe('choosing whom a campaign addresses', () => {
  it('takes the offices in the order of the rule, where everything is certain', () => {
    const rule = own('us-co-lower', 'us-senate', 'us-house', 'us-co-upper');
    expect(told(chooseOffices(rule, denver, roster))).to.deep.equal([
      'us-co-lower/co/5 us-senate/co us-house/co/1 us-co-upper/co/34',
    ]);
    expect(told(chooseOffices(own('us-house', 'us-senate'), denver, roster))).to.deep.equal([
      'us-house/co/1 us-senate/co',
    ]);
  });

  it('asks between the districts of a split place, a vacant seat among them, and never picks one', () => {
    const choice = chooseOffices(own('us-senate', 'us-house'), platteville, roster);
    expect(told(choice)).to.deep.equal([
      'always: us-senate/wi',
      'state:wi/cd:2: us-house/wi/2',
      'state:wi/cd:3: us-house/wi/3',
    ]);
    expect(choice.kind === 'split' && ids(choice.possible)).to.equal('us-senate/wi us-house/wi/2 us-house/wi/3');
  });

  it('does not ask for a district that the rule has no use for', () => {
    expect(told(chooseOffices(own('us-senate'), platteville, roster))).to.deep.equal(['us-senate/wi']);
    const twoSenates = place({ state: [WI], sldu: [`${WI}/sldu:16`, `${WI}/sldu:17`] });
    expect(told(chooseOffices(own('us-senate', 'us-house'), twoSenates, roster))).to.deep.equal(['us-senate/wi']);
  });

  it('asks for the narrowest split layer first, and names all who may be meant', () => {
    const split = place({
      state: [CO],
      cd: [`${CO}/cd:1`, `${CO}/cd:6`],
      sldu: [`${CO}/sldu:34`],
      sldl: [`${CO}/sldl:5`, `${CO}/sldl:8`],
    });
    const choice = chooseOffices(own('us-senate', 'us-house', 'us-co-upper', 'us-co-lower'), split, roster);
    expect(told(choice)).to.deep.equal([
      'always: us-senate/co us-co-upper/co/34',
      'state:co/sldl:5: us-co-lower/co/5',
      'state:co/sldl:8: us-co-lower/co/8',
    ]);
    expect(choice.kind === 'split' && ids(choice.possible)).to.equal(
      'us-senate/co us-house/co/1 us-house/co/6 us-co-upper/co/34 us-co-lower/co/5 us-co-lower/co/8',
    );
  });

  it('asks nothing for the chamber of another state', () => {
    const wisconsin = place({ state: [WI], cd: [`${WI}/cd:2`], sldl: [`${WI}/sldl:49`, `${WI}/sldl:51`] });
    expect(told(chooseOffices(own('us-co-upper', 'us-co-lower'), wisconsin, roster))).to.deep.equal(['']);
    expect(told(chooseOffices(own('us-co-lower', 'us-wi-lower'), wisconsin, roster))).to.have.length(3);
  });

  it('asks for the state, where that is open, and the answer brings all that follows from it', () => {
    const border = place({ state: [MT, WY], cd: [`${MT}/cd:2`, `${WY}/cd:at-large`] });
    expect(told(chooseOffices(own('us-senate', 'us-house'), border, roster))).to.deep.equal([
      'always: ',
      'state:mt/cd:2: us-senate/mt us-house/mt/2',
      'state:wy/cd:at-large: us-senate/wy us-house/wy/at-large',
    ]);
    expect(told(chooseOffices(own('us-senate'), border, roster))).to.deep.equal([
      'always: ',
      'state:mt: us-senate/mt',
      'state:wy: us-senate/wy',
    ]);
  });

  it('lets a state stand for its unknown districts, and names each senator once', () => {
    const border = place({ state: [CO, WY], cd: [CO, `${WY}/cd:at-large`] });
    const choice = chooseOffices(own('us-senate', 'us-house'), border, roster);
    expect(told(choice)).to.deep.equal([
      'always: ',
      'state:co: us-senate/co',
      'state:wy/cd:at-large: us-senate/wy us-house/wy/at-large',
    ]);
    expect(choice.kind === 'split' && ids(choice.possible)).to.equal('us-senate/co us-senate/wy us-house/wy/at-large');
  });

  it('gives the federal district its delegate and no senators', () => {
    const washington = place({ state: [DC], cd: [`${DC}/cd:at-large`] });
    expect(told(chooseOffices(own('us-senate', 'us-house'), washington, roster))).to.deep.equal([
      'us-house/dc/at-large',
    ]);
  });

  it('addresses named offices and whole bodies wherever the person lives', () => {
    const named: TargetRule = { kind: 'offices', offices: ['us-house/co/6', 'us-senate/wi', 'us-house/co/99'] };
    expect(told(chooseOffices(named, platteville, roster))).to.deep.equal(['us-house/co/6 us-senate/wi']);
    const list: TargetRule = { kind: 'bodies', bodies: ['city-council', 'us-co-lower'] };
    expect(told(chooseOffices(list, place({}), roster))).to.deep.equal([
      'city-council/mayor city-council/ward-1 us-co-lower/co/5 us-co-lower/co/8',
    ]);
  });

  it('never addresses a district of a split layer without an answer, and all of its candidates with one', () => {
    const some = (all: string[]) => fc.shuffledSubarray(all);
    const anyPlace = fc
      .record({
        state: some([CO, WI, WY]).filter((states) => states.length > 0),
        cd: some([`${CO}/cd:1`, `${CO}/cd:6`, `${WI}/cd:2`, `${WI}/cd:3`, `${WY}/cd:at-large`]),
        sldl: some([`${CO}/sldl:5`, `${CO}/sldl:8`, `${WI}/sldl:49`, `${WI}/sldl:51`]),
      })
      .map(({ state, ...rest }) => {
        const within = (divisions: string[]) =>
          divisions.filter((one) => state.some((home) => one.startsWith(home + '/')));
        const layers = { state, cd: within(rest.cd), sldl: within(rest.sldl) };
        return place(Object.fromEntries(Object.entries(layers).filter(([, divisions]) => divisions.length > 0)));
      });
    const anyRule = fc
      .shuffledSubarray(['us-senate', 'us-house', 'us-co-lower', 'us-wi-lower'], { minLength: 1 })
      .map((named) => own(...named));
    fc.assert(
      fc.property(anyPlace, anyRule, (where, rule) => {
        const choice = chooseOffices(rule, where, roster);
        const sure = choice.kind === 'certain' ? choice.offices : choice.always;
        const certain = new Set([...where.layers.values()].filter((divisions) => divisions.length === 1).flat());
        for (const office of sure) expect(certain.has(office.division), office.id).to.equal(true);
        const wanted = rule.kind === 'own' ? rule.bodies : [];
        const all = [...where.layers.values()].flat();
        const meant = [...roster.offices.values()].filter(
          (one) => wanted.includes(one.bodyId) && all.includes(one.division),
        );
        const reachable = choice.kind === 'certain' ? choice.offices : choice.possible;
        expect(reachable).to.have.members(meant);
        if (choice.kind === 'certain') return;
        const layers = [...where.layers.values()].filter((divisions) => divisions.length > 1);
        expect(layers).to.deep.include(choice.candidates.map(({ division }) => division));
      }),
    );
  });
});
