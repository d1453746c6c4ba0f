import { expect } from 'chai';
import type { Response } from 'supertest';
import { mailedReceiptLink } from '../../src/actions/index.js';
import { confirmLink } from '../../src/notices/links.js';
import { query } from '../../src/platform/db.js';
import { createIds } from '../../src/platform/ids.js';
import { migrate } from '../../src/platform/migrations.js';
import { onEachBareDatabase } from '../support/databases.js';
import { openCityWorld } from '../support/letters.js';
import { ana, CITY, expectReconciled, START, type World } from '../support/world.js';

onEachBareDatabase('a letter that takes the place of a stranger’s', (base) => {
  let world: World;
  /** After so many ids making one fails, as if the program ended there. */
  let idsLeft = Infinity;
  beforeEach(async () => {
    idsLeft = Infinity;
    await migrate(base().db);
    const ids = createIds(() => START);
    const next = (): string => {
      if (idsLeft-- === 0) throw new Error('The program ends here.');
      return ids.next();
    };
    world = await openCityWorld(base().db, { ids: { ...ids, next } });
  });

  const act = (words: string): Promise<Response> =>
    world.http
      .post(`/api/v1/campaigns/${CITY}/actions`)
      .send({ supporter: ana, letter: { own_words: words } })
      .then((response) => response);
  /** Both have written; answers the presses of the page. */
  const bothWrote = async (): Promise<{ sendMine: () => Promise<Response>; sayMine: () => Promise<Response> }> => {
    const first = (await act('By a stranger')).body as { id: string };
    await act('By Ana');
    const [repeat] = await query<{ id: string }>(world.db, 'SELECT id FROM repeats');
    const tools = { seal: world.seal, baseUrl: '' };
    const press = (path: string, fields: object): Promise<Response> =>
      world.http
        .post(path)
        .type('form')
        .send(fields)
        .then((response) => response);
    return {
      sendMine: () => press(`${mailedReceiptLink(tools, first.id)}/send-mine`, { letter: repeat?.id }),
      sayMine: () => press(confirmLink(tools, first.id), { mine: '1' }),
    };
  };
  const rows = () =>
    query<{ words: string; state: string; letters: number }>(
      world.db,
      `SELECT own_words AS words, state, COUNT(*) AS letters FROM actions JOIN letters ON action_id = actions.id
         JOIN deliveries ON letter_id = letters.id WHERE channel = 'smtp' GROUP BY own_words, state ORDER BY own_words`,
    );
  const REPLACED = [
    { words: 'By Ana', state: 'queued', letters: 3 },
    { words: 'By a stranger', state: 'cancelled', letters: 3 },
  ];
  const KEPT = [{ words: 'By a stranger', state: 'queued', letters: 3 }];
  const inOrder = <Row extends { words: string }>(found: readonly Row[]): Row[] =>
    [...found].sort((a, b) => (a.words < b.words ? -1 : 1));

  it('is taken once, however many presses and further letters come at the same moment', async () => {
    const { sendMine } = await bothWrote();
    const more = [1, 2, 3].map((number) => act(`Further ${number}`));
    const answers = await Promise.all([sendMine(), sendMine(), ...more, sendMine()]);
    expect(answers.map(({ status }) => status)).to.deep.equal([303, 303, 201, 201, 201, 303]);
    expect(inOrder(await rows())).to.deep.equal(inOrder(REPLACED));
    await expectReconciled(world);
  });

  it('and a press that owns the first leave one of the two, whichever comes first', async () => {
    const { sendMine, sayMine } = await bothWrote();
    const answers = await Promise.all([sayMine(), sendMine(), sayMine()]);
    expect(answers.map(({ status }) => status)).to.deep.equal([303, 303, 303]);
    expect(inOrder(await rows())).to.be.deep.oneOf([inOrder(REPLACED), KEPT]);
    const confirmed = await query(world.db, 'SELECT id FROM actions WHERE confirmed_at IS NOT NULL');
    expect(confirmed).to.have.length(1);
    await expectReconciled(world);
  });

  it('stands in nobody’s way while many are taken, written and sent', async () => {
    const people = Array.from({ length: 20 }, (_, index) => `writer${index}@supporter.example`);
    const write = (email: string, words: string): Promise<Response> =>
      world.http
        .post(`/api/v1/campaigns/${CITY}/actions`)
        .send({ supporter: { ...ana, email }, letter: { own_words: words } })
        .then((response) => response);
    const links: string[] = [];
    for (const email of people) {
      const { id } = (await write(email, 'By a stranger')).body as { id: string };
      await write(email, 'By Ana');
      links.push(mailedReceiptLink({ seal: world.seal, baseUrl: '' }, id));
    }
    const repeats = await query<{ id: string }>(world.db, 'SELECT id FROM repeats ORDER BY id');
    const pressed = links.map((link, index) =>
      world.http
        .post(`${link}/send-mine`)
        .type('form')
        .send({ letter: repeats[index]?.id })
        .then(({ status }) => status),
    );
    const written = people.map((email) => write(`new-${email}`, 'By somebody else').then(({ status }) => status));
    const [answers] = await Promise.all([Promise.all([...pressed, ...written]), world.sendDue()]);
    expect(answers).to.deep.equal([...people.map(() => 303), ...people.map(() => 201)]);
    await world.sendDue();
    const own = (await rows()).filter(({ words }) => words === 'By Ana');
    expect(own.reduce((sum, { letters }) => sum + letters, 0)).to.equal(60);
    await expectReconciled(world);
  });

  it('is all or nothing, wherever the program ends', async () => {
    const { sendMine } = await bothWrote();
    const before = await rows();
    let ends = 0;
    for (; ; ends++) {
      idsLeft = ends;
      const { status } = await sendMine();
      idsLeft = Infinity;
      if (status === 303) break;
      expect(status).to.equal(500);
      expect(await rows(), `after ${ends} ids`).to.deep.equal(before);
      expect(await query(world.db, 'SELECT id FROM actions')).to.have.length(1);
    }
    expect(ends, 'places where it ended').to.be.greaterThan(5);
    expect(inOrder(await rows())).to.deep.equal(inOrder(REPLACED));
    await expectReconciled(world);
  });
});
