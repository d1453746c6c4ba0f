/** Claims letters and records that they were sent, without sending them, in a process of its own. */
import { readConfig } from '../../src/config.js';
import type { Delivery } from '../../src/deliveries/index.js';
import { recordOutcomes, type Outcome } from '../../src/deliveries/record-outcomes.js';
import { claimDue } from '../../src/deliveries/store-claims.js';
import { writing } from '../../src/platform/db.js';
import { createWiring } from '../../src/wiring.js';
import type { Done } from './worker.js';

/** As many as a worker claims, and as many claims side by side. */
const AT_ONCE = 100;
const SIDE_BY_SIDE = 2;

/** What is due then is due now: the rows of the bench lie on a line of time of their own. */
const LATER_MS = 1_000_000_000;

const { db, clock, ids } = createWiring(readConfig());
process.on('message', (letters: number) => void work(letters));
process.on('disconnect', () => process.exit());
process.send?.('ready');

async function work(letters: number): Promise<void> {
  const start = performance.now();
  let left = letters;
  const stand = async (): Promise<void> => {
    while (left > 0) {
      left -= AT_ONCE;
      await record(await claim());
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, stand));
  process.send?.({ seconds: (performance.now() - start) / 1000 } satisfies Done);
}

async function claim(): Promise<readonly Delivery[]> {
  const now = clock.now() + LATER_MS;
  const asked = { now, leaseUntil: now + LATER_MS, limit: AT_ONCE, eventId: ids.next };
  const found = await writing(db, (trx) =>
    claimDue(trx, { ...asked, policies: new Map(), perDomainPerMinute: undefined }),
  );
  if (found.deliveries.length !== AT_ONCE) throw new Error('Too few letters wait.');
  return found.deliveries;
}

async function record(claimed: readonly Delivery[]): Promise<void> {
  await writing(db, (trx) => recordOutcomes(trx, claimed.map(sent)));
}

function sent({ id, fence }: Delivery): Outcome {
  const at = clock.now();
  const answer = '250 2.0.0 Taken';
  const dueAt = at + 2 * LATER_MS;
  return {
    end: { id, fence, at, outcome: 'sent', response: answer, phase: 'answered' },
    move: {
      id,
      fence,
      at,
      dueAt,
      from: 'sending',
      to: 'sent',
      actor: 'worker',
      reason: answer,
      answer,
      eventId: ids.next(),
    },
  };
}
