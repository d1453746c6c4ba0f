import { listDailyActions } from '../counts/index.js';
import type { Clock } from '../platform/clock.js';
import { dayText } from '../platform/clock.js';
import type { Db } from '../platform/db.js';
import { NotFoundError } from '../platform/errors.js';
import type { Ids } from '../platform/ids.js';
import type { Campaign } from './campaign.js';
import { milestoneKinds, sharesReached, type Milestone, type MilestoneContent } from './milestone.js';
import {
  findMilestone,
  insertMilestone,
  listGoalShares,
  listMilestones,
  setMilestoneRemoved,
  updateMilestone,
} from './store-milestones.js';

export type MilestoneTools = { readonly db: Db; readonly clock: Clock; readonly ids: Ids };

/** Adds what happened; answers its id. `goalShare` is taken once only, also when it is set aside. */
export async function addMilestone(
  { db, clock, ids }: MilestoneTools,
  about: {
    readonly campaignId: string;
    readonly by: string;
    readonly goalShare?: number;
    readonly isSetAside?: boolean;
  },
  content: MilestoneContent,
): Promise<string> {
  const id = ids.next();
  const now = clock.now();
  await insertMilestone(db, {
    ...content,
    id,
    campaignId: about.campaignId,
    goalShare: about.goalShare ?? null,
    recordedBy: about.by,
    recordedAt: now,
    removedAt: about.isSetAside ? now : null,
  });
  return id;
}

/** @throws NotFoundError where the campaign has no such milestone */
export async function getMilestone(db: Db, campaignId: string, id: string): Promise<Milestone> {
  const found = await findMilestone(db, campaignId, id);
  if (!found) throw new NotFoundError('There is no such milestone in this campaign.');
  return found;
}

/** @throws NotFoundError */
export async function changeMilestone(
  { db }: Pick<MilestoneTools, 'db'>,
  of: { readonly campaignId: string; readonly id: string },
  content: MilestoneContent,
): Promise<void> {
  const { id } = await getMilestone(db, of.campaignId, of.id);
  await updateMilestone(db, id, content);
}

/** Removes a milestone or puts it back. @throws NotFoundError */
export async function removeMilestone(
  { db, clock }: Pick<MilestoneTools, 'db' | 'clock'>,
  of: { readonly campaignId: string; readonly id: string },
  isBack: boolean,
): Promise<Milestone> {
  const milestone = await getMilestone(db, of.campaignId, of.id);
  await setMilestoneRemoved(db, milestone.id, isBack ? null : clock.now());
  return milestone;
}

/** A share of the goal that was reached and that nobody added or set aside yet. */
export type Suggestion = { readonly share: number; readonly content: MilestoneContent };

/** What the numbers suggest as milestones. */
export async function suggestMilestones(db: Db, { id, file }: Campaign): Promise<Suggestion[]> {
  const known = await listGoalShares(db, id);
  const number = new Intl.NumberFormat('en');
  return sharesReached(file.goal, await listDailyActions(db, id))
    .filter(({ share }) => !known.includes(share))
    .map(({ share, day, people }) => ({
      share,
      content: {
        happenedOn: day,
        kind: 'letters',
        title: share === 100 ? `The goal is reached: ${number.format(people)} people wrote` : titleOf(share, people),
        text: '',
        link: '',
        isPublic: true,
      },
    }));
}

function titleOf(share: number, people: number): string {
  return `${new Intl.NumberFormat('en').format(people)} people wrote: ${share} % of the goal`;
}

/** So many milestones stand on the public page. */
const MOST_ON_PAGE = 12;

/** What the public page says of what happened so far, the newest first. */
export async function publicMilestones(db: Db, campaignId: string): Promise<object[]> {
  const milestones = await listMilestones(db, campaignId, { limit: MOST_ON_PAGE, isPublic: true });
  return milestones.map(milestoneView);
}

/** A milestone in words, for pages and reports. */
export function milestoneView(milestone: Omit<MilestoneContent, 'isPublic'> & Pick<Milestone, 'id'>): {
  readonly id: string;
  readonly day: string;
  readonly on: string;
  readonly kind: string;
  readonly title: string;
  readonly text: string;
  readonly link: string;
} {
  const { id, happenedOn, kind, title, text, link } = milestone;
  return { id, day: dayText(happenedOn), on: happenedOn, kind: milestoneKinds[kind], title, text, link };
}
