import type { Db } from '../platform/db.js';
import { ConflictError, InputError } from '../platform/errors.js';
import { holdLife, type Doer, type LifeTools } from './hold-life.js';
import { isOpen, livedOf, phaseOf } from './life-cycle.js';
import { closingOf } from './season.js';
import { findApproval, findVersionAuthor, insertApproval, updateApproval, type Approval } from './store-approvals.js';
import { findStop, type StoredLife } from './store-life-cycle.js';

/** Which version of which campaign somebody has before them. */
export type VersionAtHand = { readonly campaignId: string; readonly versionId: string };

/** A person with an id: the command line neither asks nor approves. */
export type Person = Doer & { readonly userId: string };

const MAX_NOTE = 1_000;

/** Asks for a second person's word on the newest version. @throws ConflictError where it is not the newest, or was asked about */
export async function askApproval(
  tools: LifeTools,
  trx: Db,
  asked: VersionAtHand & { readonly by: Person; readonly note: string },
): Promise<void> {
  await holdAtRest(tools, trx, asked);
  const note = checkedText(asked.note, 'note');
  const latest = await findApproval(trx, asked.versionId);
  if (latest && latest.isApproved !== 0)
    throw conflict(
      latest.isApproved === null ? 'Approval was asked for already.' : 'This version is approved already.',
    );
  await insertApproval(trx, {
    id: tools.ids.next(),
    campaignId: asked.campaignId,
    versionId: asked.versionId,
    askedBy: asked.by.userId,
    askedAt: tools.clock.now(),
    note,
  });
}

/**
 * Approves or declines a version for which approval was asked.
 * @throws ConflictError where there is a newer version, it was decided already, or one may not decide about it
 * @throws InputError on `reason` where it is declined without one
 */
export async function decideApproval(
  tools: LifeTools,
  trx: Db,
  decision: VersionAtHand & { readonly by: Person; readonly isApproved: boolean; readonly reason: string },
): Promise<void> {
  await holdAtRest(tools, trx, decision);
  const reason = checkedText(decision.reason, 'reason');
  const approval = await findApproval(trx, decision.versionId);
  if (!approval || approval.isApproved !== null) throw conflict('Nobody waits for a decision about this version.');
  const refusal = whyNotDecide(approval, decision.by.userId, await findVersionAuthor(trx, decision.versionId));
  if (refusal !== undefined) throw conflict(refusal);
  if (!decision.isApproved && reason === '')
    throw new InputError([{ field: 'reason', message: 'Say what should be different, so that it can be mended.' }]);
  await updateApproval(trx, {
    id: approval.id,
    decidedBy: decision.by.userId,
    decidedAt: tools.clock.now(),
    isApproved: decision.isApproved ? 1 : 0,
    reason,
  });
}

/** Why somebody may not be the second person; undefined where they may. */
export function whyNotDecide(
  approval: Pick<Approval, 'askedBy'>,
  userId: string,
  author: string | undefined,
): string | undefined {
  if (approval.askedBy === userId) return 'Who asked for approval does not give it.';
  if (author === userId) return 'Who wrote this version does not approve it.';
  return undefined;
}

/** @throws ConflictError unless this very version was approved, or needs nobody's word */
export async function requireApproval(
  trx: Db,
  campaignId: string,
  stored: StoredLife & { readonly now: number },
): Promise<void> {
  if (!(await needsWord(trx, campaignId, stored))) return;
  const approval = await findApproval(trx, stored.versionId);
  if (approval?.campaignId === campaignId && approval.isApproved === 1) return;
  throw conflict('A second person must approve this version before the campaign opens.');
}

/** Whether the newest version needs a second person's word before it opens: one under which the campaign was open does not. */
export async function needsWord(
  trx: Db,
  campaignId: string,
  stored: StoredLife & { readonly now: number },
): Promise<boolean> {
  const { life, needsApproval, now, versionAt } = stored;
  const phase = phaseOf(livedOf(stored), now);
  if (!needsApproval || isOpen(phase)) return false;
  if (phase === 'draft') return true;
  const closedAt = closingOf(livedOf(stored))?.at ?? Infinity;
  const stoppedAt = Math.min(
    (await findStop(trx, campaignId)) ?? Infinity,
    life.stage === 'live' ? Infinity : (life.stageAt ?? 0),
    closedAt <= now ? closedAt : Infinity,
  );
  return versionAt >= stoppedAt;
}

async function holdAtRest(tools: LifeTools, trx: Db, { campaignId, versionId }: VersionAtHand): Promise<void> {
  const stored = await holdLife(trx, campaignId);
  if (stored.versionId !== versionId)
    throw conflict('There is a newer version of this campaign. Please look at it first.');
  if (isOpen(phaseOf(livedOf(stored), tools.clock.now()))) throw conflict('This campaign is open already.');
}

function checkedText(text: string, field: string): string {
  const tidy = text.replace(/\r\n?/g, '\n').trim();
  if (tidy.length <= MAX_NOTE) return tidy;
  throw new InputError([{ field, message: `Please write ${MAX_NOTE} characters at the most.` }]);
}

function conflict(message: string): ConflictError {
  return new ConflictError('approval', message);
}
