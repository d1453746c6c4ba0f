import { expect } from 'chai';
import fc from 'fast-check';
import type { Layer, Place } from '../../src/divisions/index.js';
import { findKnownBody, rosterOfFile, type Body } from '../../src/offices/index.js';
import { applyRule, type Decision } from '../../src/targets/apply-rule.js';
import type { Picked } from '../../src/targets/narrow.js';
import { asksForPlace, type TargetRule } from '../../src/targets/index.js';
import { person, seat } from '../support/rosters.js';

const US = 'ocd-division/country:us';
const [CO, UT, DC] = [`${US}/state:co`, `${US}/state:ut`, `${US}/district:dc`];
const bodies = ['us-senate', 'us-house', 'us-co-lower'].flatMap((id): Body[] =>
  [findKnownBody(id)].flatMap((b) => b ?? []),
);

/** Two senators for Colorado, of two parties; the seat of Colorado's eighth district is vacant. */
const people: readonly (readonly [key: string, division: string, name: string, party: string])[] = [
  ['us-senate/co/class-2', CO, 'Ana Lima', 'Democrat'],
  ['us-senate/co/class-3', CO, 'Ben Okafor', 'Republican'],
  ['us-senate/ut/class-1', UT, 'Cleo Roth', 'Republican'],
  ['us-house/co/1', `${CO}/cd:1`, 'Dan Wu', 'Democrat'],
  ['us-house/co/6', `${CO}/cd:6`, 'Eve Sand', 'Democrat'],
  ['us-house/co/8', `${CO}/cd:8`, '', ''],
  ['us-house/ut/3', `${UT}/cd:3`, 'Finn Hale', 'Republican'],
  ['us-house/dc/at-large', `${DC}/cd:at-large`, 'Gus Ito', 'Democrat'],
  ['us-co-lower/co/5', `${CO}/sldl:5`, 'Hana Abe', 'Democratic'],
  ['us-co-lower/co/8', `${CO}/sldl:8`, 'Ivo Ito', 'Republican'],
];
const titles: Readonly<Record<string, string>> = { 'us-senate': 'Senator', 'us-house': 'Representative' };
const roster = rosterOfFile({
  bodies,
  seats: people.map(([key, division]) => {
    const bodyId = key.split('/')[0] ?? '';
    return { ...seat(bodyId, division), key, title: titles[bodyId] ?? 'Member' };
  }),
  holders: people.flatMap(([seatKey, , name, party]) => (name ? [{ seatKey, person: person(name, { party }) }] : [])),
  remarks: [],
});

function place(layers: Partial<Record<Layer, string[]>>): Place {
  const all = Object.entries({ country: [US], ...layers }) as [Layer, string[]][];
  return { country: 'us', code: '00000', isNearLine: false, layers: new Map(all) };
}

const denver = place({ state: [CO], cd: [`${CO}/cd:1`], sldl: [`${CO}/sldl:5`] });
const greeley = place({ state: [CO], cd: [`${CO}/cd:8`] });
const split = place({ state: [CO], cd: [`${CO}/cd:1`, `${CO}/cd:6`] });
const border = place({ state: [CO, UT], cd: [`${CO}/cd:6`, `${UT}/cd:3`] });
const washington = place({ state: [DC], cd: [`${DC}/cd:at-large`] });

const names = ({ chosen }: Picked): string[] => chosen.map(({ holder }) => holder.name);
const whyOf = ({ chosen }: Picked): string[] => chosen.map(({ holder, why }) => `${holder.name}: ${why}`);

function picked(rule: TargetRule, where: Place): Picked {
  const decision = applyRule(rule, where, roster);
  return decision.kind === 'certain' ? decision.picked : expect.fail('a question is open');
}

function asked(decision: Decision): string[] {
  if (decision.kind === 'certain') return [names(decision.picked).join()];
  return [
    `always ${names(decision.always).join()}`,
    ...decision.candidates.map((one) => `${one.division.replace(`${US}/`, '')} ${names(one.picked).join()}`),
  ];
}

