import { expect } from 'chai';
import { putMember } from '../../src/organizers/index.js';
import { digestWeek, sendDigests, touchCoalitions } from '../../src/partners/index.js';
import { COALITION, seedCoalition, type SeededCoalition } from '../support/coalition.js';
import type { ReceivedMail } from '../support/mail-server.js';
import { linkIn, only, useMailing } from '../support/mailing.js';
import { ben, DAY, HOUR } from '../support/world.js';

const TO_MONDAY = 5 * DAY;

describe('Monday’s mail about a coalition', () => {
  const { world, server, act } = useMailing();
  let seeded: SeededCoalition;
  beforeEach(async () => {
    seeded = await seedCoalition(world());
  });
  const send = async (): Promise<ReceivedMail[]> => {
    await sendDigests({ ...world(), baseUrl: world().config.BASE_URL });
    return server().received.splice(0);
  };
  const address = ({ userId }: { readonly userId: string }): string => `${userId}@organizer.example`;
  const ask = (party: 'teachers' | 'chamber', wants = 'yes') =>
    seeded[party].owner.post(`/coalitions/${COALITION}/digest`, { wants });

  it('is due at nine of the coalition’s clock, also after it was moved, and not days later', () => {
    // The United States move their clocks on Sunday, 14 March 2027: nine is 15:00 UTC then, and 16:00 before.
    const at = (text: string) => digestWeek(Date.parse(text), 'America/Denver');
    expect(at('2027-03-15T15:00Z')).to.include({ weekOn: '2027-03-15', fromOn: '2027-03-08', toOn: '2027-03-14' });
    expect(at('2027-03-15T14:59Z')).to.equal(undefined);
    expect(at('2027-03-08T15:59Z')).to.equal(undefined);
    expect(at('2027-03-08T16:00Z')?.weekOn).to.equal('2027-03-08');
    expect(at('2027-03-15T15:00Z')?.dueBefore).to.equal(Date.parse('2027-03-08T16:00Z'));
    expect(at('2027-03-18T14:59Z')?.weekOn).to.equal('2027-03-15');
    expect(at('2027-03-18T15:00Z')).to.equal(undefined);
  });

  it('goes to the lead’s owners and to who asked, once, with exact numbers of their own alone', async () => {
    await act({ source: 'teachers.newsletter' });
    await act({ supporter: ben, source: 'chamber' });
    server().received.length = 0;
    expect(await send(), 'on a Wednesday').to.deep.equal([]);
    await ask('teachers');
    await seeded.lead.owner.post(`/coalitions/${COALITION}/milestones`, {
      ...{
        happened_on: '2027-02-01',
        kind: 'hearing',
        title: 'The council heard us',
        text: '',
        link: '',
        is_public: '',
      },
    });
    world().moveClock(TO_MONDAY + HOUR);
    const mails = await send();
    const to = mails.map(({ envelope }) => envelope.to[0]);
    expect(to).to.have.members([address(seeded.lead.owner), address(seeded.teachers.owner)]);
    const mail =
      mails.find(({ envelope }) => envelope.to[0]?.startsWith(seeded.teachers.owner.userId)) ?? expect.fail();
    const { text = '', subject } = mail.mail;
    expect(subject).to.equal('Safe Harbourview: the week to 14 March 2027');
    expect(text).to.contain('8 March 2027 to 14 March 2027').and.to.contain('The council heard us');
    expect(text).to.contain('Last week: fewer than 10 people wrote').and.to.contain('1 person wrote by your links');
    expect(text, 'nothing of other partners or people').not.to.match(/Chamber|Ana|Ben|supporter\.example/);
    expect(mail.raw).to.match(/^List-Unsubscribe: <http\S+\/digest\/\S+>\r$/m);
    expect(mail.raw).to.match(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m);
    expect(await send(), 'a second run').to.deep.equal([]);
    world().moveClock(7 * DAY);
    expect(await send()).to.have.length(2);
  });

  it('is stopped by one click without signing in, which a look is not', async () => {
    world().moveClock(TO_MONDAY + HOUR);
    const path = linkIn(only(await send()), '/digest/');
    expect((await world().http.get(path).expect(200)).text).to.contain('Stop this mail');
    world().moveClock(7 * DAY);
    expect(await send(), 'a look changes nothing').to.have.length(1);
    await world().http.post(path).type('form').send({ 'List-Unsubscribe': 'One-Click' }).expect(200);
    world().moveClock(7 * DAY);
    expect(await send()).to.deep.equal([]);
    await world().http.post(path).type('form').send({ undo: '1' }).expect(200);
    world().moveClock(7 * DAY);
    expect(await send()).to.have.length(1);
    await world()
      .http.get(`${path.slice(0, -1)}x`)
      .expect(404);
  });

  it('is tried again after a refusal, and never twice after its sender died over it', async () => {
    world().moveClock(TO_MONDAY + HOUR);
    server().behave = { data: () => ({ code: 451, text: 'later' }) };
    expect(await send()).to.deep.equal([]);
    server().behave = {};
    world().moveClock(HOUR);
    expect(await send()).to.have.length(1);
    world().moveClock(7 * DAY);
    await world().db('digests').delete();
    server().behave = { data: () => ({ code: 451, text: 'later' }) };
    await send();
    await world()
      .db('digests')
      .update({ state: 'sending', due_at: world().clock.now() + HOUR });
    server().behave = {};
    expect(await send()).to.deep.equal([]);
    world().moveClock(2 * HOUR);
    expect(await send()).to.deep.equal([]);
    const [row] = await world().db('digests').select<{ state: string }[]>('state');
    expect(row?.state).to.equal('unknown');
  });

  it('is not sent a second time in a database that was restored in its week', async () => {
    world().moveClock(TO_MONDAY + HOUR);
    const copy = { id: 'a copy', taken_at: 0 };
    await world().db('copies').insert(copy);
    expect(await send(), 'before anything is held back').to.deep.equal([]);
    await world().db('copies').update({ held_at: world().clock.now() });
    world().moveClock(HOUR);
    expect(await send()).to.deep.equal([]);
    world().moveClock(7 * DAY);
    expect(await send()).to.have.length(1);
  });

  it('goes to nobody who left, whose organization left, or whose coalition ended', async () => {
    await ask('teachers');
    await ask('chamber');
    server().behave = { data: () => ({ code: 451, text: 'later' }) };
    world().moveClock(TO_MONDAY + HOUR);
    expect(await send()).to.deep.equal([]);
    server().behave = {};
    world().moveClock(HOUR);
    await world().db('members').where({ user_id: seeded.teachers.owner.userId }).delete();
    await world().db('partners').where({ id: seeded.chamber.partnerId }).update({ state: 'left' });
    await touchCoalitions(world().db);
    world().coalitions.forget();
    expect(only(await send()).envelope.to).to.deep.equal([address(seeded.lead.owner)]);
    await putMember(world().db, {
      ...{ organizationId: seeded.teachers.organizationId, userId: seeded.teachers.owner.userId, role: 'analyst' },
      sinceAt: world().clock.now(),
    });
    expect(await send(), 'who comes back waits for the next week').to.deep.equal([]);
    await world().db('coalitions').update({ ended_at: world().clock.now() });
    await touchCoalitions(world().db);
    world().coalitions.forget();
    world().moveClock(7 * DAY);
    expect(await send()).to.deep.equal([]);
  });
});
