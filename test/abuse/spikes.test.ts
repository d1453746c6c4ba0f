import { expect } from 'chai';
import { createSpikeSignal, isSpike, listAlerts, type Alert, type Submission } from '../../src/abuse/index.js';
import { CITY, HOUR, MINUTE, START, useWorld } from '../support/world.js';

describe('the rule that tells organizers of a spike', () => {
  it('looks at the number, at its share of all, and at what is usual', () => {
    const flood = { kind: 'domain', seen: 60, arrived: 100, usualShare: 0.05 } as const;
    expect(isSpike(flood)).to.equal(true);
    expect(isSpike({ ...flood, seen: 19, arrived: 19 }), 'a class').to.equal(false);
    expect(isSpike({ ...flood, arrived: 1_000 }), 'few of a crowd').to.equal(false);
    expect(isSpike({ ...flood, usualShare: 0.5 }), 'a union as always').to.equal(false);
  });
});

describe('what arrives far more often than usual', () => {
  const world = useWorld();
  const sender = async (): Promise<(change: Partial<Submission>, ip?: string) => Promise<unknown>> => {
    const { id: campaignId, organizationId } = await world().campaigns.get(CITY);
    const signal = createSpikeSignal(world());
    let number = 0;
    return (change, ip) => {
      number += 1;
      const email = `person${number}@gmail.com`;
      const network = ip ?? `${20 + (number % 60)}.${number % 250}.7.7`;
      const origin = { ip: network, via: 'page', trap: '', proof: '' } as const;
      const who = { email, emailKey: email, givenName: 'Ana', familyName: 'Lima', words: '', request: `${number}` };
      return Promise.resolve(signal({ campaignId, organizationId, at: START, ...who, origin, ...change }));
    };
  };
  const alerts = async (): Promise<Alert[]> =>
    listAlerts(world().db, (await world().campaigns.get(CITY)).organizationId, 99);

  it('is written down once for a network, a mail domain, passing addresses and a text, and suspects nobody', async () => {
    const send = await sender();
    const words =
      'I lived beside the motel on Fourth Street for nine years and nobody there knew whom to call at night.';
    for (let index = 0; index < 40; index++) {
      const at = START + index * 3_000;
      expect(await send({ at }, `203.0.113.${index}`)).to.deep.equal([]);
      await send({ at, emailKey: `a${index}@flood.example` });
      await send({ at, emailKey: `a${index}@mailinator.com`, words });
    }
    const found = await alerts();
    expect(found.map(({ kind }) => kind).sort()).to.deep.equal(['disposable', 'domain', 'domain', 'network', 'text']);
    expect(
      found
        .map(({ domain }) => domain)
        .filter(Boolean)
        .sort(),
    ).to.deep.equal(['flood.example', 'mailinator.com']);
    expect(found.map(({ network }) => network).filter(Boolean)).to.deep.equal(['203.0.113.0/24']);
    expect(found.every(({ about }) => /^[0-9a-f]{64}$/.test(about))).to.equal(true);
    expect(found.every(({ seen, firstAt, lastAt }) => seen > 20 && lastAt > firstAt)).to.equal(true);
  });

  it('is no spike where everybody has their mail, in a crowd from everywhere, or where it is always so', async () => {
    const send = await sender();
    for (let index = 0; index < 100; index++) await send({ at: START + index * 1_000 });
    expect(await alerts()).to.deep.equal([]);
    const union = (at: number, count: number): Promise<unknown> =>
      Promise.all(Array.from({ length: count }, (_, index) => send({ at, emailKey: `m${index}@union.example` })));
    // A quiet week of members, six in ten minutes, and then the union's own mail to all of them.
    for (let index = 0; index < 100; index++) {
      await union(START + HOUR + index * 10 * MINUTE, 6);
      await send({ at: START + HOUR + index * 10 * MINUTE });
    }
    await union(START + 18 * HOUR, 60);
    expect(await alerts()).to.deep.equal([]);
  });
});