const senate: TargetRule = { kind: 'own', bodies: ['us-senate'] };
const house: TargetRule = { kind: 'own', bodies: ['us-house'] };

describe('a rule with conditions', () => {
  it('keeps the party that it asks for, however rosters write it', () => {
    const rule: TargetRule = { kind: 'bodies', bodies: ['us-senate', 'us-co-lower'], only: { party: ['democrat'] } };
    expect(whyOf(picked(rule, place({})))).to.deep.equal([
      'Ana Lima: Sits in the United States Senate (Democrat)',
      'Hana Abe: Sits in the Colorado House of Representatives (Democratic)',
    ]);
  });

  it('keeps a state, by name or as the supporter’s own', () => {
    const all: TargetRule = { kind: 'bodies', bodies: ['us-senate', 'us-house'] };
    expect(names(picked({ ...all, only: { state: ['ut'] } }, denver))).to.deep.equal(['Cleo Roth', 'Finn Hale']);
    const own = { ...all, only: { state: ['own'] } };
    expect([asksForPlace(own), asksForPlace(all)]).to.deep.equal([true, false]);
    expect(names(picked(own, denver))).to.deep.equal(['Ana Lima', 'Ben Okafor', 'Dan Wu', 'Eve Sand']);
    expect(asked(applyRule(own, split, roster)), 'no district matters').to.have.length(1);
    expect(asked(applyRule(own, border, roster))).to.deep.equal([
      'always ',
      'state:co Ana Lima,Ben Okafor,Dan Wu,Eve Sand',
      'state:ut Cleo Roth,Finn Hale',
    ]);
  });

  it('goes by the table of positions: by person, by office, and not for a successor', () => {
    const positions = [
      { who: 'name:ana lima', position: 'supports' },
      { who: 'us-senate/co/class-3', name: 'BEN OKAFOR', position: 'opposes' },
      { who: 'us-house/co/1', name: 'Someone Before', position: 'supports' },
    ] as const;
    const both: TargetRule = { kind: 'own', bodies: ['us-senate', 'us-house'], positions };
    const only = (...position: ('supports' | 'opposes' | 'undeclared')[]): string[] =>
      whyOf(picked({ ...both, only: { position } }, denver));
    expect(only('supports')).to.deep.equal(['Ana Lima: Your senator, who supports this']);
    expect(only('opposes')).to.deep.equal(['Ben Okafor: Your senator, who opposes this so far']);
    expect(only('undeclared')).to.deep.equal(['Dan Wu: Your representative, who has not taken a position']);
    expect(names(picked({ ...both, order: ['position'] }, denver))).to.deep.equal(['Dan Wu', 'Ben Okafor', 'Ana Lima']);
  });

  it('leaves out whom an exception names, also from its fallback, and tells why', () => {
    const say = 'Your senator already supports this: thank her instead.';
    const rule: TargetRule = {
      ...senate,
      only: { party: ['Democrat'] },
      positions: [{ who: 'us-senate/co/class-2', position: 'supports' }],
      except: [{ position: ['supports'], say }],
      else: senate,
    };
    const found = picked(rule, denver);
    expect([names(found), found.fallback]).to.deep.equal([['Ben Okafor'], 1]);
    expect(found.excluded.map((one) => `${one.holder.name}: ${one.say}`)).to.deep.equal([`Ana Lima: ${say}`]);
  });

  it('puts in order and stops at its limit', () => {
    const rule: TargetRule = { kind: 'bodies', bodies: ['us-house', 'us-senate'], order: ['name'], limit: 3 };
    expect(names(picked(rule, denver))).to.deep.equal(['Finn Hale', 'Gus Ito', 'Ana Lima']);
  });

  it('takes its fallback for a vacant seat, which it still tells, and for DC’s missing senators', () => {
    const found = picked({ ...house, else: senate }, greeley);
    expect(names(found)).to.deep.equal(['Ana Lima', 'Ben Okafor']);
    expect([found.vacant.map(({ id }) => id), found.fallback]).to.deep.equal([['us-house/co/8'], 1]);
    expect(whyOf(picked({ ...senate, else: house }, washington))).to.deep.equal(['Gus Ito: Your representative']);
    const two: TargetRule = {
      ...senate,
      only: { party: ['Green'] },
      else: { ...house, only: { party: ['Green'] }, else: house },
    };
    expect([names(picked(two, denver)), picked(two, denver).fallback]).to.deep.equal([['Dan Wu'], 2]);
  });
});

