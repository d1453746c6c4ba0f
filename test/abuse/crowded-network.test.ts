import { expect } from 'chai';
import request from 'supertest';
import { writeProtection } from '../../src/abuse/index.js';
import { query } from '../../src/platform/db.js';
import { addressKey, suppress } from '../../src/supporters/index.js';
import { formOf, pressing, submit } from '../support/pages.js';
import { challengeIn, solve } from '../support/proofs.js';
import { ana, CITY, useWorld } from '../support/world.js';

const IP = '203.0.113.9';
const FLOOD = { name: 'actions-of-network', windows: [{ most: Infinity, seconds: 600 }] };

type Stored = { readonly suspicions: string | null; readonly hold: string | null };

describe('a person in a network that floods a protected campaign', () => {
  const world = useWorld({ keepsStarterPlaces: true, config: { TRUSTED_PROXIES: '127.0.0.1' } });
  beforeEach(async () => {
    const { id } = await world().campaigns.get(CITY);
    await writeProtection(world().db, { campaignId: id, mode: 'on', setBy: 'Olga', setAt: 1 });
    const { wide } = world().limits.keysOf(IP);
    for (let count = 0; count < 400; count += 1) await world().limits.hit(FLOOD, wide);
  });
  /** Sends one letter from the page, with the proof that it asks for. */
  const send = async (typed: object = {}): Promise<void> => {
    const http = request.agent(world().app).set('X-Forwarded-For', IP);
    const start = formOf((await http.get(`/c/${CITY}`)).text);
    const page = (await submit(http, start, { postal_code: '80202' })).text;
    const altcha = await solve(challengeIn(page) ?? expect.fail('no challenge'));
    const sent = await submit(http, pressing(formOf(page), 'Send my 4 letters'), { ...ana, altcha, ...typed });
    expect(sent.status).to.equal(303);
  };
  const stored = (): Promise<Stored[]> =>
    query(
      world().db,
      `SELECT DISTINCT suspicions, hold FROM deliveries JOIN letters ON letters.id = deliveries.letter_id
         JOIN actions ON actions.id = letters.action_id WHERE channel = 'smtp'`,
    );

  it('confirms by mail where they bring a solved proof, and no reviewer has to read it', async () => {
    await send();
    expect(await stored()).to.deep.equal([{ suspicions: null, hold: 'confirm' }]);
  });

  it('waits for a reviewer where there is another sign, too', async () => {
    await send({ comment_title: 'Buy' });
    expect(await stored()).to.deep.equal([{ suspicions: '["trap","network-flood"]', hold: 'review' }]);
  });

  it('waits for a reviewer where the address is one for minutes', async () => {
    await send({ email: 'ana@mailinator.com' });
    expect(await stored()).to.deep.equal([{ suspicions: '["disposable-address","network-flood"]', hold: 'review' }]);
  });

  it('waits for a reviewer where no mail reaches them', async () => {
    await suppress(world().db, { addressKey: addressKey(world().seal, ana.email), why: 'not-me', at: 1 });
    await send();
    expect(await stored()).to.deep.equal([{ suspicions: '["network-flood"]', hold: 'review' }]);
  });

  it('waits for a reviewer where a program sends by the API, also with a proof', async () => {
    const api = `/api/v1/campaigns/${CITY}`;
    const proof = await solve((await world().http.get(`${api}/challenge`)).body as Parameters<typeof solve>[0]);
    await world().http.post(`${api}/actions`).set('X-Forwarded-For', IP).send({ supporter: ana, proof }).expect(201);
    expect(await stored()).to.deep.equal([{ suspicions: '["network-flood"]', hold: 'review' }]);
  });
});
