import { livedOf, phaseOf } from '../../campaigns/index.js';
import { ConflictError, InputError } from '../../platform/errors.js';
import { go, type Answer, type CampaignVisit, type ConsoleRoute } from '../visit.js';
import { askForApproval, decide, moveSeason, moveTo, open, pause, restore, resume, sendWaiting } from './acts.js';
import { runChecklist } from './checklist.js';
import { endPage, endCampaign } from './end-page.js';
import { launchPage, type Returned } from './launch-page.js';
import type { LaunchTools } from './launch-tools.js';
import { seasonOfForm, typedSeason } from './season-form.js';
import { targetsPage } from './targets-page.js';
import { runTest, testPage } from './test-page.js';

export type { LaunchTools } from './launch-tools.js';

type Act = (tools: LaunchTools, visit: CampaignVisit) => Promise<Answer>;

const ROOT = '/campaigns/:campaign';

/** The checklist, the test run, and the life of a campaign. */
export function launchRoutes(tools: LaunchTools): ConsoleRoute[] {
  const get = (path: string, needs: ConsoleRoute['needs'], act: Act): ConsoleRoute => {
    return { of: 'campaign', method: 'get', path: ROOT + path, needs, handle: (visit) => act(tools, visit) };
  };
  const post: Posting = (path, does, act) => {
    const handle = (visit: CampaignVisit): Promise<Answer> => act(tools, visit);
    return { of: 'campaign', method: 'post', path: ROOT + path, needs: 'launch', does, handle };
  };
  return [
    get('/launch', 'see', (_, visit) => launchPage(tools, visit)),
    get('/launch/targets', 'see', targetsPage),
    get('/launch/test', 'launch', testPage),
    get('/launch/end', 'launch', endPage),
    post('/launch/test', 'tried the letters out on themselves', runTest),
    post('/launch/look', undefined, lookAgain),
    post('/launch/open', 'opened the campaign', openCampaign),
    post('/pause', 'paused the campaign and its letters', pauseCampaign),
    post('/resume', 'let the campaign and its letters go on', resumeCampaign),
    post('/launch/end', 'said how the campaign ended', endCampaign),
    post(
      '/launch/draft',
      'made the campaign a draft again',
      simply(moved('draft'), 'It is a draft again. Nobody finds it in the list.'),
    ),
    post('/launch/reopen', 'reopened the campaign', simply(moved('live'), 'It is open again.')),
    post('/launch/archive', 'archived the campaign', archive),
    post(
      '/launch/restore',
      'took the campaign out of the archive',
      simply(restore, 'It stands in the public list again, under “Ended”.'),
    ),
    ...acts(post),
  ];
}

type Posting = (path: string, does: string | undefined, act: Act) => ConsoleRoute;

function acts(post: Posting): ConsoleRoute[] {
  return [
    post('/launch/days', 'moved the campaign’s days', moveDays),
    post('/launch/days/file', 'left the campaign’s days to its file', daysOfFile),
    {
      ...post('/launch/sending', 'let waiting letters go on', simply(sendWaiting, 'The letters that waited go on.')),
      needs: 'send',
    },
    post('/launch/ask', 'asked for approval of the campaign', askApproval),
    post('/launch/approve', 'approved the campaign', decided(true)),
    post('/launch/decline', 'declined to approve the campaign', decided(false)),
  ];
}

const home = ({ campaign }: CampaignVisit): string => `/campaigns/${campaign.slug}/launch`;

/** Does something, and shows the page again with what keeps it from being done; `field` is where a refusal is shown. */
async function attempt(
  tools: LaunchTools,
  visit: CampaignVisit,
  doing: { readonly work: () => Promise<Answer>; readonly field?: string; readonly typed?: Omit<Returned, 'faults'> },
): Promise<Answer> {
  try {
    return await doing.work();
  } catch (error) {
    if (error instanceof InputError) return launchPage(tools, visit, { ...doing.typed, faults: error.faults });
    if (!(error instanceof ConflictError)) throw error;
    tools.campaigns.forget();
    const campaign = await tools.campaigns.get(visit.campaign.slug);
    const faults = [{ field: doing.field ?? '', message: error.message }];
    return launchPage(tools, { ...visit, campaign }, { ...doing.typed, faults });
  }
}

function simply(work: (tools: LaunchTools, visit: CampaignVisit) => Promise<void>, said: string): Act {
  return (tools, visit) =>
    attempt(tools, visit, { work: async () => (await work(tools, visit), go(home(visit), said)) });
}

function moved(to: Parameters<typeof moveTo>[2]) {
  return (tools: LaunchTools, visit: CampaignVisit): Promise<void> => moveTo(tools, visit, to);
}

