import { insertDeliveries } from '../deliveries/index.js';
import { insertRecords, type Db } from '../platform/db.js';
import type { NewAction } from './action.js';
import { insertTargets, storedTarget } from './store-targets.js';

/** Stores the letters of actions, and puts them into the outbox. */
export async function insertLetters(trx: Db, actions: readonly NewAction[]): Promise<void> {
  const letters = actions.flatMap((action) => action.letters.map((letter) => ({ action, letter })));
  await insertTargets(
    trx,
    letters.map(({ letter }) => letter.target),
  );
  await insertRecords(
    trx,
    { table: 'letters', columns: { id: 'text', action_id: 'text', office_id: 'text', target_id: 'text' } },
    letters.map(({ action, letter }) => ({
      id: letter.id,
      action_id: action.id,
      office_id: letter.target.officeId,
      target_id: storedTarget(letter.target).id,
    })),
  );
  await insertDeliveries(
    trx,
    letters.map(({ action, letter }) => ({
      id: letter.deliveryId,
      letterId: letter.id,
      campaignId: action.campaignId,
      officeId: letter.target.officeId,
      source: action.source,
      channel: letter.channel,
      state: letter.state,
      hold: letter.hold,
      waitsFor: letter.waitsFor,
      dueAt: letter.dueAt,
      domain: letter.domain,
      timeZone: letter.timeZone,
      createdAt: action.createdAt,
    })),
  );
}
