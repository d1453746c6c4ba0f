import type { Db } from '../platform/db.js';
import { ConflictError, InputError } from '../platform/errors.js';
import { bumpRevision } from '../platform/revisions.js';
import { requireApproval } from './approvals.js';
import { holdLife, type Doer, type LifeTools } from './hold-life.js';
import { livedOf, MOVES, phaseOf, type Phase, type Stage } from './life-cycle.js';
import { closingOf } from './season.js';
import { recordStage, type StoredLife } from './store-life-cycle.js';

export type StageChange = {
  readonly campaignId: string;
  readonly to: Stage;
  /** The version that whoever decides has before them, where it matters. */
  readonly versionId?: string;
  readonly by: Doer;
  readonly why?: string;
};

/**
 * Moves a campaign to a stage, in the caller's transaction, one change of campaigns at a time. Moving it to where it is
 * changes nothing. Answers the phase that it was in.
 * @throws ConflictError where the table of moves does not let it, or where a second person has not approved
 * @throws InputError on `closes_at` where it would be live after its own end
 */
export async function changeStage(tools: LifeTools, trx: Db, change: StageChange): Promise<Phase> {
  const now = tools.clock.now();
  const stored = await holdLife(trx, change.campaignId);
  const from = phaseOf(livedOf(stored), now);
  if (from === change.to) return from;
  if (change.versionId !== undefined && change.versionId !== stored.versionId) throw outdated;
  if (!MOVES[from].includes(change.to)) throw refusal(from, change.to);
  if (change.to === 'live') await requireApproval(trx, change.campaignId, { ...stored, now });
  if (change.to === 'live') refuseOver(stored, now);
  const { userId, who } = change.by;
  await recordStage(trx, {
    id: tools.ids.next(),
    campaignId: change.campaignId,
    stage: change.to,
    at: now,
    userId,
    who,
    why: change.why ?? '',
  });
  await bumpRevision(trx, 'campaigns');
  return from;
}

/** What each phase is called in a sentence. */
export const phaseWords: Readonly<Record<Phase, string>> = {
  draft: 'a draft',
  scheduled: 'scheduled',
  live: 'live',
  paused: 'paused',
  closed: 'closed',
  won: 'won',
  archived: 'archived',
};

const outdated = new ConflictError(
  'campaign-stage',
  'There is a newer version of this campaign than the one you looked at. Please look at it first; nothing was changed.',
);

function refusal(from: Phase, to: Stage): ConflictError {
  return new ConflictError(
    'campaign-stage',
    `This campaign is ${phaseWords[from]} now, perhaps because somebody else changed it, so it cannot become ${phaseWords[to]}. Nothing was changed.`,
  );
}

function refuseOver(stored: StoredLife, now: number): void {
  const closing = closingOf(livedOf(stored));
  if (!closing || now < closing.at) return;
  const message = `Its last day, ${closing.text}, has passed. Give a later one, or none.`;
  throw new InputError([{ field: 'closes_at', message }]);
}
