import { checkMilestone } from '../../campaigns/index.js';
import {
  addCoalitionMilestone,
  changeCoalitionMilestone,
  getCoalitionMilestone,
  mayChangeMilestone,
  openSeat,
  publishCoalitionMilestone,
  putChoice,
  removeCoalitionMilestone,
  type CoalitionMilestoneTools,
} from '../../partners/index.js';
import { dayOf } from '../../platform/clock.js';
import { writing } from '../../platform/db.js';
import { ForbiddenError, InputError } from '../../platform/errors.js';
import { asTyped, formView, typedIn, type Faulty } from '../milestones/form.js';
import { go, page, type Answer, type CoalitionVisit, type ConsoleRoute } from '../visit.js';
import { rootOf, seenBy, showTimeline } from './timeline.js';

const ROOT = '/coalitions/:coalition/milestones';
const ONE = `${ROOT}/:happening`;

const reads = { of: 'coalition', method: 'get' } as const;
const edits = { of: 'coalition', method: 'post', needs: 'edit' } as const;

/** The timeline that the partners of a coalition share, its goal, and who gets Monday's mail about it. */
export function coalitionMilestoneRoutes(tools: CoalitionMilestoneTools): ConsoleRoute[] {
  const on =
    (handle: (tools: CoalitionMilestoneTools, visit: CoalitionVisit) => Promise<Answer>) =>
    (visit: CoalitionVisit): Promise<Answer> =>
      handle(tools, visit);
  const remove = (isBack: boolean) => (visit: CoalitionVisit) => putAway(tools, visit, isBack);
  return [
    { ...reads, path: ROOT, needs: 'see', handle: on(showTimeline) },
    { ...edits, path: ROOT, does: 'added a milestone of the coalition', handle: on(add) },
    { ...reads, path: `${ONE}/edit`, needs: 'edit', handle: on(showOne) },
    { ...edits, path: `${ONE}/edit`, does: 'changed a milestone of the coalition', handle: on(change) },
    {
      ...edits,
      path: `${ONE}/publish`,
      isForLead: true,
      does: 'let everybody see a milestone of the coalition',
      handle: on(publish),
    },
    { ...edits, path: `${ONE}/remove`, does: 'removed a milestone of the coalition', handle: remove(false) },
    { ...edits, path: `${ONE}/restore`, does: 'put a milestone of the coalition back', handle: remove(true) },
    {
      of: 'coalition',
      method: 'post',
      path: '/coalitions/:coalition/digest',
      needs: 'see',
      does: 'chose whether to get the coalition’s weekly mail',
      handle: on(choose),
    },
  ];
}

function today({ clock }: CoalitionMilestoneTools, { coalition }: CoalitionVisit): string {
  return dayOf(clock.now(), coalition.timeZone);
}

async function add(tools: CoalitionMilestoneTools, visit: CoalitionVisit): Promise<Answer> {
  const typed = typedIn(visit);
  try {
    const id = await addCoalitionMilestone(tools, visit, checkMilestone(typed, today(tools, visit)));
    const undo = { label: 'Undo', action: `${rootOf(visit)}/${id}/remove`, fields: {} };
    const waits = typed.is_public && !visit.isLead;
    const said = waits
      ? 'The milestone is on the timeline for the partners. Everybody sees it once the lead agrees.'
      : 'The milestone is on the timeline.';
    return go(rootOf(visit), said, { undo, ...traced(visit, typed.title.trim()) });
  } catch (error) {
    if (error instanceof InputError) return showTimeline(tools, visit, { faults: error.faults, typed });
    throw error;
  }
}

async function showOne(tools: CoalitionMilestoneTools, visit: CoalitionVisit, faulty?: Faulty): Promise<Answer> {
  const milestone = await getCoalitionMilestone(tools.db, visit.coalition.id, visit.part('happening'));
  if (!mayChangeMilestone(visit, milestone.partnerId))
    throw new ForbiddenError('Only the partner that recorded this milestone, and the lead, may change it.');
  const typed = faulty?.typed ?? asTyped(milestone);
  return page(
    'milestones/edit',
    {
      title: 'Change a milestone',
      root: visit.base + rootOf(visit),
      id: milestone.id,
      ...formView(today(tools, visit), seenBy(visit), { faults: faulty?.faults ?? [], typed }),
    },
    { status: faulty ? 422 : 200 },
  );
}

async function change(tools: CoalitionMilestoneTools, visit: CoalitionVisit): Promise<Answer> {
  const typed = typedIn(visit);
  const id = visit.part('happening');
  try {
    await changeCoalitionMilestone(tools, { ...visit, id }, checkMilestone(typed, today(tools, visit)));
    return go(rootOf(visit), 'The milestone is changed.', traced(visit, typed.title.trim()));
  } catch (error) {
    if (error instanceof InputError) return showOne(tools, visit, { faults: error.faults, typed });
    throw error;
  }
}

async function publish(tools: CoalitionMilestoneTools, visit: CoalitionVisit): Promise<Answer> {
  const { title } = await publishCoalitionMilestone(tools, visit, visit.part('happening'));
  return go(rootOf(visit), 'Everybody sees the milestone now.', traced(visit, title));
}

async function putAway(tools: CoalitionMilestoneTools, visit: CoalitionVisit, isBack: boolean): Promise<Answer> {
  const id = visit.part('happening');
  const { title } = await removeCoalitionMilestone(tools, { ...visit, id }, isBack);
  const action = `${rootOf(visit)}/${id}/${isBack ? 'remove' : 'restore'}`;
  return go(rootOf(visit), isBack ? 'The milestone is back.' : 'The milestone is removed.', {
    undo: { label: 'Undo', action, fields: {} },
    ...traced(visit, title),
  });
}

/** Whether the visitor gets Monday's mail about the coalition. */
async function choose({ db, clock }: CoalitionMilestoneTools, visit: CoalitionVisit): Promise<Answer> {
  const wants = visit.form.one('wants') === 'yes';
  const choice = { coalitionId: visit.coalition.id, userId: visit.user.id, wants, at: clock.now() };
  await writing(db, async (trx) => {
    // Who wants no more mail is heard whatever became of the coalition.
    if (wants) await openSeat(trx, visit.partner);
    await putChoice(trx, choice);
  });
  const said = wants ? 'You get the weekly mail from next Monday on.' : 'You get no weekly mail about this coalition.';
  const back = visit.form.one('from') === 'overview' ? `/coalitions/${visit.coalition.slug}` : rootOf(visit);
  return go(back, said, traced(visit, wants ? 'yes' : 'no'));
}

function traced({ coalition }: CoalitionVisit, detail: string): { readonly trace: { about: string; detail: string } } {
  return { trace: { about: `coalition:${coalition.slug}`, detail } };
}
