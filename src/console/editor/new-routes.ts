import { saveVersion, startingPoints, type SaveTools } from '../../campaigns/index.js';
import { ConflictError, InputError, type Fault } from '../../platform/errors.js';
import { slugOf } from '../../platform/slug.js';
import { showFaults } from '../../web/index.js';
import { ownCampaigns } from '../own-campaigns.js';
import { go, page, type Answer, type ConsoleRoute, type Visit } from '../visit.js';
import { checkFiles } from './check.js';
import { newFiles, type NewTools } from './new-campaign.js';

/** Words that stand in addresses of the console where a campaign's would. */
const TAKEN = ['new'];
const MAX_SLUG = 60;

type Typed = { readonly start: string; readonly title: string; readonly slug: string };

/** A new campaign, from a starting point or as a copy. */
export function newRoutes(tools: SaveTools & NewTools): ConsoleRoute[] {
  const path = '/campaigns/new';
  return [
    {
      of: 'organization',
      method: 'get',
      path,
      needs: 'edit',
      handle: (visit) => {
        const from = visit.query.one('from');
        return newPage(tools, visit, { start: from === '' ? 'city-council' : `copy:${from}`, title: '', slug: '' });
      },
    },
    {
      of: 'organization',
      method: 'post',
      path,
      needs: 'edit',
      does: 'made a campaign',
      handle: (visit) => make(tools, visit),
    },
  ];
}

async function make(tools: SaveTools & NewTools, visit: Visit): Promise<Answer> {
  const [start, title] = [visit.form.one('start'), visit.form.one('title').replace(/\s+/g, ' ').trim()];
  const typed = { start, title, slug: visit.form.one('slug').trim() };
  const slug = typed.slug === '' ? slugOf(title).slice(0, MAX_SLUG).replace(/-$/, '') : typed.slug;
  const faults = faultsOf({ ...typed, slug });
  if (faults.length > 0) return newPage(tools, visit, { ...typed, faults });
  const checked = await checkFiles(tools, slug, await newFiles(tools, visit, { start, title, slug }));
  const { organization, user } = visit;
  try {
    if ('faults' in checked) throw new InputError(checked.faults);
    const author = { from: 'console', expected: 0, author: user, organization: organization.slug } as const;
    await saveVersion(tools, checked.read, author);
  } catch (error) {
    const isTaken = error instanceof ConflictError && error.kind === 'slug-taken';
    if (isTaken) return newPage(tools, visit, { ...typed, faults: [{ field: 'slug', message: TAKEN_TEXT }] });
    if (!(error instanceof InputError)) throw error;
    const views = error.faults.map(({ field, message }) => ({
      field: field === 'title' ? field : '',
      message: `${field} ${message}`,
    }));
    return newPage(tools, visit, { ...typed, faults: views });
  }
  return go(`/campaigns/${slug}/edit`, 'Your campaign is made, as a draft. Nobody can write yet.', {
    trace: { about: `campaign:${slug}`, detail: `from ${start}` },
  });
}

const TAKEN_TEXT = 'Address: is taken by another campaign on this server. Choose another one.';

function faultsOf({ title, slug }: Typed): Fault[] {
  const isSlug = /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(slug) && slug.length <= MAX_SLUG;
  return [
    ...(title === '' ? [{ field: 'title', message: 'Title: say what the page is called.' }] : []),
    ...(isSlug || title === ''
      ? []
      : [{ field: 'slug', message: 'Address: use lower-case letters, digits and hyphens, 60 at the most.' }]),
    ...(TAKEN.includes(slug) ? [{ field: 'slug', message: TAKEN_TEXT }] : []),
  ];
}

type Shown = Typed & { readonly faults?: readonly Fault[] };

async function newPage(tools: NewTools, visit: Visit, { faults = [], ...typed }: Shown): Promise<Answer> {
  const own = await ownCampaigns(tools, visit);
  const data = {
    title: `${faults.length > 0 ? 'Please check: ' : ''}New campaign`,
    typed,
    ...showFaults(faults),
    points: startingPoints.map(({ name, title, description }) => ({
      name,
      title,
      description,
      isChosen: typed.start === name,
    })),
    copies: own.map(({ slug, file }) => ({
      name: `copy:${slug}`,
      title: file.title,
      isChosen: typed.start === `copy:${slug}`,
    })),
  };
  return page('editor/new', data, { status: faults.length > 0 ? 422 : 200 });
}
