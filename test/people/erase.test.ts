import { Writable } from 'node:stream';
import { expect } from 'chai';
import fc from 'fast-check';
import { pino } from 'pino';
import { DeliveryError, type Channel } from '../../src/deliveries/index.js';
import { correctSupporter, eraseSupporter, finishErasures } from '../../src/people/index.js';
import { isPostgres, query, type Db } from '../../src/platform/db.js';
import { beginTest, onEachDatabase } from '../support/databases.js';
import { openCityWorld } from '../support/letters.js';
import { organizationOf } from '../support/organizers.js';
import { ana, CITY, expectReconciled, type World } from '../support/world.js';

/** Somebody with a word of their own in every field. */
function marked(mark: string, number: number) {
  const supporter = {
    prefix: `Dr${mark}`,
    given_name: `Given${mark}`,
    family_name: `Family${mark}`,
    email: `mail${mark}@supporter.example`,
    postal_code: `9950${number}`,
    street: `${number} Street${mark}`,
    locality: `Town${mark}`,
    region: `Region${mark}`,
    phone: `907-555-010${number}`,
  };
  const letter = { subject: `Subject ${mark}`, text: `Text ${mark}`, own_words: `Words ${mark}` };
  return { supporter, letter, opt_ins: { 'harbourview-safe-stays': true }, copy: true };
}

type Marked = ReturnType<typeof marked>;

/** Everything that tells of somebody, as it would stand in a table or a log. */
function tracesOf(mark: string, { supporter }: Marked): string[] {
  return [mark.toLowerCase(), `"${supporter.postal_code}"`, supporter.phone];
}

/** Every row of every table as text, with what is packed in base64 unpacked. */
async function everything(db: Db): Promise<string> {
  const tables = await query<{ name: string }>(
    db,
    isPostgres(db)
      ? 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema()'
      : `SELECT name FROM sqlite_master WHERE type = 'table'`,
  );
  const rows = [];
  for (const { name } of tables) rows.push(...(await query<Record<string, unknown>>(db, `SELECT * FROM ${name}`)));
  const unpacked = rows.map(({ raw }) => (typeof raw === 'string' ? Buffer.from(raw, 'base64').toString() : ''));
  return (JSON.stringify(rows) + unpacked.join('')).toLowerCase();
}

type Run = {
  readonly erased: readonly boolean[];
  readonly sent: boolean;
  readonly answer: 'taken' | 'refused' | 'broken';
  readonly waiting: 'cancel' | 'finish';
};

const run: fc.Arbitrary<Run> = fc.record({
  erased: fc.array(fc.boolean(), { minLength: 2, maxLength: 3 }),
  sent: fc.boolean(),
  answer: fc.constantFrom('taken', 'refused', 'broken'),
  waiting: fc.constantFrom('cancel', 'finish'),
});

onEachDatabase('who is erased', (db) => {
  it('leaves every count as it was, and no word of theirs in any table or in the log', async () => {
    await fc.assert(
      fc.asyncProperty(run, async (one) => {
        const { trx, end } = await beginTest(db());
        try {
          await check(trx, one);
        } finally {
          await end();
        }
      }),
      {
        numRuns: 4,
        endOnFailure: true,
        examples: [
          [{ erased: [true, false], sent: true, answer: 'refused', waiting: 'cancel' }],
          [{ erased: [true, true], sent: false, answer: 'taken', waiting: 'finish' }],
        ],
      },
    );
  });
});

