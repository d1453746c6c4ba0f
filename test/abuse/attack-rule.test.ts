import { expect } from 'chai';
import { attackIn, createScreening, trapSignal, tooFastSignal, type Submission } from '../../src/abuse/index.js';
import { hardnessAt, STAYS_ON_MS } from '../../src/abuse/attack-rule.js';
import { createNearCopySignal } from '../../src/abuse/index.js';
import { createWatch } from '../../src/abuse/watch.js';
import { HOUR, MINUTE, START } from '../support/world.js';

const CALM = { sent: 0, byPrograms: 0, unproven: 0, fromBusiest: 0, usual: 0, isOverloaded: false };

function submission(change: Partial<Submission> & { readonly ip?: string } = {}): Submission {
  const { ip = '203.0.113.9', ...rest } = change;
  const origin = { ip, via: 'page', trap: '', proof: '', formMadeAt: START - MINUTE } as const;
  return {
    campaignId: '01k',
    organizationId: '01k',
    email: 'ana@supporter.example',
    emailKey: 'ana@supporter.example',
    givenName: 'Ana',
    familyName: 'Lima',
    words: '',
    request: 'page 1',
    at: START,
    origin,
    ...rest,
  };
}

/** People of a network each: `198.18` and on is a range for tests of networks, so public-looking ones are counted up. */
const addressOf = (person: number): string => `${20 + (person % 60)}.${(person >> 6) % 250}.${(person >> 14) % 250}.7`;

describe('the rule that tells an attack from a crowd', () => {
  it('leaves a broadcast alone that sends 200 people a second, and sees the programs that come instead', () => {
    const watch = createWatch();
    const note = (count: number, at: number, how: { readonly ip?: string; readonly isHasty?: boolean }): void => {
      for (let index = 0; index < count; index++)
        watch.note(submission({ ip: how.ip ?? addressOf(index * 7 + at), at }), how.isHasty ? ['too-fast'] : [], false);
    };
    for (let second = 0; second < 60; second++) {
      note(195, START + second * 1_000, {});
      // An office's own broadcast, and people whose browser filled in everything.
      note(4, START + second * 1_000, { ip: '203.0.113.9' });
      note(1, START + second * 1_000, { isHasty: true });
    }
    const broadcast = watch.lastMinute('01k', START + 59_000);
    expect(broadcast.sent).to.equal(12_000);
    expect(attackIn(broadcast)).to.equal(undefined);
    const night = START + 3 * HOUR;
    for (let second = 0; second < 60; second++) note(1, night + second * 1_000, { isHasty: true });
    expect(attackIn(watch.lastMinute('01k', night + 59_000))).to.equal('programs');
    const next = night + 5 * HOUR;
    for (let second = 0; second < 60; second++) note(2, next + second * 1_000, { ip: `198.51.100.${second % 3}` });
    expect(attackIn(watch.lastMinute('01k', next + 59_000))).to.equal('few-networks');
    expect(attackIn(watch.lastMinute('01k', next + 10 * MINUTE))).to.equal(undefined);
  });

  it('looks at the shares, at what is usual, and at what the program can bear', () => {
    expect(attackIn(CALM)).to.equal(undefined);
    expect(attackIn({ ...CALM, sent: 29, byPrograms: 29 }), 'a reviewer reads these').to.equal(undefined);
    expect(attackIn({ ...CALM, sent: 300, byPrograms: 89 })).to.equal(undefined);
    expect(attackIn({ ...CALM, sent: 300, byPrograms: 90 })).to.equal('programs');
    expect(attackIn({ ...CALM, sent: 300, fromBusiest: 300, usual: 100 }), 'a campus as always').to.equal(undefined);
    expect(attackIn({ ...CALM, sent: 300, fromBusiest: 210, usual: 10 })).to.equal('few-networks');
    expect(attackIn({ ...CALM, sent: 12_000, isOverloaded: true })).to.equal('overload');
    expect(attackIn({ ...CALM, sent: 40, unproven: 20 })).to.equal('unproven');
    expect(attackIn({ ...CALM, sent: 60_000 })).to.equal('ceiling');
  });

  it('makes the sum harder step by step while reasons go on, and never harder than four times', () => {
    const after = (minutes: number): number =>
      hardnessAt({ onSince: START, onUntil: START + minutes * MINUTE + STAYS_ON_MS });
    expect([0, 4, 5, 10, 15, 600].map(after)).to.deep.equal([0, 0, 1, 2, 3, 3]);
  });
});

describe('signs that no person leaves', () => {
  it('are a filled-in field that nobody sees, and no time to read; a program’s own key needs none', async () => {
    const { screen } = createScreening([tooFastSignal, trapSignal]);
    const { origin } = submission();
    const screened = await screen(submission({ origin: { ...origin, trap: 'x', formMadeAt: START - 2_999 } }));
    expect(screened).to.deep.equal({ suspicions: ['trap', 'too-fast'], lacksProof: false, mayConfirm: false });
    expect((await screen(submission())).suspicions).to.deep.equal([]);
    const { formMadeAt: _, ...byKey } = origin;
    expect((await screen(submission({ origin: byKey }))).suspicions).to.deep.equal([]);
  });
});

describe('many people who write nearly the same', () => {
  const words =
    'My mother cleaned rooms in this city for nineteen years and nobody ever asked her what she saw at night there.';
  const write = (signal: ReturnType<typeof createNearCopySignal>, person: number, more: Partial<Submission> = {}) =>
    signal(submission({ emailKey: `p${person}@supporter.example`, words, ...more }));

  it('are looked at from the twenty-first on, also where a word differs', () => {
    const signal = createNearCopySignal();
    const first = Array.from({ length: 20 }, (_, person) => write(signal, person));
    expect(first.flat()).to.deep.equal([]);
    expect(write(signal, 3), 'somebody who wrote before').to.deep.equal([]);
    expect(write(signal, 20, { words: `${words} Yes!` })).to.deep.equal(['near-copies']);
    expect(
      write(signal, 21, { words: 'I teach at the school on Elm Street and see what happens there at night.' }),
    ).to.deep.equal([]);
    expect(write(signal, 22, { campaignId: '01z' }), 'another campaign').to.deep.equal([]);
    expect(write(signal, 23, { at: START + 7 * HOUR }), 'hours later').to.deep.equal([]);
  });

  it('are looked at also where each of them changes a word of their own', () => {
    const signal = createNearCopySignal();
    const text =
      `${words} Please think of the people who work there and vote for the training that they ask for.`.split(' ');
    const held = Array.from({ length: 60 }, (_, person) =>
      write(signal, person, { words: text.with((person * 7) % text.length, `word${person}`).join(' ') }),
    );
    expect(held.flat().length).to.be.within(36, 40);
  });

  it('are left alone where they say what anybody would, or nothing of their own', () => {
    const signal = createNearCopySignal();
    const short = Array.from({ length: 50 }, (_, person) => write(signal, person, { words: 'Please vote for this!' }));
    const none = Array.from({ length: 50 }, (_, person) => write(signal, person, { words: '' }));
    expect([...short, ...none].flat()).to.deep.equal([]);
  });
});
