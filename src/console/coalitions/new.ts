import type { Campaign } from '../../campaigns/index.js';
import { codeFaults, newCoalitionSchema, readForm, startCoalition } from '../../partners/index.js';
import { InputError, type Fault } from '../../platform/errors.js';
import { slugOf } from '../../platform/slug.js';
import { showFaults } from '../../web/index.js';
import { TIME_ZONES } from '../settings/choices.js';
import { ownCampaigns } from '../own-campaigns.js';
import { go, page, type Answer, type Visit } from '../visit.js';
import { orAgain, type CoalitionTools } from './coalition-tools.js';
import { EXAMPLE_AGREEMENT } from './example-agreement.js';
import { sharingChoices } from './sharing-choices.js';

type Typed = Readonly<Record<'name' | 'slug' | 'summary' | 'sharing' | 'timeZone' | 'agreement' | 'code', string>>;

export async function newPage(tools: CoalitionTools, visit: Visit): Promise<Answer> {
  const { slug, timeZone } = visit.organization;
  const blank = { name: '', slug: '', summary: '', sharing: 'own_recruits' };
  return show(visit, {
    ...blank,
    timeZone,
    agreement: EXAMPLE_AGREEMENT,
    code: codeFor(slug, await ownCampaigns(tools, visit)),
  });
}

/** The short name's first words, as many as fit a code that is free. */
function codeFor(slug: string, campaigns: readonly Campaign[]): string {
  const words = slug.split('-');
  const fitting = words.map((_, index) => words.slice(0, index + 1).join('-')).filter((code) => code.length <= 20);
  return fitting.filter((code) => codeFaults(code, { partners: [], campaigns }).length === 0).at(-1) ?? '';
}

function show({ organization, base }: Visit, typed: Typed, faults: readonly Fault[] = []): Answer {
  const data = {
    title: 'New coalition',
    root: `${base}/coalitions`,
    organization: organization.name,
    typed,
    sharing: sharingChoices(typed.sharing),
    zones: TIME_ZONES,
    ...showFaults(faults),
  };
  return page('coalitions/new', data, { status: faults.length > 0 ? 422 : 200 });
}

/** Makes a coalition that the organization leads; whoever makes it accepts the agreement for it. */
export function makeCoalition(tools: CoalitionTools, visit: Visit): Promise<Answer> {
  const typed = typedIn(visit);
  return orAgain(
    async () => {
      const given = readForm(newCoalitionSchema, typed);
      const slug = given.slug || slugOf(given.name).slice(0, 60).replace(/-$/, '');
      if (slug === '' || slug === 'new')
        throw new InputError([{ field: 'slug', message: 'Please give a short name such as safe-rooms.' }]);
      const faults = codeFaults(given.code, { partners: [], campaigns: await ownCampaigns(tools, visit) });
      if (faults.length > 0) throw new InputError(faults);
      const { organizationId, name } = visit.organization;
      const lead = { organizationId, name, code: given.code };
      await startCoalition(tools, { ...given, slug, lead, who: visit.user.name, userId: visit.user.id });
      const trace = { about: `coalition:${slug}`, detail: '' };
      return go(`/coalitions/${slug}`, `${given.name} is made. Add a campaign, and invite your partners.`, { trace });
    },
    (faults) => show(visit, typed, faults),
  );
}

function typedIn({ form: { one } }: Visit): Typed {
  return {
    name: one('name'),
    slug: one('slug'),
    summary: one('summary'),
    sharing: one('sharing'),
    timeZone: one('timeZone'),
    agreement: one('agreement'),
    code: one('code'),
  };
}
