import { isAskedWhose } from '../actions/index.js';
import { DeliveryError, GIVE_UP_AFTER_MS, pauseBeforeRetry, type Mailer } from '../deliveries/index.js';
import { mustNotSend } from '../platform/copies.js';
import { writing, type Db } from '../platform/db.js';
import type { Ids } from '../platform/ids.js';
import { errorFacts, type Log } from '../platform/log.js';
import { findSuppression } from '../supporters/index.js';
import { composeNotice, type ComposeTools } from './compose.js';
import type { Notice } from './notice.js';
import { findFacts } from './store-facts.js';
import { claimNotices, endTry, forgetUntold, wasAskedSince, type NoticeEnd } from './store.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Longer than a mail server may take to answer the final dot, so that nobody sends a mail that is still being sent. */
const LEASE_MS = 15 * 60 * 1000;

export type SendTools = ComposeTools & { readonly ids: Ids; readonly log: Log; readonly mailer: Mailer };

/** Claims mails that are due; the caller sends each of them. */
export function claimDueNotices({ db, clock }: SendTools, limit: number): Promise<Notice[]> {
  const now = clock.now();
  return writing(db, async (trx) =>
    (await mustNotSend(trx)) ? [] : claimNotices(trx, { now, leaseUntil: now + LEASE_MS, limit }),
  );
}

/** Sends one claimed mail and records how that ended. Never throws: what is not recorded is tried again after the lease. */
export async function sendNotice(tools: SendTools, notice: Notice): Promise<void> {
  try {
    const end = await trySending(tools, notice).catch((error: unknown) => endAfter(tools, notice, error));
    await writing(tools.db, async (trx) => {
      const isEnded = (await endTry(trx, notice, end)) && end.state !== 'waiting';
      if (isEnded && notice.kind === 'failed') await forgetUntold(trx, notice);
    });
  } catch (error) {
    tools.log.error({ ...errorFacts(error), notice: notice.id }, 'the outcome of a mail could not be recorded');
  }
}

async function trySending(tools: SendTools, notice: Notice): Promise<NoticeEnd> {
  const at = tools.clock.now();
  if (await isSuppressed(tools, notice)) return { state: 'suppressed', reason: 'The address is not to be mailed.', at };
  const composed = await composeNotice(tools, notice);
  if (!composed?.isNeeded) return { state: 'dropped', reason: 'Nobody needs it any more.', at };
  const { state, response } = await tools.mailer.send(composed.mail);
  return { state, reason: response, at: tools.clock.now() };
}

/**
 * Whoever wants no more mails and then writes again still has to be asked whether it was them, or which letter is theirs,
 * or their letters could not go; one such mail a day goes out, without a reminder, since somebody else may type the address. Whoever said that it
 * was not them gets none.
 */
async function isSuppressed({ db, clock }: SendTools, { addressKey, kind, actionId }: Notice): Promise<boolean> {
  const why = await findSuppression(db, addressKey);
  if (why !== 'unsubscribed') return why !== undefined;
  if (kind !== 'confirm' && (kind !== 'again' || !(await asksToConfirm(db, actionId)))) return true;
  return wasAskedSince(db, addressKey, clock.now() - DAY_MS);
}

/** Whether letters of an action wait for its address, and its owner is asked which letter is theirs. */
async function asksToConfirm(db: Db, actionId: string): Promise<boolean> {
  return (await findFacts(db, actionId))?.mustConfirm === 1 && (await isAskedWhose(db, actionId));
}

/** What follows a failed try: another one, or the end of it. A mail that may have arrived is not sent twice. */
function endAfter(tools: SendTools, notice: Notice, error: unknown): NoticeEnd {
  const at = tools.clock.now();
  if (!(error instanceof DeliveryError)) {
    tools.log.error({ ...errorFacts(error), notice: notice.id }, 'sending a mail failed in an unexpected way');
  }
  const { message, permanent, isUnknown } =
    error instanceof DeliveryError ? error : { message: 'It could not be made.', permanent: false, isUnknown: false };
  if (isUnknown) return { state: 'unknown', reason: message, at };
  if (permanent || at - notice.plannedAt >= GIVE_UP_AFTER_MS) return { state: 'failed', reason: message, at };
  const dueAt = at + pauseBeforeRetry(notice.attempts, tools.ids.fraction());
  return { state: 'waiting', reason: message, at, dueAt };
}
