import { addCounts } from '../counts/index.js';
import { recordSaid, withdrawLetters } from '../deliveries/index.js';
import type { Campaign } from '../campaigns/index.js';
import { disownConsents } from '../partners/index.js';
import { writing, type Db } from '../platform/db.js';
import { ConflictError } from '../platform/errors.js';
import type { Queue } from '../platform/queue/index.js';
import type { NewAction } from './action.js';
import { planInstead, type Instead, type InsteadTools } from './send-instead.js';
import {
  claimStateOf,
  disownAction,
  lockClaim,
  lockDeliveries,
  moveRepeats,
  ownAction,
  renewOptIn,
  type Claim,
} from './store-disown.js';
import type { RepeatRow } from './store-receipts.js';
import { insertActions } from './store.js';

export type DisownTools = InsteadTools & { readonly queue: Queue };

/** Why letters were taken back; the receipt shows it. */
export const NOT_THEIRS = 'The owner of the e-mail address says that somebody else wrote it.';

/** What the owner of an address says: this action is not mine, and what was written again is. */
export type Disowning = {
  readonly actionId: string;
  readonly campaign: Campaign;
  readonly email: string;
  /** undefined where it is kept no longer. */
  readonly repeat: RepeatRow | undefined;
};

/**
 * Takes an action back that is not its owner's, as far as its letters have not left, and takes what was written again in
 * its place, if it can be sent; all of it or nothing. What was settled before stays.
 */
export async function disown(tools: DisownTools, disowning: Disowning): Promise<void> {
  const { actionId, campaign, repeat } = disowning;
  const instead = repeat && (await planInstead(tools, { ...disowning, repeat }));
  const at = tools.clock.now();
  const taken = await writing(tools.db, async (trx) => {
    // As everywhere, people are locked before actions, letters and counters.
    const claim = await lockClaim(trx, actionId);
    const state = claim && claimStateOf(claim);
    if (!claim || (state !== 'asked' && state !== 'open')) return undefined;
    if (state === 'open') return takeInstead(trx, claim, instead);
    if (!(await disownAction(trx, actionId, at))) return undefined;
    const ids = await lockDeliveries(trx, actionId);
    const consents = await disownConsents(trx, actionId, { at, by: 'person' });
    await renewOptIn(trx, claim.supporterId, campaign.file.organization.slug);
    const action = await takeInstead(trx, claim, instead);
    const deed = { at, actor: 'supporter', reason: NOT_THEIRS, eventId: tools.ids.next };
    await withdrawLetters(trx, { ids, ...deed, alsoUnknown: true });
    await addCounts(trx, { consents });
    return action;
  });
  const due = taken?.letters.filter(({ state, dueAt }) => state === 'queued' && dueAt <= at) ?? [];
  if (due.length > 0) tools.queue.announce(due.map(({ deliveryId }) => deliveryId));
}

/** Takes what was written again as an action of its own, whose address is confirmed; undefined where it cannot be sent. */
async function takeInstead(trx: Db, { actionId }: Claim, instead: Instead | undefined): Promise<NewAction | undefined> {
  if (instead?.kind !== 'ready') return undefined;
  const { action, notes } = instead;
  const [taken] = await insertActions(trx, [action]);
  if (taken?.kind !== 'taken')
    throw new ConflictError(
      'written-meanwhile',
      'Somebody wrote with this address just now. Please open the link anew.',
    );
  await ownAction(trx, action.id, action.createdAt);
  await moveRepeats(trx, actionId, action.id);
  for (const { deliveryId, kind, at, why } of notes.values()) {
    if (kind !== 'back') await recordSaid(trx, deliveryId, { said: kind === 'sent' ? { kind } : { kind, why }, at });
  }
  return action;
}
