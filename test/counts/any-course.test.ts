import { expect } from 'chai';
import fc from 'fast-check';
import request from 'supertest';
import { createScreening, type Signal } from '../../src/abuse/index.js';
import { clearSuspected, suspectAgain } from '../../src/actions/index.js';
import { createApp } from '../../src/app.js';
import { loadCampaignFolder } from '../../src/campaigns/index.js';
import { addDeliveryCommands, sweep } from '../../src/deliveries/index.js';
import { query, writing, type Db } from '../../src/platform/db.js';
import { createLog } from '../../src/platform/log.js';
import { programPath } from '../../src/platform/paths.js';
import { createWiring, type Wiring } from '../../src/wiring.js';
import { runCommand } from '../support/commands.js';
import { beginTest, onEachDatabase } from '../support/databases.js';
import { startMailServer, type MailServer, type Misbehaviour } from '../support/mail-server.js';
import { ana, CITY, expectReconciled, HOUR, START, testConfig } from '../support/world.js';

/** What people, letters and organizers may do in any order. */
type Step =
  | {
      readonly act: number;
      readonly source: string;
      readonly ownWords: boolean;
      readonly optIn: boolean;
      readonly isSuspicious: boolean;
    }
  | { readonly review: 'let go' | 'hold again' }
  | { readonly send: Misbehaviour | 'fine'; readonly at: 'recipient' | 'content' | 'end' }
  | { readonly wait: number }
  | { readonly saySent: number; readonly undo: boolean }
  | { readonly command: 'cancel' | 'retry' };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    act: fc.nat(3),
    source: fc.constantFrom('', 'partner-a', 'partner-b'),
    ownWords: fc.boolean(),
    optIn: fc.boolean(),
    isSuspicious: fc.boolean(),
  }),
  fc.record({ review: fc.constantFrom('let go', 'hold again') }),
  fc.record({
    send: fc.constantFrom(
      'fine',
      'fine',
      { code: 451, text: 'later' },
      { code: 550, text: '5.1.1 nobody' },
      'drop',
    ) as fc.Arbitrary<Misbehaviour | 'fine'>,
    at: fc.constantFrom('recipient', 'content', 'end'),
  }),
  fc.record({ wait: fc.constantFrom(1, 49, 100) }),
  fc.record({ saySent: fc.nat(3), undo: fc.boolean() }),
  fc.record({ command: fc.constantFrom('cancel', 'retry') }),
);

onEachDatabase('whatever happens to letters', (db) => {
  it('counters agree with the rows, and the letters taken are the sum of the terms', async () => {
    const server = await startMailServer();
    const holds = fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 9 }), async (steps) => {
        const { trx, end } = await beginTest(db());
        const city = await openCity(trx, server);
        try {
          const people = new Set<number>();
          for (const one of [{ act: 0, source: '', ownWords: true, optIn: true, isSuspicious: false }, ...steps]) {
            if ('act' in one) people.add(one.act);
            await city.take(one);
            await expectReconciled(city.wiring);
            expect(await city.letters(), 'four letters a person, none lost, none twice').to.equal(4 * people.size);
          }
        } finally {
          await city.wiring.worker.stop();
          await city.wiring.channel.close();
          await end();
        }
      }),
      { numRuns: 12, endOnFailure: true },
    );
    await holds.finally(() => server.close());
  });
});

type City = {
  readonly wiring: Wiring;
  readonly take: (step: Step) => Promise<void>;
  /** How many letters the counts say were taken. */
  readonly letters: () => Promise<number>;
};

async function openCity(db: Db, server: MailServer): Promise<City> {
  let now = START;
  const suspected: Signal = ({ words }) => (words.includes('bought') ? ['near-copies'] : []);
  const wiring = createWiring(testConfig({ SMTP_URL: server.url }), {
    db,
    screening: createScreening([suspected]),
    log: createLog('silent'),
    clock: { now: () => now },
  });
  await loadCampaignFolder(wiring, programPath('campaigns', CITY));
  const http = request(createApp(wiring));
  const api = `/api/v1/campaigns/${CITY}`;
  const take = async (step: Step): Promise<void> => {
    if ('act' in step)
      await http
        .post(`${api}/actions`)
        .send(actionOf(step))
        .expect(/"receipt_url"/);
    else if ('review' in step) await review(db, step.review);
    else if ('wait' in step) now += step.wait * HOUR;
    else if ('saySent' in step) await saySent(http, db, step);
    else if ('command' in step) await organize(wiring, step.command);
    else await send(wiring, server, step);
  };
  const letters = async (): Promise<number> =>
    ((await http.get(`${api}/counts`)).body as { letters: { taken: number } }).letters.taken;
  return { wiring, take, letters };
}

function actionOf(step: Extract<Step, { act: number }>): object {
  return {
    supporter: { ...ana, email: `person${step.act}@supporter.example` },
    opt_ins: { 'harbourview-safe-stays': step.optIn },
    ...(step.source && { source: step.source }),
    ...(step.ownWords && { letter: { own_words: 'I live here.' } }),
    ...(step.isSuspicious && { letter: { own_words: 'My words were bought.' } }),
  };
}

/** A reviewer decides about everybody whose letters are suspected, or takes that back. */
function review(db: Db, decision: 'let go' | 'hold again'): Promise<unknown> {
  return writing(db, async (trx) => {
    const letters = (await query<{ id: string }>(trx, 'SELECT id FROM letters')).map(({ id }) => id);
    return decision === 'let go' ? clearSuspected(trx, letters, START) : suspectAgain(trx, letters);
  });
}

async function send(wiring: Wiring, server: MailServer, step: Extract<Step, { send: unknown }>): Promise<void> {
  const bad = step.send === 'fine' ? undefined : step.send;
  server.behave = {
    rcptTo: (address) => (step.at === 'recipient' && address.startsWith('ward') ? bad : undefined),
    data: (moment) => (step.at === (moment === 'end' ? 'end' : 'content') ? bad : undefined),
  };
  await sweep(wiring, wiring.worker);
}

/** The supporter presses "I sent it", or takes it back, for one of the letters handed over. */
async function saySent(
  http: ReturnType<typeof request>,
  db: Db,
  step: Extract<Step, { saySent: number }>,
): Promise<void> {
  const rows = await query<{ id: string; token: string }>(
    db,
    `SELECT deliveries.id, actions.token FROM deliveries JOIN letters ON letters.id = deliveries.letter_id
       JOIN actions ON actions.id = letters.action_id WHERE deliveries.state = 'handed_over' ORDER BY deliveries.id`,
  );
  const row = rows[step.saySent % rows.length];
  if (!row) return;
  const form = { delivery: row.id, ...(step.undo && { undo: '1' }) };
  await http.post(`/r/${row.token}/sent`).type('form').send(form).expect(303);
}

async function organize(wiring: Wiring, command: 'cancel' | 'retry'): Promise<void> {
  await runCommand(
    (program) => addDeliveryCommands(program, (work) => work(wiring)),
    ['deliveries', command, '--campaign', CITY, '--limit', '2'],
  );
}
