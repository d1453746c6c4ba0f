import { listEntries, readNewest, readVersion, type SaveTools } from '../../campaigns/index.js';
import { momentText } from '../../platform/clock.js';
import { ConflictError, InputError, NotFoundError } from '../../platform/errors.js';
import { go, page, type Answer, type CampaignVisit, type ConsoleRoute } from '../visit.js';
import { diffFiles } from './diff-view.js';
import { rootOf } from './pane.js';
import { saveFiles } from './save.js';
import { saidSaved } from './edit-routes.js';

const PAGE_SIZE = 30;

/** What was saved when, by whom, what it changed, and the way back. */
export function versionRoutes(tools: SaveTools): ConsoleRoute[] {
  return [
    {
      of: 'campaign',
      method: 'get',
      path: '/campaigns/:campaign/versions',
      needs: 'see',
      handle: (visit) => versionsPage(tools, visit),
    },
    {
      of: 'campaign',
      method: 'get',
      path: '/campaigns/:campaign/versions/:number',
      needs: 'see',
      handle: (visit) => versionPage(tools, visit),
    },
    {
      of: 'campaign',
      method: 'post',
      path: '/campaigns/:campaign/versions/:number/restore',
      needs: 'edit',
      does: 'went back to an older version of the campaign',
      handle: (visit) => restore(tools, visit),
    },
  ];
}

async function versionsPage(tools: SaveTools, visit: CampaignVisit): Promise<Answer> {
  const below = wholeNumber(visit.query.one('after')) ?? Number.MAX_SAFE_INTEGER;
  const entries = await listEntries(tools.db, visit.campaign.id, {
    below: Math.min(below, 2 ** 31 - 1),
    limit: PAGE_SIZE + 1,
  });
  const { number: newest, keptIn } = await readNewest(tools, visit.campaign);
  const shown = entries.slice(0, PAGE_SIZE);
  const root = visit.base + rootOf(visit);
  return page('editor/versions', {
    title: 'Versions',
    root,
    newest,
    mayRestore: visit.may('edit') && keptIn === 'console',
    mayEdit: visit.may('edit'),
    versions: shown.map((entry) => ({
      ...entry,
      author: entry.author ?? 'The campaign’s folder',
      when: momentText(entry.createdAt, visit.campaign.file.time_zone),
      isNewest: entry.number === newest,
    })),
    next: entries.length > PAGE_SIZE ? `${root}/versions?after=${shown.at(-1)?.number ?? 0}` : undefined,
  });
}

async function versionPage(tools: SaveTools, visit: CampaignVisit): Promise<Answer> {
  const number = numberIn(visit);
  const version = await readVersion(tools, visit.campaign, number);
  const before = number > 1 ? await readVersion(tools, visit.campaign, number - 1) : undefined;
  const { number: newest, keptIn } = await readNewest(tools, visit.campaign);
  return page('editor/version', {
    title: `Version ${number}`,
    root: visit.base + rootOf(visit),
    number,
    newest,
    author: version.author ?? 'The campaign’s folder',
    note: version.note,
    when: momentText(version.createdAt, visit.campaign.file.time_zone),
    isNewest: number === newest,
    mayRestore: visit.may('edit') && keptIn === 'console' && number !== newest,
    before: before?.number,
    after: number < newest ? number + 1 : undefined,
    diffs: diffFiles(before?.files ?? {}, version.files),
  });
}

/** Saves what an older version says as the newest one, if that is still the one that was looked at. */
async function restore(tools: SaveTools, visit: CampaignVisit): Promise<Answer> {
  const number = numberIn(visit);
  const { files } = await readVersion(tools, visit.campaign, number);
  const base = wholeNumber(visit.form.one('base')) ?? 0;
  const result = await saveFiles(tools, withNote(visit, `Back to version ${number}`), { files, base });
  if (result.kind === 'faults') throw new InputError(result.faults);
  if (result.kind === 'newer')
    throw new ConflictError(
      'newer-version',
      'Somebody saved this campaign meanwhile. Look at the versions again, then decide.',
    );
  const answer = saidSaved(visit, `${rootOf(visit)}/versions`, { ...result.saved, base });
  if (answer.kind !== 'go' || result.saved.change === 'unchanged') return answer;
  const { version } = result.saved;
  return go(answer.to, `Version ${version} is now what version ${number} was.`, {
    ...(answer.undo && { undo: answer.undo }),
    trace: { detail: `version ${number} again, as version ${version}` },
  });
}

function withNote(visit: CampaignVisit, note: string): CampaignVisit {
  return { ...visit, form: { ...visit.form, one: (name) => (name === 'note' ? note : visit.form.one(name)) } };
}

function numberIn(visit: CampaignVisit): number {
  const number = wholeNumber(visit.part('number'));
  if (number === undefined) throw new NotFoundError('There is no such version of this campaign.');
  return number;
}

function wholeNumber(text: string): number | undefined {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}