describe('a rule with conditions at a split code', () => {
  it('asks when the answer changes who is written to', () => {
    expect(asked(applyRule({ kind: 'own', bodies: ['us-senate', 'us-house'], limit: 3 }, split, roster))).to.deep.equal(
      ['always Ana Lima,Ben Okafor', 'state:co/cd:1 Dan Wu', 'state:co/cd:6 Eve Sand'],
    );
  });

  it('does not ask when all answers lead to the same', () => {
    const rule: TargetRule = { ...house, only: { party: ['Republican'] }, else: senate };
    expect(asked(applyRule(rule, split, roster))).to.deep.equal(['Ana Lima,Ben Okafor']);
    expect(asked(applyRule(rule, border, roster))).to.deep.equal([
      'always ',
      'state:co/cd:6 Ana Lima,Ben Okafor',
      'state:ut/cd:3 Finn Hale',
    ]);
    expect(asked(applyRule({ ...senate, else: house }, split, roster)), 'senators need no district').to.have.length(1);
  });

  it('asks for the fallback’s district only once it comes to that', () => {
    const rule: TargetRule = { ...senate, only: { party: ['Green'] }, else: house };
    expect(asked(applyRule(rule, split, roster))).to.deep.equal([
      'always ',
      'state:co/cd:1 Dan Wu',
      'state:co/cd:6 Eve Sand',
    ]);
  });

  it('says nobody is certain under a limit while other questions are open', () => {
    const both = place({
      state: [CO],
      cd: [`${CO}/cd:1`, `${CO}/cd:6`],
      sldl: [`${CO}/sldl:5`, `${CO}/sldl:8`],
    });
    const rule: TargetRule = {
      kind: 'own',
      bodies: ['us-senate', 'us-house', 'us-co-lower'],
      order: ['name'],
      limit: 2,
    };
    expect(asked(applyRule(rule, both, roster))).to.deep.equal(['always ', 'state:co/sldl:5 ', 'state:co/sldl:8 ']);
  });

  it('never promises or hides anybody: what is certain follows from every answer', () => {
    const step = fc.record({
      kind: fc.constant('own' as const),
      bodies: fc.shuffledSubarray(['us-senate', 'us-house', 'us-co-lower'], { minLength: 1 }),
      only: fc.constantFrom<NonNullable<TargetRule['only']>[]>(
        {},
        { party: ['Democrat'] },
        { party: ['Republican'] },
        { state: ['UT'] },
      ),
    });
    const limit = fc.constantFrom({}, { limit: 1 }, { limit: 2 });
    const anyRule = fc
      .tuple(step, limit, step)
      .map(([first, cut, second]): TargetRule => ({ ...first, ...cut, else: second }));
    const some = (all: string[]) => fc.shuffledSubarray(all, { minLength: 1 });
    const anyPlace = fc
      .record({ cd: some([`${CO}/cd:1`, `${CO}/cd:6`, `${CO}/cd:8`]), sldl: some([`${CO}/sldl:5`, `${CO}/sldl:8`]) })
      .map((layers) => ({ state: [CO], ...layers }));
    fc.assert(
      fc.property(anyRule, anyPlace, (rule, layers) => {
        const outcomes = layers.cd.flatMap((cd) =>
          layers.sldl.map((sldl) => names(picked(rule, place({ state: [CO], cd: [cd], sldl: [sldl] })))),
        );
        const decision = applyRule(rule, place(layers), roster);
        if (decision.kind === 'certain') {
          for (const outcome of outcomes) expect(outcome).to.deep.equal(names(decision.picked));
          return;
        }
        for (const outcome of outcomes) expect(outcome).to.include.members(names(decision.always));
        expect(names(decision.possible)).to.include.members(outcomes.flat());
      }),
    );
  });
});
