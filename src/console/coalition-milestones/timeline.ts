import {
  listCoalitionMilestones,
  mayChangeMilestone,
  readNumbers,
  type CoalitionMilestoneTools,
} from '../../partners/index.js';
import { dayOf } from '../../platform/clock.js';
import { formView, type Faulty, type Seen } from '../milestones/form.js';
import { page, type Answer, type CoalitionVisit } from '../visit.js';
import { digestView } from './digest-view.js';
import { goalView } from './goal-view.js';

/** Below the organization: `/coalitions/x/milestones`. */
export function rootOf({ coalition }: CoalitionVisit): string {
  return `/coalitions/${coalition.slug}/milestones`;
}

/** Who sees a milestone, as somebody of this organization may decide it. */
export function seenBy({ isLead }: CoalitionVisit): Seen {
  const waits = isLead ? '' : ', once the lead agrees';
  return {
    byAll: `Everybody who may see the comparison, and the event screen${waits}`,
    inside: 'The partners only, here and in their weekly mail',
  };
}

export async function showTimeline(
  tools: CoalitionMilestoneTools,
  visit: CoalitionVisit,
  faulty?: Faulty,
): Promise<Answer> {
  const { coalition, base } = visit;
  const milestones = await listCoalitionMilestones(tools.db, coalition);
  const root = base + rootOf(visit);
  const mayEdit = visit.may('edit') && coalition.endedAt === null;
  return page(
    'coalition-milestones/timeline',
    {
      title: 'Milestones',
      root,
      screen: `/compare/${coalition.slug}/screen`,
      goal: goalView(coalition, await readNumbers(tools.db, coalition)),
      settings: visit.isLead && visit.may('own') && `${base}/coalitions/${coalition.slug}/settings`,
      milestones: milestones.map((one) => ({
        ...one,
        mayChange: mayEdit && one.id !== '' && mayChangeMilestone(visit, one.partnerId),
        mayPublish: mayEdit && visit.isLead && one.isProposed,
      })),
      isOneCampaign: coalition.campaignIds.length === 1,
      digest: await digestView(tools.db, visit, 'milestones'),
      ...formView(dayOf(tools.clock.now(), coalition.timeZone), seenBy(visit), faulty),
      mayEdit,
    },
    { status: faulty ? 422 : 200 },
  );
}
