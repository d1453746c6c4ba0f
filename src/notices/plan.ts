import { stepAfter, type NextStep, type StepFacts } from '../actions/index.js';
import type { Campaigns } from '../campaigns/index.js';
import { withdrawLetters } from '../deliveries/index.js';
import { dayOf, type Clock } from '../platform/clock.js';
import { lastRestoredAt, mustNotSend } from '../platform/copies.js';
import { alone, type Db } from '../platform/db.js';
import type { Ids } from '../platform/ids.js';
import type { Seal } from '../platform/seal.js';
import { addressKey } from '../supporters/index.js';
import { decideToAsk, type AskDecision } from './ask.js';
import { capsSince, withinCaps } from './caps.js';
import type { NewNotice, NoticeKind } from './notice.js';
import { insertNotices, listPlanned } from './store.js';
import {
  hasDue,
  listAskable,
  listUnconfirmed,
  lockDueActions,
  markTold,
  setSteps,
  takeRepeats,
  type DueAction,
  type ToTell,
} from './store-plan.js';

/** Letters that fail soon after one another are told about in one mail. */
const GATHER_MS = 10 * 60 * 1000;

const PLAN_LIMIT = 200;

/** Any number that no other lock of the data base has. */
export const PLAN_LOCK = 7_404_231;

/** Why letters were dropped; the receipt shows it. */
export const NEVER_CONFIRMED = 'The e-mail address was never confirmed.';

export type PlanTools = {
  readonly db: Db;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly seal: Seal;
  readonly campaigns: Campaigns;
};

/**
 * Does the steps that are due: puts mails among those to be sent, and drops letters whose address was never confirmed.
 * One process plans at a time, so that no address gets more mail than its cap allows. Answers how much was done.
 */
export async function planNotices(tools: PlanTools): Promise<number> {
  const now = tools.clock.now();
  const failedBefore = now - GATHER_MS;
  if (!(await hasDue(tools.db, now, failedBefore))) return 0;
  const asking = await campaignsThatAsk(tools.campaigns);
  return alone(tools.db, PLAN_LOCK, async (trx) => {
    if (await mustNotSend(trx)) return 0;
    const restoredAt = await lastRestoredAt(trx);
    const due = await lockDueActions(trx, now, PLAN_LIMIT);
    const decisions = await decide(trx, { due, asking, restoredAt, now });
    await setSteps(
      trx,
      decisions.map(({ action, next }) => ({ id: action.id, next })),
    );
    await dropUnconfirmed(tools, trx, due);
    const toTell = await markTold(trx, { now, failedBefore, limit: PLAN_LIMIT });
    const again = await takeRepeats(trx, now, PLAN_LIMIT);
    const mails = [...decisions.flatMap(mailOf(now)), ...toTell.map(failureMail(now)), ...again.map(mailAgain(now))];
    await putMails(tools, trx, mails);
    return due.length + toTell.length + again.length;
  });
}

async function campaignsThatAsk(campaigns: Campaigns): Promise<ReadonlySet<string>> {
  const asking = (await campaigns.list()).filter(({ file }) => file.mails.ask_for_answers);
  return new Set(asking.map(({ id }) => id));
}

/** What is done about an action whose step is due: its next step, and whether a mail goes out now. */
type Decision = { readonly action: DueAction; readonly next: NextStep; readonly isMailed: boolean };

type Due = {
  readonly due: readonly DueAction[];
  readonly asking: ReadonlySet<string>;
  readonly restoredAt: number;
  readonly now: number;
};