async function check(db: Db, { erased, sent, answer, waiting }: Run): Promise<void> {
  let log = '';
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      log += chunk.toString().toLowerCase();
      done();
    },
  });
  // A server that quotes the writer in whatever it answers.
  const quoting: Channel = {
    send: async ({ supporter, text }, beforeContent) => {
      await beforeContent();
      const words = `<${supporter.email}> ${text.slice(0, 300)}`;
      if (answer === 'taken') return { state: 'sent', response: `Taken: ${words}`, answer: `250 ${words}` };
      throw new DeliveryError(`No: ${words}`, {
        permanent: true,
        isUnknown: answer === 'broken',
        answer: `550 ${words}`,
      });
    },
    close: () => Promise.resolve(),
  };
  const mailer: World['mailer'] = {
    send: ({ to }) => Promise.reject(new DeliveryError(`No: ${to.name} <${to.address}>`, { permanent: true })),
    forward: () => Promise.reject(new DeliveryError('No.', { permanent: true })),
    close: () => Promise.resolve(),
  } as World['mailer'];
  const world = await openCityWorld(db, { channel: quoting, mailer, log: pino({ level: 'trace' }, sink) });
  const { id: organizationId } = await organizationOf(world, CITY);
  const people = erased.map((_, index) => ({ mark: `zq${index}xv`, ...marked(`zq${index}xv`, index) }));
  for (const { mark: _, ...body } of people)
    // Each writes twice: the second letter stands on a receipt only.
    for (const _ of [1, 2]) await world.http.post(`/api/v1/campaigns/${CITY}/actions`).send(body).expect(201);
  if (sent) await world.sendDue();
  await world.mailDue();
  for (const { supporter } of people) {
    const who = { organizationId, supporterId: await idOf(db, supporter.email) };
    const [delivery] = await deliveriesOf(db, who.supporterId);
    const raw = Buffer.from(
      `From: MAILER-DAEMON@x.example\r\nAuto-Submitted: auto-generated\r\nSubject: ?\r\n\r\n${supporter.family_name}\r\n`,
    );
    await world.takeMail({ raw, deliveryId: delivery, envelopeFrom: '' });
    await correctSupporter(world, who, {
      typed: { ...supporter, given_name: `Right${supporter.given_name}` },
      changesWaiting: false,
    });
  }
  const before = await everything(db);
  for (const one of people)
    for (const trace of tracesOf(one.mark, one)) expect(before, 'the look finds them').to.include(trace);
  const counts = await countsOf(db);
  const ids = new Map<string, string>();
  for (const [index, { supporter }] of people.entries()) {
    const supporterId = await idOf(db, supporter.email);
    ids.set(supporter.email, supporterId);
    if (erased[index])
      await eraseSupporter(world, { organizationId, supporterId }, { userId: null, who: 'Olga', waiting });
  }
  await world.sendDue();
  await finishErasures(world);
  await world.mailDue();
  for (const [index, { supporter }] of people.entries()) {
    const [delivery] = await deliveriesOf(db, ids.get(supporter.email) ?? '');
    const raw = Buffer.from(`From: a@office.example\r\nSubject: Re\r\n\r\nDear ${supporter.family_name}\r\n`);
    if (erased[index])
      expect(await world.takeMail({ raw, deliveryId: delivery, envelopeFrom: 'a@office.example' })).to.equal('refused');
  }
  const after = await everything(db);
  for (const [index, one] of people.entries()) {
    for (const trace of tracesOf(one.mark, one)) {
      if (erased[index]) expect(after, `of ${one.mark} in a table`).not.to.include(trace);
      else expect(after).to.include(trace);
      expect(log, 'in the log').not.to.include(trace);
    }
  }
  expect(await countsOf(db)).to.deep.equal(counts);
  await expectReconciled(world);
}

async function idOf(db: Db, email: string): Promise<string> {
  const rows = await query<{ id: string }>(db, 'SELECT id FROM supporters WHERE email = ?', [email]);
  return rows[0]?.id ?? expect.fail('nobody');
}

async function deliveriesOf(db: Db, supporterId: string): Promise<string[]> {
  const rows = await query<{ id: string }>(
    db,
    `SELECT deliveries.id FROM deliveries JOIN letters ON letters.id = letter_id JOIN actions ON actions.id = action_id
      WHERE supporter_id = ? ORDER BY deliveries.id`,
    [supporterId],
  );
  return rows.map(({ id }) => id);
}

/** What was counted of actions, whatever became of letters meanwhile. */
function countsOf(db: Db): Promise<object[]> {
  return query(
    db,
    'SELECT campaign_id, day, source, actions, letters, own_words, opt_ins FROM action_counts ORDER BY 1, 2, 3',
  );
}

onEachDatabase('erasing somebody whose letter is being sent', (db) => {
  it('lets it finish, and follows by itself', async () => {
    let arrived: () => void = () => undefined;
    let goOn: () => void = () => undefined;
    const isThere = new Promise<void>((resolve) => (arrived = resolve));
    const wait = new Promise<void>((resolve) => (goOn = resolve));
    const slow: Channel = {
      send: async (_letter, beforeContent) => {
        await beforeContent();
        arrived();
        await wait;
        return { state: 'sent', response: 'The mail server took it.', answer: '250 ok' };
      },
      close: () => Promise.resolve(),
    };
    const world = await openCityWorld(db(), { channel: slow });
    const response = await world.http
      .post(`/api/v1/campaigns/${CITY}/actions`)
      .send({ supporter: ana, offices: ['harbourview-city-council/mayor'] });
    const supporterId = await idOf(db(), ana.email);
    const { id: organizationId } = await organizationOf(world, CITY);
    const sending = world.sendDue();
    await isThere;
    const wish = { userId: null, who: 'Olga', waiting: 'cancel' } as const;
    const asked = await eraseSupporter(world, { organizationId, supporterId }, wish);
    expect(asked).to.deep.equal({ isDone: false, onTheirWay: 1, actions: 1 });
    expect(await finishErasures(world)).to.equal(0);
    goOn();
    await sending;
    expect(await query(db(), 'SELECT state FROM deliveries')).to.deep.equal([{ state: 'sent' }]);
    expect(await finishErasures(world)).to.equal(1);
    expect(await finishErasures(world)).to.equal(0);
    expect(await everything(db())).not.to.include('lima');
    await world.http.get(new URL((response.body as { receipt_url: string }).receipt_url).pathname).expect(410);
    await expectReconciled(world);
  });
});
