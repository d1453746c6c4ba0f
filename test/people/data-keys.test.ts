import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { eraseDue, readStored, rewriteAll, searchPeople } from '../../src/people/index.js';
import { useDataKeys } from '../../src/platform/data-keys.js';
import { openDb, query, type Db } from '../../src/platform/db.js';
import { migrate } from '../../src/platform/migrations.js';
import { readDataKeys, type DataKey } from '../../src/platform/private-text.js';
import { onEachBareDatabase } from '../support/databases.js';
import { openCityWorld } from '../support/letters.js';
import { organizationOf } from '../support/organizers.js';
import { ana, ben, CITY, DAY, expectReconciled, START, type World } from '../support/world.js';

const newKey = (): DataKey => readDataKeys(randomBytes(32).toString('hex'))[0] ?? expect.fail();
const words = 'I live beside the motel on Elm Street.';
const body = { supporter: { ...ana, phone: '303-555-0100' }, letter: { own_words: words } };

/** Words of Ana that must not stand in a data base that encrypts. */
const TRACES = [ana.email, 'Lima', 'lima', 'Elm Street', '303-555-0100'];

onEachBareDatabase('people’s data that are encrypted where they lie', (base) => {
  const opened: Db[] = [];
  /** A process of its own, with keys. */
  const process = async (...keys: DataKey[]): Promise<World> => {
    const db = openDb(base().url, keys);
    opened.push(db);
    await useDataKeys(db, START);
    return openCityWorld(db);
  };
  afterEach(async () => {
    for (const db of opened.splice(0)) await db.destroy();
  });
  const act = async ({ http }: World, sent: object = body) => {
    const response = await http.post(`/api/v1/campaigns/${CITY}/actions`).send(sent);
    const { receipt_url } = response.body as { receipt_url: string };
    return { status: response.status, receipt: new URL(receipt_url).pathname };
  };
  const tracesIn = async (db: Db): Promise<string[]> => {
    const tables = ['supporters', 'actions', 'letters', 'supporter_keys', 'attempts'];
    const rows = [];
    for (const table of tables) rows.push(...(await query<object>(db, `SELECT * FROM ${table}`)));
    const whole = JSON.stringify(rows);
    return TRACES.filter((trace) => whole.includes(trace));
  };
  const find = async (world: World, name: string) => {
    const { id: organizationId } = await organizationOf(world, CITY);
    return (await searchPeople(world.db, { organizationId, name })).people.map(({ email }) => email);
  };
  const keysIn = async (db: Db) =>
    new Set((await readStored(db)).flatMap(({ stored }) => stored.map(({ key }) => key ?? 'plain')));

  it('are read as if they were not: a repeat is known, a letter goes out, a whole name is found', async () => {
    await migrate(base().db);
    const world = await process(newKey());
    const first = await act(world);
    expect(await tracesIn(base().db)).to.deep.equal([]);
    expect(await act(world)).to.deep.equal({ status: 200, receipt: first.receipt });
    await act(world, { supporter: ben });
    const [delivery] = await query<{ id: string; letterId: string }>(
      world.db,
      `SELECT deliveries.id, letter_id AS "letterId" FROM deliveries JOIN letters ON letters.id = letter_id ORDER BY letters.id`,
    );
    const letter = delivery && (await world.compose([delivery])).get(delivery.id);
    expect(letter?.supporter.email).to.equal(ana.email);
    expect(letter?.text).to.contain(words).and.contain('Ana Lima');
    await world.sendDue();
    expect(await find(world, 'lima ana')).to.deep.equal([ana.email]);
    expect(await find(world, 'lima')).to.deep.equal([]);
    await expectReconciled(world);
    world.moveClock(366 * DAY);
    await eraseDue(world);
    expect(await query(world.db, `SELECT email FROM supporters WHERE email <> ''`)).to.deep.equal([]);
  });

  it('are encrypted later, under a new key, and not any more, while people are known all the time', async () => {
    await migrate(base().db);
    const plain = await openCityWorld(base().db);
    const { receipt } = await act(plain);
    await act(plain, { supporter: ben });
    const [old, fresh] = [newKey(), newKey()];
    const first = await process(old);
    expect((await act(first)).receipt, 'known before everything is encrypted').to.equal(receipt);
    expect(await find(first, 'okafor ben')).to.deep.equal([ben.email]);
    await rewriteAll(first.db, 'newest');
    expect(await keysIn(base().db)).to.deep.equal(new Set([old.id]));
    expect(await tracesIn(base().db)).to.deep.equal([]);
    const second = await process(fresh, old);
    expect((await act(second)).receipt, 'known under the older key').to.equal(receipt);
    await rewriteAll(second.db, 'newest');
    expect(await keysIn(base().db)).to.deep.equal(new Set([fresh.id]));
    const third = await process(fresh);
    expect((await act(third)).receipt).to.equal(receipt);
    expect(await find(third, 'okafor ben')).to.deep.equal([ben.email]);
    await expectReconciled(third);
    await rewriteAll(third.db, 'plain');
    expect(await tracesIn(base().db)).to.deep.equal(TRACES);
    await useDataKeys(base().db, START);
    expect((await act(plain)).receipt).to.equal(receipt);
  });

  it('keep a process from starting that lacks a key of theirs', async () => {
    await migrate(base().db);
    const key = newKey();
    await process(key);
    for (const keys of [[], [newKey()]]) {
      const db = openDb(base().url, keys);
      opened.push(db);
      const refusal = await useDataKeys(db, START).catch(String);
      expect(refusal).to.contain('DATA_KEYS').and.contain(key.id);
    }
  });
});