async function decide(trx: Db, { due, asking, restoredAt, now }: Due): Promise<Decision[]> {
  const asked = due.filter(({ step }) => step === 'ask' || step === 'ask-reminder');
  const letters = await listAskable(
    trx,
    asked.map(({ id }) => id),
  );
  return due.map((action): Decision => {
    const asksForAnswers = asking.has(action.campaignId);
    if (mayBeDone(action, restoredAt)) return { action, next: nextUnmailed(action, asksForAnswers), isMailed: false };
    const next = stepAfter(action.step, factsOf(action, asksForAnswers), now);
    if (!asked.includes(action)) return { action, next, isMailed: action.step !== 'confirm-end' };
    const decision: AskDecision = asksForAnswers
      ? decideToAsk(letters.get(action.id) ?? [], action.createdAt, now)
      : 'never';
    if (decision === 'now') return { action, next, isMailed: true };
    return { action, next: decision === 'never' ? null : { step: action.step, at: decision.at }, isMailed: false };
  });
}

/**
 * Whether a step may have been done in the time between a backup and its restore: it was due then, or it is the copy of
 * an action that somebody may have confirmed then too. Such a mail is left out: a copy stands on the receipt.
 */
function mayBeDone({ step, stepAt, createdAt }: DueAction, restoredAt: number): boolean {
  if (step === 'confirm-end') return false;
  return stepAt <= restoredAt || (step === 'copy' && createdAt <= restoredAt);
}

/** The step behind one that is left out, at the earliest moment that it had when the mail was sent. */
function nextUnmailed(action: DueAction, asksForAnswers: boolean): NextStep {
  if (action.step === 'ask' || action.step === 'ask-reminder') return null;
  const doneAt =
    action.step === 'copy' ? Math.min(action.stepAt, action.confirmedAt ?? action.createdAt) : action.stepAt;
  return stepAfter(action.step, factsOf(action, asksForAnswers), doneAt);
}

function factsOf(action: DueAction, asksForAnswers: boolean): StepFacts {
  const { createdAt, mustConfirm, wantsCopy } = action;
  return { createdAt, mustConfirm: mustConfirm === 1, wantsCopy: wantsCopy === 1, asksForAnswers };
}

async function dropUnconfirmed(tools: PlanTools, trx: Db, due: readonly DueAction[]): Promise<void> {
  const ended = due.filter(({ step, confirmedAt }) => step === 'confirm-end' && confirmedAt === null);
  if (ended.length === 0) return;
  const ids = await listUnconfirmed(
    trx,
    ended.map(({ id }) => id),
  );
  const deed = { at: tools.clock.now(), actor: 'sweep', reason: NEVER_CONFIRMED, eventId: tools.ids.next };
  await withdrawLetters(trx, { ids, ...deed });
}

/** A mail to somebody about one of their actions. */
export type Mail = {
  readonly actionId: string;
  readonly email: string;
  readonly kind: NoticeKind;
  readonly part: string;
  readonly at: number;
};

function mailOf(now: number): (decision: Decision) => Mail[] {
  return ({ action: { id, email, step }, isMailed }) => {
    if (!isMailed || step === 'confirm-end') return [];
    // Each confirmation mail that was asked for is one of its own.
    const isAgain = step === 'confirm-again';
    return [{ actionId: id, email, kind: isAgain ? 'confirm' : step, part: isAgain ? String(now) : '', at: now }];
  };
}

function failureMail(now: number): (toTell: ToTell) => Mail {
  return ({ actionId, email }) => ({ actionId, email, kind: 'failed', part: String(now), at: now });
}

/** One a day for each address and campaign: the day sets it apart, and the same mail is planned once. */
function mailAgain(now: number): (toTell: ToTell) => Mail {
  return ({ actionId, email }) => ({ actionId, email, kind: 'again', part: dayOf(now, 'utc'), at: now });
}

/** Puts mails among those to be sent, as far as their addresses' caps let them. */
export async function putMails(
  { ids, seal, clock }: Pick<PlanTools, 'ids' | 'seal' | 'clock'>,
  trx: Db,
  mails: readonly Mail[],
): Promise<void> {
  const wanted = mails.map(({ email, at, ...mail }): NewNotice => {
    return { id: ids.next(), ...mail, addressKey: addressKey(seal, email), plannedAt: at };
  });
  const keys = wanted.map((notice) => notice.addressKey);
  await insertNotices(trx, withinCaps(wanted, await listPlanned(trx, keys, capsSince(clock.now()))));
}
