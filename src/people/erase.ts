import type { DeliveryState } from '../counts/index.js';
import { withdrawLetters } from '../deliveries/index.js';
import { noteAct } from '../organizers/index.js';
import { forgetPeople } from '../partners/index.js';
import type { Clock } from '../platform/clock.js';
import { writing, type Db } from '../platform/db.js';
import { NotFoundError } from '../platform/errors.js';
import type { Ids } from '../platform/ids.js';
import type { Seal } from '../platform/seal.js';
import type { Who } from './person.js';
import { lockPeople, wipePeople, type LockedPerson } from './store-erase.js';
import { endErasure, findErasure, insertErasures, listOpenErasures, type Erasure } from './store-erasures.js';

export type EraseTools = { readonly db: Db; readonly clock: Clock; readonly ids: Ids; readonly seal: Seal };

/**
 * Who wants it, and what happens to letters that have not left: cancelled, or sent first. `why` tells whether somebody
 * asked an organizer, which it is unless said otherwise, or did it by themselves.
 */
export type EraseWish = {
  readonly userId: string | null;
  readonly who: string;
  readonly waiting: Erasure['waiting'];
  readonly why?: Exclude<Erasure['why'], 'retention'>;
};

/** What came of it: all is gone, or so many letters are still on their way and it follows by itself. */
export type Erased = { readonly isDone: boolean; readonly onTheirWay: number; readonly actions: number };

/** What has not left after this long is cancelled, so that an erasure does not wait for a reviewer for ever. */
export const FINISH_WITHIN_MS = 7 * 86_400_000;

/** The digest that stays of an address as the proof that it was erased. */
export function erasureDigest(seal: Seal, emailKey: string): string {
  return seal.digest('erasure', emailKey);
}

/**
 * Erases a supporter of an organization: counts and districts stay, everything that tells who they are or what they wrote
 * goes. A letter that is being sent at this moment is let finish; the erasure then follows by itself. Who writes again
 * later is a new person.
 * @throws NotFoundError
 */
export function eraseSupporter(tools: EraseTools, who: Who, wish: EraseWish): Promise<Erased> {
  const { db, clock, ids, seal } = tools;
  return writing(db, async (trx) => {
    const [person] = await lockPeople(trx, [who.supporterId]);
    if (person?.supporter.organizationId !== who.organizationId)
      throw new NotFoundError('There is nobody at this address.');
    const { supporter, actionIds } = person;
    if (supporter.erasedAt !== null) return { isDone: true, onTheirWay: 0, actions: actionIds.length };
    const erasure: Erasure = {
      organizationId: who.organizationId,
      supporterId: who.supporterId,
      why: 'asked',
      ...wish,
      id: ids.next(),
      addressDigest: erasureDigest(seal, supporter.emailKey),
      askedAt: clock.now(),
      doneAt: null,
      actions: 0,
    };
    await insertErasures(trx, [erasure]);
    return finish(tools, trx, { person, erasure });
  });
}

const LEAVING: readonly DeliveryState[] = ['sending'];
const NOT_LEFT: readonly DeliveryState[] = ['held', 'queued', 'sending'];

type Finishing = { readonly person: LockedPerson; readonly erasure: Erasure };

/** Wipes a person whose letters are not on their way any more. */
async function finish(tools: EraseTools, trx: Db, { person, erasure }: Finishing): Promise<Erased> {
  const now = tools.clock.now();
  const mayFinish = erasure.waiting === 'finish' && now - erasure.askedAt < FINISH_WITHIN_MS;
  const awaited = mayFinish ? NOT_LEFT : LEAVING;
  const onTheirWay = person.letters.filter(({ state }) => awaited.includes(state)).length;
  if (!mayFinish || onTheirWay === 0) await withdrawAll(tools, trx, { people: [person], by: erasure.why });
  const actions = person.actionIds.length;
  if (onTheirWay > 0) return { isDone: false, onTheirWay, actions };
  await forgetPeople(tools, trx, [person.supporter.id]);
  await wipePeople(trx, [person], now);
  await endErasure(trx, person.supporter.id, { at: now, actions });
  return { isDone: true, onTheirWay: 0, actions };
}

/** Nothing of an erased person is sent any more, nor sent again where nobody knows whether it arrived. */
export async function withdrawAll(
  tools: EraseTools,
  trx: Db,
  { people, by }: { readonly people: readonly LockedPerson[]; readonly by: Erasure['why'] },
): Promise<void> {
  await withdrawLetters(trx, {
    ids: people.flatMap(({ letters }) => letters.map(({ deliveryId }) => deliveryId)),
    alsoUnknown: true,
    at: tools.clock.now(),
    actor: by === 'by-themselves' ? 'supporter' : 'organizer',
    reason: 'Its supporter was erased.',
    eventId: tools.ids.next,
  });
}

const OPEN_AT_ONCE = 50;

/** Finishes erasures whose letters have left meanwhile; answers how many. Several processes may do so at once. */
export async function finishErasures(tools: EraseTools): Promise<number> {
  let done = 0;
  let after: Pick<Erasure, 'askedAt' | 'id'> = { askedAt: 0, id: '' };
  for (;;) {
    const open = await listOpenErasures(tools.db, after, OPEN_AT_ONCE);
    for (const erasure of open) if (await finishOne(tools, erasure)) done += 1;
    const last = open.at(-1);
    if (!last || open.length < OPEN_AT_ONCE) return done;
    after = last;
  }
}

function finishOne(tools: EraseTools, { supporterId }: Erasure): Promise<boolean> {
  return writing(tools.db, async (trx) => {
    const [person] = await lockPeople(trx, [supporterId]);
    const erasure = await findErasure(trx, supporterId);
    if (!person || erasure?.doneAt !== null) return false;
    const { isDone, actions } = await finish(tools, trx, { person, erasure });
    if (!isDone) return false;
    await noteAct(tools, trx, {
      organizationId: erasure.organizationId,
      userId: null,
      who: 'Clarion',
      did: 'finished the erasure of a supporter, whose letters had been on their way',
      about: `supporter:${supporterId}`,
      detail: actions === 1 ? '1 action' : `${actions} actions`,
    });
    return true;
  });
}
