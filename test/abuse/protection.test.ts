import type { Challenge } from 'altcha-lib';
import { expect } from 'chai';
import type { Response } from 'supertest';
import { writeProtection, type ProtectionMode } from '../../src/abuse/index.js';
import { addressKey, suppress } from '../../src/supporters/index.js';
import { linkIn, only, useMailing } from '../support/mailing.js';
import { decode, formOf, pressing, submit, type Typed } from '../support/pages.js';
import { challengeIn, solve } from '../support/proofs.js';
import { ana, ben, CITY, MINUTE, NATIONAL } from '../support/world.js';

const SEND = 'Send my 4 letters';
const FEW_SECONDS = 5_000;

describe('a campaign under attack', () => {
  const { world, look } = useMailing();
  const protect = async (mode: ProtectionMode): Promise<void> => {
    const { id } = await world().campaigns.get(CITY);
    await writeProtection(world().db, { campaignId: id, mode, setBy: 'Olga', setAt: world().clock.now() });
    world().moveClock(FEW_SECONDS);
  };
  const letterPage = async (): Promise<string> => {
    const start = formOf((await world().http.get(`/c/${CITY}`)).text);
    return (await submit(world().http, start, { postal_code: '80202' })).text;
  };
  const send = (page: string, typed: Typed): Promise<Response> =>
    submit(world().http, pressing(formOf(page), SEND), typed);
  const holdsOf = async (receipt: Response): Promise<(string | null)[]> => {
    expect(receipt.status).to.equal(303);
    const rows = await world()
      .db('deliveries')
      .join('letters', 'letters.id', 'letter_id')
      .join('actions', 'actions.id', 'action_id')
      .where({ token: String(receipt.headers['location']).slice('/r/'.length) })
      .distinct<{ state: string; hold: string | null }[]>('state', 'hold');
    return rows.map(({ state, hold }) => hold ?? state).sort();
  };
  const act = (supporter: object, body: object = {}): Promise<Response> =>
    world()
      .http.post(`/api/v1/campaigns/${CITY}/actions`)
      .send({ supporter, ...body });
  const challenge = async (slug = CITY): Promise<Challenge> =>
    (await world().http.get(`/api/v1/campaigns/${slug}/challenge`)).body as Challenge;

  it('takes a letter with a solved challenge at once, each solution for one person', async () => {
    expect(challengeIn(await letterPage()), 'in quiet times').to.equal(undefined);
    await protect('on');
    const page = await letterPage();
    const altcha = await solve(challengeIn(page) ?? expect.fail('no challenge'));
    const sent = await send(page, { ...ana, altcha });
    expect(await holdsOf(sent)).to.deep.equal(['handed_over', 'queued']);
    const again = await send(page, { ...ana, altcha });
    expect(again.headers['location'], 'the same request again').to.equal(sent.headers['location']);
    expect(await holdsOf(await send(page, { ...ben, altcha })), 'somebody else').to.include('confirm');
    await protect('off');
    expect(challengeIn(await letterPage())).to.equal(undefined);
  });

  it('takes a letter without one too, which leaves after a confirmation by mail', async () => {
    await protect('on');
    const page = await letterPage();
    expect(decode(page)).to.include('we mail you a link, and it leaves when you have opened that');
    const sent = await send(page, { ...ana, copy: 'true' });
    expect(await holdsOf(sent)).to.deep.equal(['confirm', 'handed_over']);
    const mail = only(await look());
    expect(mail.mail.subject).to.equal('Please confirm your e-mail address');
    await world().http.post(linkIn(mail, '/confirm/')).expect(303);
    expect(await holdsOf(sent)).to.deep.equal(['handed_over', 'queued']);
  });

  it('holds a letter for review whose writer gets no mail from here', async () => {
    await protect('on');
    await suppress(world().db, { addressKey: addressKey(world().seal, ana.email), why: 'not-me', at: 1 });
    expect(await holdsOf(await send(await letterPage(), ana))).to.deep.equal(['handed_over', 'review']);
    const rows = await world().db('actions').select<{ suspicions: string }[]>('suspicions');
    expect(rows.map(({ suspicions }) => suspicions)).to.deep.equal(['["no-proof"]']);
  });

  it('tells programs where to get a challenge, and takes none that is old, forged, elsewhere’s or used', async () => {
    await protect('on');
    const refused = await act(ana);
    expect([refused.status, (refused.body as { type: string }).type]).to.deep.equal([
      403,
      'urn:clarion:problem:proof-needed',
    ]);
    const mine = await challenge();
    const proof = await solve(mine);
    const { parameters, signature } = mine;
    const easier = { parameters: { ...parameters, keyPrefix: '0' }, signature };
    const unfit = [
      'not base64 {',
      Buffer.from('null').toString('base64'),
      Buffer.from(JSON.stringify({ challenge: mine, solution: { counter: 0, derivedKey: '00' } })).toString('base64'),
      await solve(easier as Challenge),
      await solve(await challenge(NATIONAL)),
    ];
    for (const text of unfit) expect((await act(ana, { proof: text })).status, text.slice(0, 20)).to.equal(403);
    const both = await Promise.all([act(ana, { proof }), act(ben, { proof })]);
    expect(both.map(({ status }) => status).sort()).to.deep.equal([201, 403]);
    // Another spelling of the same solution.
    const spelled = Buffer.from(` ${Buffer.from(proof, 'base64').toString()}`).toString('base64');
    expect((await act({ ...ana, email: 'third@supporter.example' }, { proof: spelled })).status).to.equal(403);
    const late = await solve(await challenge());
    world().moveClock(11 * MINUTE);
    expect((await act({ ...ana, email: 'late@supporter.example' }, { proof: late })).status).to.equal(403);
    await act({ ...ana, email: 'next@supporter.example' }, { proof: await solve(await challenge()) });
    expect(await world().db('spent_proofs').select('proof'), 'old ones are tidied away').to.have.length(1);
  });

  it('is protected by rule while programs send, and for a quarter of an hour after them', async () => {
    const form = pressing(formOf(await letterPage()), SEND);
    for (let bot = 0; bot < 30; bot++) {
      if (bot === 29) world().moveClock(1_000);
      await submit(world().http, form, { ...ana, email: `bot${bot}@supporter.example`, comment_title: 'Buy' });
    }
    expect(challengeIn(await letterPage())).to.have.property('signature');
    const row: unknown = await world().db('protections').first('mode', 'reason');
    expect(row).to.deep.equal({ mode: 'auto', reason: 'programs' });
    world().moveClock(15 * MINUTE + FEW_SECONDS);
    expect(challengeIn(await letterPage())).to.equal(undefined);
  });
});
