import { expect } from 'chai';
import type { Response } from 'supertest';
import { createScreening } from '../../src/abuse/index.js';
import { formOf, submit } from '../support/pages.js';
import { changeDelivery } from '../support/campaign-copies.js';
import { seedCoalition } from '../support/coalition.js';
import { startMailServer, type MailServer } from '../support/mail-server.js';
import { askBoth } from '../support/partner-people.js';
import { ana, CITY, DAY, HOUR, MINUTE, useFolder, useWorld } from '../support/world.js';

/** Ana has written before; to Ben's address letters are never let go; nobody knows Eve yet. */
const ben = { given_name: 'Ana', family_name: 'Lima', email: 'ben@supporter.example' };
const eve = { given_name: 'Ana', family_name: 'Lima', email: 'eve@supporter.example' };
const again = { given_name: 'Ana', family_name: 'Lima', email: ana.email };
const place = { postal_code: ana.postal_code };

describe('whoever types an address', () => {
  let server: MailServer;
  const smtp = { url: '' };
  before(async () => {
    server = await startMailServer();
    smtp.url = server.url;
  });
  after(() => server.close());
  beforeEach(() => {
    server.received.length = 0;
    server.behave = {};
  });
  const folder = useFolder();
  const world = useWorld({
    keepsStarterPlaces: true,
    given: () => ({
      screening: createScreening([({ email }) => (email === ben.email ? ['blocked' as const] : [])]),
    }),
    config: {
      get SMTP_URL() {
        return smtp.url;
      },
      MAIL_FROM: 'Letters <letters@mail.clarion.example>',
    },
  });

  const typed = { own_words: 'I work there.', copy: 'true' };
  const bySeeing = async (person: object): Promise<Response> => {
    const step = await world().http.post(`/c/${CITY}/find`).type('form').send(place);
    return submit(world().http, formOf(step.text), { ...person, ...typed });
  };
  const byProgram = (person: object, key?: string): Promise<Response> => {
    const post = world().http.post(`/api/v1/campaigns/${CITY}/actions`);
    return (key === undefined ? post : post.set('Idempotency-Key', key)).send({
      supporter: { ...person, ...place },
      letter: { own_words: 'I work there.' },
      copy: true,
      source: 'by-a-friend',
    });
  };
  const pathOf = (taken: Response): string => new URL(String(taken.headers['location']), 'http://x').pathname;

  /** Lets the first letters go out, and some time pass. */
  const actBefore = async (): Promise<string> => {
    const first = pathOf(await byProgram(again));
    await world().sendDue();
    await world().mailDue();
    world().moveClock(DAY);
    return first;
  };
  const goOn = async (ms: number): Promise<void> => {
    await world().sendDue();
    await world().mailDue();
    world().moveClock(ms);
    await world().sendDue();
    await world().mailDue();
  };
  /** A new person, one whose letters are held, and one who wrote before, each by the same steps. */
  const people = [eve, ben, again];

  it('is shown the same, whether the address is new, blocked or has acted, then and later', async () => {
    await actBefore();
    const taken: Response[] = [];
    for (const person of people) taken.push(await bySeeing(person));
    expectAlike(taken);
    const paths = taken.map(pathOf);
    for (const pause of [0, 5 * MINUTE, 3 * HOUR, 3 * DAY, 30 * DAY]) {
      await goOn(pause);
      const pages: Response[] = [];
      for (const path of paths) pages.push(await world().http.get(path));
      expectAlike(pages);
      expect(pages[0]?.status).to.equal(200);
      expect(pages[0]?.text.includes('I work there.'), `after ${pause} ms`).to.equal(pause < 30 * DAY);
    }
  });

  it('is answered the same by the API', async () => {
    const first = await actBefore();
    const taken: Response[] = [];
    for (const person of people) taken.push(await byProgram(person, `key of ${person.email}`));
    expectAlike(taken);
    expect(taken.map(({ status }) => status)).to.deep.equal([201, 201, 201]);
    expect(taken.map(pathOf)).not.to.include(first);
    const retried: Response[] = [];
    for (const person of people) retried.push(await byProgram(person, `key of ${person.email}`));
    expectAlike(retried);
    expect(retried.map(({ body, status }) => [status, body as object])).to.deep.equal(
      taken.map(({ body }) => [200, body as object]),
    );
    const others: Response[] = [];
    for (const person of people) {
      const stranger = { ...person, email: `other-${person.email}` };
      others.push(await byProgram(stranger, `key of ${person.email}`));
    }
    expectAlike(others);
    expect(others[0]?.status, 'a key of another person').to.equal(409);
  });

  it('presses every button of the receipt with the same answer', async () => {
    await changeDelivery(world(), folder(), { withdraw_minutes: 30 });
    await actBefore();
    const paths: string[] = [];
    for (const person of people) paths.push(pathOf(await bySeeing(person)));
    const press = async (deed: string, of: (page: string) => object): Promise<Response[]> => {
      const answers: Response[] = [];
      for (const path of paths) {
        const fields = of((await world().http.get(path)).text);
        answers.push(await world().http.post(`${path}/${deed}`).type('form').send(fields));
      }
      for (const path of paths) answers.push(await world().http.get(path));
      expectAlike(answers.slice(0, 3));
      expectAlike(answers.slice(3));
      return answers;
    };
    const delivery = (index: number) => (page: string) => ({
      delivery: [...page.matchAll(/id="letter-(\w+)"/g)][index]?.[1] ?? '',
    });
    const [one] = await press('withdraw', delivery(0));
    expect(one?.status).to.equal(303);
    await press('sent', delivery(3));
    await press('sent', (page) => ({ ...delivery(3)(page), undo: '1' }));
    await press('did-not-work', delivery(3));
    await press('withdraw', () => ({ delivery: 'x' }));
    await press('confirm-again', () => ({}));
    await press('mail-link', () => ({}));
    await press('answers', () => ({}));
    await press('unquote', () => ({}));
    await goOn(HOUR);
    const [late] = await press('withdraw', delivery(1));
    expect(late?.status).to.equal(409);
    await press('withdraw', () => ({ all: '1' }));
    const prints: Response[] = [];
    for (const path of paths) {
      const id = delivery(1)((await world().http.get(path)).text).delivery;
      prints.push(await world().http.get(`${path}/print/${id}`));
    }
    expectAlike(prints);
  });

  it('is shown their boxes of partners alike, whatever the address had agreed to', async () => {
    await askBoth(world(), await seedCoalition(world(), { sharing: 'all_consented' }));
    const tick = (person: object, boxes: readonly string[]): Promise<Response> => {
      const opt_ins = Object.fromEntries(boxes.map((box) => [box, true]));
      const body = { supporter: { ...person, ...place }, opt_ins };
      return world().http.post(`/api/v1/campaigns/${CITY}/actions`).send(body);
    };
    await tick(again, ['chamber']);
    world().moveClock(DAY);
    const paths: string[] = [];
    for (const person of people) paths.push(pathOf(await tick(person, ['teachers', 'chamber'])));
    const look = async (): Promise<Response[]> => {
      const pages: Response[] = [];
      for (const path of paths) pages.push(await world().http.get(path));
      expectAlike(pages);
      return pages;
    };
    const [page] = await look();
    expect(page?.text).to.include('No more mail from Harbourview Teachers');
    for (const path of paths) await world().http.post(`${path}/withdraw-consent`).expect(303);
    const [after] = await look();
    expect(after?.text).to.include('and took it back on');
    const kept = await world().db('consents').whereNull('withdrawn_at').whereNotNull('partner_id').select('text');
    expect(kept, 'what the first action agreed to stays').to.have.length(1);
  });

  for (const settings of [{ confirm_first: true }, { review: true }])
    it(`is shown the same in a campaign with ${Object.keys(settings)[0] ?? ''}`, async () => {
      await changeDelivery(world(), folder(), settings);
      await actBefore();
      const taken: Response[] = [];
      for (const person of people) taken.push(await byProgram(person));
      expectAlike(taken);
      for (const pause of [0, 8 * DAY]) {
        await goOn(pause);
        const pages: Response[] = [];
        for (const path of taken.map(pathOf)) pages.push(await world().http.get(path));
        expectAlike(pages);
      }
    });
});

/** Compares all that is answered, but for what is random: tokens and ids. */
function expectAlike(responses: readonly Response[]): void {
  const [first, ...rest] = responses.map((response) => ({
    status: response.status,
    headers: masked(JSON.stringify({ ...response.headers, date: '', etag: '' })),
    text: masked(response.text),
  }));
  for (const one of rest) expect(one).to.deep.equal(first);
}

function masked(text: string): string {
  return text
    .replace(/\/r\/[\w-]{22}/g, '/r/TOKEN')
    .replace(/\b[0-9a-z]{26}\b/g, 'ID')
    .replace(/nonce-[\w+/=-]+|nonce="[^"]*"/g, 'NONCE');
}
