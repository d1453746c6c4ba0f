import {
  addMilestone,
  changeMilestone,
  checkMilestone,
  getMilestone,
  listMilestones,
  milestoneView,
  removeMilestone,
  suggestMilestones,
  type MilestoneTools,
} from '../../campaigns/index.js';
import { dayOf } from '../../platform/clock.js';
import { InputError, NotFoundError } from '../../platform/errors.js';
import { go, page, type Answer, type CampaignVisit, type ConsoleRoute } from '../visit.js';
import { asTyped, formView, typedIn, type Faulty, type Seen } from './form.js';

const ROOT = '/campaigns/:campaign/milestones';
const ON_A_PAGE = 50;

const SEEN: Seen = {
  byAll: 'Everybody: on the public page and in reports to offices',
  inside: 'In the console and in reports to offices only',
};

const edits = { of: 'campaign', method: 'post', needs: 'edit' } as const;

/** The timeline of a campaign. */
export function milestoneRoutes(tools: MilestoneTools): ConsoleRoute[] {
  const one = `${ROOT}/:milestone`;
  const remove = (isBack: boolean) => (visit: CampaignVisit) => putAway(tools, visit, isBack);
  return [
    {
      of: 'campaign',
      method: 'get',
      path: ROOT,
      needs: 'see',
      handle: (visit: CampaignVisit) => showTimeline(tools, visit),
    },
    { ...edits, path: ROOT, does: 'added a milestone', handle: (visit: CampaignVisit) => add(tools, visit) },
    {
      ...edits,
      path: `${ROOT}/suggested`,
      does: 'decided on a suggested milestone',
      handle: (visit: CampaignVisit) => decide(tools, visit),
    },
    {
      of: 'campaign',
      method: 'get',
      path: `${one}/edit`,
      needs: 'edit',
      handle: (visit: CampaignVisit) => showOne(tools, visit),
    },
    {
      ...edits,
      path: `${one}/edit`,
      does: 'changed a milestone',
      handle: (visit: CampaignVisit) => change(tools, visit),
    },
    { ...edits, path: `${one}/remove`, does: 'removed a milestone', handle: remove(false) },
    { ...edits, path: `${one}/restore`, does: 'put a milestone back', handle: remove(true) },
  ];
}

async function showTimeline(tools: MilestoneTools, visit: CampaignVisit, faulty?: Faulty): Promise<Answer> {
  const { campaign, base, query } = visit;
  const [happenedOn = '', id = ''] = query.one('after').split(' ');
  const after = id === '' ? {} : { after: { happenedOn, id } };
  const listed = await listMilestones(tools.db, campaign.id, { limit: ON_A_PAGE + 1, ...after });
  const shown = listed.slice(0, ON_A_PAGE);
  const last = shown.at(-1);
  const root = `${base}${rootOf(visit)}`;
  const suggestions = await suggestMilestones(tools.db, campaign);
  return page(
    'milestones/timeline',
    {
      title: 'Milestones',
      root,
      milestones: shown.map((one) => ({ ...milestoneView(one), isPublic: one.isPublic, by: one.recordedBy })),
      next: listed.length > ON_A_PAGE && last && `${root}?after=${encodeURIComponent(`${last.happenedOn} ${last.id}`)}`,
      suggestions: suggestions.map(({ share, content }) => ({ share, title: content.title, on: content.happenedOn })),
      ...formView(today(tools, visit), SEEN, faulty),
      mayEdit: visit.may('edit'),
    },
    { status: faulty ? 422 : 200 },
  );
}

function rootOf({ campaign }: CampaignVisit): string {
  return `/campaigns/${campaign.slug}/milestones`;
}

function today({ clock }: MilestoneTools, { campaign }: CampaignVisit): string {
  return dayOf(clock.now(), campaign.file.time_zone);
}

async function add(tools: MilestoneTools, visit: CampaignVisit): Promise<Answer> {
  const typed = typedIn(visit);
  try {
    const about = { campaignId: visit.campaign.id, by: visit.user.name };
    const id = await addMilestone(tools, about, checkMilestone(typed, today(tools, visit)));
    const undo = { label: 'Undo', action: `${rootOf(visit)}/${id}/remove`, fields: {} };
    const said = typed.is_public
      ? 'The milestone is on the timeline and on the public page.'
      : 'The milestone is on the timeline.';
    return go(rootOf(visit), said, { undo, trace: traceOf(visit, typed.title.trim()) });
  } catch (error) {
    if (error instanceof InputError) return showTimeline(tools, visit, { faults: error.faults, typed });
    throw error;
  }
}

function traceOf({ campaign }: CampaignVisit, detail: string): { readonly about: string; readonly detail: string } {
  return { about: `campaign:${campaign.slug}`, detail };
}

/** Adds what the numbers suggest, or sets it aside; either way it is not suggested again. */
async function decide(tools: MilestoneTools, visit: CampaignVisit): Promise<Answer> {
  const { campaign, form, user } = visit;
  const suggestions = await suggestMilestones(tools.db, campaign);
  const suggested = suggestions.find(({ share }) => String(share) === form.one('share'));
  if (!suggested) throw new NotFoundError('This is not suggested any longer.');
  const isSetAside = form.one('choice') !== 'add';
  const about = { campaignId: campaign.id, by: user.name, goalShare: suggested.share, isSetAside };
  const id = await addMilestone(tools, about, suggested.content);
  const act = isSetAside ? 'restore' : 'remove';
  return go(rootOf(visit), isSetAside ? 'The suggestion is set aside.' : 'The milestone is on the timeline.', {
    undo: {
      label: isSetAside ? 'Add it after all' : 'Undo',
      action: `${rootOf(visit)}/${id}/${act}`,
      fields: {},
    },
    trace: traceOf(visit, suggested.content.title),
  });
}

async function showOne(tools: MilestoneTools, visit: CampaignVisit, faulty?: Faulty): Promise<Answer> {
  const milestone = await getMilestone(tools.db, visit.campaign.id, visit.part('milestone'));
  const typed = faulty?.typed ?? asTyped(milestone);
  return page(
    'milestones/edit',
    {
      title: 'Change a milestone',
      root: visit.base + rootOf(visit),
      id: milestone.id,
      ...formView(today(tools, visit), SEEN, { faults: faulty?.faults ?? [], typed }),
    },
    { status: faulty ? 422 : 200 },
  );
}

async function change(tools: MilestoneTools, visit: CampaignVisit): Promise<Answer> {
  const typed = typedIn(visit);
  try {
    const content = checkMilestone(typed, today(tools, visit));
    await changeMilestone(tools, { campaignId: visit.campaign.id, id: visit.part('milestone') }, content);
    return go(rootOf(visit), 'The milestone is changed.', { trace: traceOf(visit, content.title) });
  } catch (error) {
    if (error instanceof InputError) return showOne(tools, visit, { faults: error.faults, typed });
    throw error;
  }
}

async function putAway(tools: MilestoneTools, visit: CampaignVisit, isBack: boolean): Promise<Answer> {
  const of = { campaignId: visit.campaign.id, id: visit.part('milestone') };
  const { id, title } = await removeMilestone(tools, of, isBack);
  const action = `${rootOf(visit)}/${id}/${isBack ? 'remove' : 'restore'}`;
  return go(rootOf(visit), isBack ? 'The milestone is back.' : 'The milestone is removed.', {
    undo: { label: 'Undo', action, fields: {} },
    trace: traceOf(visit, title),
  });
}
