import { milestoneKinds, milestoneView, type MilestoneContent } from '../campaigns/index.js';
import { listDailyActions } from '../counts/index.js';
import { dayText, type Clock } from '../platform/clock.js';
import { writing, type Db } from '../platform/db.js';
import { ForbiddenError, NotFoundError } from '../platform/errors.js';
import type { Ids } from '../platform/ids.js';
import type { Coalition, Partner } from './coalition.js';
import { openCoalition, openSeat } from './open-coalition.js';
import { reachedMarks, type CoalitionMilestone } from './coalition-milestone.js';
import {
  agreeToRecorded,
  findRecorded,
  insertRecorded,
  listRecorded,
  setRecordedRemoved,
  updateRecorded,
  type MilestoneFilter,
} from './store-coalition-milestones.js';

export type CoalitionMilestoneTools = { readonly db: Db; readonly clock: Clock; readonly ids: Ids };

/** Somebody of a partner, who may be of the lead. */
export type Recorder = {
  readonly coalition: Coalition;
  readonly partner: Partner;
  readonly isLead: boolean;
  readonly user: { readonly name: string };
};

/** A milestone in words. */
export type ShownMilestone = {
  /** '' for what the numbers tell by themselves. */
  readonly id: string;
  readonly on: string;
  readonly day: string;
  readonly kind: string;
  readonly title: string;
  readonly text: string;
  readonly link: string;
  /** Whether everybody sees it. */
  readonly isPublic: boolean;
  /** Whether its partner wants everybody to see it, and the lead has not agreed yet. */
  readonly isProposed: boolean;
  readonly partnerId: string;
  /** Who recorded it: the partner's name, '' for the numbers. */
  readonly by: string;
};

/**
 * What happened to a coalition, the newest first: what partners recorded, and what its people reached. The latter is dated
 * only where counters know the day, which is with one campaign: who writes to two would count on two days.
 */
export async function listCoalitionMilestones(
  db: Db,
  coalition: Coalition,
  filter: MilestoneFilter = {},
): Promise<ShownMilestone[]> {
  const recorded = await listRecorded(db, coalition.id, filter);
  const { from = '', before = '9999' } = filter;
  const reached = (await listReached(db, coalition)).filter(({ on }) => on >= from && on < before);
  return [...recorded.map((one) => shown(one, coalition)), ...reached].sort((one, other) =>
    one.on === other.on ? 0 : one.on < other.on ? 1 : -1,
  );
}

function shown(one: CoalitionMilestone, { partners }: Coalition): ShownMilestone {
  const isAgreed = one.agreedAt !== null;
  return {
    ...milestoneView(one),
    isPublic: one.isPublic && isAgreed,
    isProposed: one.isPublic && !isAgreed,
    partnerId: one.partnerId,
    by: partners.find(({ id }) => id === one.partnerId)?.name ?? '',
  };
}

async function listReached(db: Db, { campaignIds, goal }: Coalition): Promise<ShownMilestone[]> {
  const [only] = campaignIds;
  if (only === undefined || campaignIds.length > 1) return [];
  const bare = { id: '', text: '', link: '', isPublic: true, isProposed: false, partnerId: '', by: '' };
  return reachedMarks(goal, await listDailyActions(db, only)).map(({ on, title }) => ({
    ...bare,
    ...{ on, day: dayText(on), kind: milestoneKinds.letters, title },
  }));
}

/** @throws NotFoundError where the coalition has no such milestone */
export async function getCoalitionMilestone(db: Db, coalitionId: string, id: string): Promise<CoalitionMilestone> {
  const found = await findRecorded(db, coalitionId, id);
  if (!found) throw new NotFoundError('There is no such milestone in this coalition.');
  return found;
}

/** Adds what happened. What a partner wants everybody to see waits for the lead; partners see it at once. */
export async function addCoalitionMilestone(
  { db, clock, ids }: CoalitionMilestoneTools,
  { coalition, partner, isLead, user }: Recorder,
  content: MilestoneContent,
): Promise<string> {
  const [id, now] = [ids.next(), clock.now()];
  const of = { id, coalitionId: coalition.id, partnerId: partner.id, agreedAt: isLead ? now : null };
  await writing(db, async (trx) => {
    await openSeat(trx, partner);
    await insertRecorded(trx, { ...content, ...of, recordedBy: user.name, recordedAt: now });
  });
  return id;
}

/** Changes a milestone: each partner its own, the lead any. @throws NotFoundError, ForbiddenError */
export async function changeCoalitionMilestone(
  { db, clock }: Pick<CoalitionMilestoneTools, 'db' | 'clock'>,
  { id, ...recorder }: Recorder & { readonly id: string },
  content: MilestoneContent,
): Promise<void> {
  const before = await getChangeable(db, recorder, id);
  // What the lead agreed to was the text as it stood.
  const agreedAt = recorder.isLead ? (before.agreedAt ?? clock.now()) : null;
  await writing(db, async (trx) => {
    await openSeat(trx, recorder.partner);
    await updateRecorded(trx, id, { ...content, agreedAt });
  });
}

/** The lead agrees that everybody sees a partner's milestone. @throws NotFoundError */
export async function publishCoalitionMilestone(
  { db, clock }: Pick<CoalitionMilestoneTools, 'db' | 'clock'>,
  { coalition }: Pick<Recorder, 'coalition'>,
  id: string,
): Promise<CoalitionMilestone> {
  const milestone = await getCoalitionMilestone(db, coalition.id, id);
  await writing(db, async (trx) => {
    await openCoalition(trx, coalition.id);
    await agreeToRecorded(trx, milestone.id, clock.now());
  });
  return milestone;
}

/** Removes a milestone or puts it back. @throws NotFoundError, ForbiddenError */
export async function removeCoalitionMilestone(
  { db, clock }: Pick<CoalitionMilestoneTools, 'db' | 'clock'>,
  { id, ...recorder }: Recorder & { readonly id: string },
  isBack: boolean,
): Promise<CoalitionMilestone> {
  const milestone = await getChangeable(db, recorder, id);
  await writing(db, async (trx) => {
    await openSeat(trx, recorder.partner);
    await setRecordedRemoved(trx, id, isBack ? null : clock.now());
  });
  return milestone;
}

/** Whether somebody may change a milestone. */
export function mayChangeMilestone(
  { partner, isLead }: Pick<Recorder, 'partner' | 'isLead'>,
  partnerId: string,
): boolean {
  return isLead || partnerId === partner.id;
}

async function getChangeable(db: Db, recorder: Recorder, id: string): Promise<CoalitionMilestone> {
  const milestone = await getCoalitionMilestone(db, recorder.coalition.id, id);
  if (!mayChangeMilestone(recorder, milestone.partnerId))
    throw new ForbiddenError('Only the partner that recorded this milestone, and the lead, may change it.');
  return milestone;
}