/** How long opening waits for the checks of sending. */
const OPEN_WAIT_MS = 10_000;

/** What must be mended is looked at again, since the page may be old. */
async function openCampaign(tools: LaunchTools, visit: CampaignVisit): Promise<Answer> {
  const checklist = await runChecklist(tools, visit.campaign, OPEN_WAIT_MS);
  const refuse = (field: string, message: string): Promise<Answer> =>
    launchPage(tools, visit, { faults: [{ field, message }] });
  if (checklist.harmful.length > 0)
    return refuse(
      'checklist',
      'Some of the checklist must be mended before anybody can write: see what is marked there.',
    );
  if (checklist.toMend.length > 0 && visit.form.one('accept') !== 'yes')
    return refuse('accept', 'Mend what is marked in the checklist, or tick that you open in spite of it.');
  const work = async (): Promise<Answer> => {
    await open(tools, visit, visit.form.one('version'));
    const opened = await tools.campaigns.get(visit.campaign.slug);
    const isOpen = phaseOf(livedOf(opened), tools.clock.now()) === 'live';
    const accepted = checklist.toMend.map(({ says }) => says).join(' ');
    const trace = { detail: accepted && `in spite of: ${accepted}`.slice(0, 500) };
    return go(
      home(visit),
      isOpen
        ? 'The campaign is open. Share its link with your supporters.'
        : 'The campaign is scheduled. It opens by itself.',
      { trace },
    );
  };
  return attempt(tools, visit, { work });
}

function pauseCampaign(tools: LaunchTools, visit: CampaignVisit): Promise<Answer> {
  const work = async (): Promise<Answer> => {
    await pause(tools, visit, visit.form.one('why').trim().slice(0, 300));
    const undo = { label: 'Let it go on', action: `/campaigns/${visit.campaign.slug}/resume`, fields: {} };
    return go(home(visit), 'Paused. No new letters are taken, and letters taken already wait.', { undo });
  };
  return attempt(tools, visit, { work });
}

function resumeCampaign(tools: LaunchTools, visit: CampaignVisit): Promise<Answer> {
  const work = async (): Promise<Answer> => {
    await resume(tools, visit);
    const undo = { label: 'Pause it again', action: `/campaigns/${visit.campaign.slug}/pause`, fields: {} };
    return go(home(visit), 'It goes on: new letters are taken, and those that waited are sent.', { undo });
  };
  return attempt(tools, visit, { work });
}

function archive(tools: LaunchTools, visit: CampaignVisit): Promise<Answer> {
  const work = async (): Promise<Answer> => {
    await moveTo(tools, visit, 'archived');
    const undo = { label: 'Take it out again', action: `/campaigns/${visit.campaign.slug}/launch/restore`, fields: {} };
    return go(home(visit), 'Archived. It is gone from the public list; its page stays.', { undo });
  };
  return attempt(tools, visit, { work });
}

function moveDays(tools: LaunchTools, visit: CampaignVisit): Promise<Answer> {
  const season = typedSeason(visit.form);
  const work = async (): Promise<Answer> => {
    await moveSeason(tools, visit, seasonOfForm(season));
    return go(home(visit), 'These days hold now.');
  };
  return attempt(tools, visit, { work, field: 'opens_at', typed: { season } });
}

function daysOfFile(tools: LaunchTools, visit: CampaignVisit): Promise<Answer> {
  const work = async (): Promise<Answer> => {
    await moveSeason(tools, visit, { opening: null, closing: null });
    return go(home(visit), 'The days of the campaign’s file hold again.');
  };
  return attempt(tools, visit, { work, field: 'opens_at' });
}

function askApproval(tools: LaunchTools, visit: CampaignVisit): Promise<Answer> {
  const work = async (): Promise<Answer> => {
    await askForApproval(tools, visit, visit.form.one('version'));
    return go(home(visit), 'Asked. Another member who may launch decides on this page; tell them.');
  };
  return attempt(tools, visit, { work, field: 'note', typed: { note: visit.form.one('note') } });
}

function decided(isApproved: boolean): Act {
  return (tools, visit) => {
    const work = async (): Promise<Answer> => {
      await decide(tools, visit, isApproved);
      return go(home(visit), isApproved ? 'Approved. The campaign can be opened.' : 'Declined, with your reason.');
    };
    return attempt(tools, visit, { work, field: 'reason', typed: { reason: visit.form.one('reason') } });
  };
}

function lookAgain(tools: LaunchTools, visit: CampaignVisit): Promise<Answer> {
  tools.sendingDoctor.forget();
  return Promise.resolve(go(`${home(visit)}#sending`));
}
