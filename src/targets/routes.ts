import { Router } from 'express';
import { z } from 'zod';
import { divisionsOf, type Country } from '../divisions/index.js';
import type { Roster } from '../offices/index.js';
import { ConflictError, InputError } from '../platform/errors.js';
import type { Followed } from '../platform/revisions.js';
import type { ApiPath, Views } from '../web/index.js';
import { missingHere } from './availability.js';
import type { Finding, TargetFinder } from './find.js';
import type { TargetRule } from './rule.js';
import { districtOf, type Target } from './target.js';

export type LookupTools = {
  readonly finder: TargetFinder;
  readonly roster: Followed<Roster>;
  readonly views: Views;
  readonly campaigns: AskedCampaigns;
};

/** What a look-up needs of a campaign: whom it addresses, and the country whose postal codes it reads. */
export type AskedCampaigns = {
  /** @throws NotFoundError */
  readonly get: (slug: string) => Promise<{ readonly rule: TargetRule; readonly file: { readonly country: Country } }>;
};

type Ask = { readonly rule: TargetRule; readonly country: Country };

const officialSchema = z.object({
  office: z.string(),
  division: z.string(),
  name: z.string(),
  ids: z.record(z.string(), z.string()),
  title: z.string(),
  body: z.string(),
  district: z.string(),
  party: z.string().nullable(),
  phone: z.string().nullable(),
  contact: z.enum(['email', 'form', 'phone', 'none']).describe('How the office can be reached.'),
  term_ended_on: z
    .string()
    .nullable()
    .describe('Set when the term was to end before today: the roster may be out of date.'),
});

const lookupSchema = z.object({
  status: z.enum(['exact', 'choose', 'none']),
  divisions: z.array(z.string()),
  districts: z.array(z.string()),
  officials: z.array(officialSchema),
  vacancies: z.array(z.object({ office: z.string(), division: z.string(), name: z.string() })),
  near_line: z.boolean(),
  notes: z.array(z.string()),
  missing: z.array(z.string()).describe('What could be answered with more data, and the command that brings them.'),
  as_of: z.record(z.string(), z.string()).describe('The day that each data set is good for.'),
});

export type LookupAnswer = z.infer<typeof lookupSchema>;

/** A finding as the API and the command line give it. With `choose`, everyone who may be meant is listed. */
export function lookupAnswer(finding: Finding, roster: Roster): LookupAnswer {
  const { targets, vacancies } = finding.possible;
  // A state that stands for its unknown districts is in several layers.
  const divisions = [...new Set(divisionsOf(finding.place))];
  return {
    status: finding.status,
    divisions,
    districts: divisions.map(districtOf).filter(Boolean),
    officials: targets.map(officialOf),
    vacancies: vacancies.map(({ id, division, name }) => ({ office: id, division, name })),
    near_line: finding.place.isNearLine,
    notes: [...finding.notes],
    missing: missingHere(finding, roster),
    as_of: oldestDays(roster),
  };
}

/** The day each source is good for; of several files the oldest, so that no answer seems fresher than it is. */
function oldestDays({ dataSets }: Roster): Record<string, string> {
  const newestFirst = [...dataSets].sort((one, other) => other.asOf.localeCompare(one.asOf));
  return Object.fromEntries(newestFirst.map(({ source, asOf }) => [source, asOf]));
}

/** `GET /api/v1/lookup` and the small form on the first page. */
export function lookupRoutes(tools: LookupTools): Router {
  const routes = Router();

  routes.get('/api/v1/lookup', async (request, response) => {
    const parameter = (name: string): string | undefined => {
      const value = request.query[name];
      return typeof value === 'string' ? value : undefined;
    };
    refuseUnsupported(parameter);
    const slug = parameter('campaign');
    const finding = await find(tools, await askOf(tools, slug), parameter('zip') ?? '');
    response.set('Cache-Control', 'no-store').json(lookupAnswer(finding, await tools.roster.get()));
  });

  routes.post('/lookup', async (request, response) => {
    const given: unknown = (request.body as Record<string, unknown> | undefined)?.['postal_code'];
    const code = typeof given === 'string' ? given : '';
    const page = await lookupPage(tools, code);
    response
      .set('Cache-Control', 'no-store')
      .status(page.fault ? 422 : 200)
      .type('html')
      .send(tools.views.render('targets/lookup', page));
  });

  routes.get('/lookup', (_request, response) => {
    response.redirect(303, '/');
  });

  return routes;
}

/** Without campaign a look-up is for the United States and asks for everyone. @throws NotFoundError */
export async function askOf(
  { finder, campaigns }: Pick<LookupTools, 'finder' | 'campaigns'>,
  slug?: string,
): Promise<Ask> {
  if (slug === undefined) return { rule: await finder.everyBody(), country: 'us' };
  const { rule, file } = await campaigns.get(slug);
  return { rule, country: file.country };
}

async function find(tools: LookupTools, { rule, country }: Ask, code: string): Promise<Finding> {
  try {
    return await tools.finder.find(rule, { country, postalCode: code });
  } catch (error) {
    throw error instanceof InputError
      ? new InputError(error.faults.map((fault) => ({ ...fault, field: 'zip' })))
      : error;
  }
}

async function lookupPage(
  tools: LookupTools,
  code: string,
): Promise<{
  readonly title: string;
  readonly code: string;
  readonly fault?: string;
  readonly answer?: object;
}> {
  const title = 'Who represents this place';
  try {
    const finding = await find(tools, await askOf(tools), code);
    const roster = await tools.roster.get();
    const isSplit = finding.status === 'choose';
    return {
      title,
      code,
      answer: {
        ...lookupAnswer(finding, roster),
        isSplit,
        certain: finding.targets,
        candidates: finding.candidates,
      },
    };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { title, code, fault: error.faults[0]?.message ?? '' };
  }
}

function refuseUnsupported(parameter: (name: string) => string | undefined): void {
  if (parameter('zip') !== undefined) return;
  if (parameter('address') !== undefined || parameter('lat') !== undefined || parameter('lng') !== undefined) {
    throw new ConflictError(
      'no-maps',
      'Addresses and points need district maps, which are not loaded here. Please look up by ZIP code.',
    );
  }
  throw new InputError([{ field: 'zip', message: 'Give a ZIP code: /api/v1/lookup?zip=80202' }]);
}

function officialOf(target: Target): LookupAnswer['officials'][number] {
  const { officeId, division, name, ids, title, body, district, party, phone } = target;
  const contact = target.email ? 'email' : (target.formUrl ?? target.website) ? 'form' : phone ? 'phone' : 'none';
  return {
    office: officeId,
    division,
    name,
    ids,
    title,
    body,
    district,
    party,
    phone,
    contact,
    term_ended_on: target.termEndedOn,
  };
}

const ZIP_WORDS = 'A ZIP code: 80202 or 80202-1234. With a campaign, a postal code of its country.';

export const lookupApi: readonly ApiPath[] = [
  {
    path: '/api/v1/lookup',
    method: 'get',
    summary: 'Who represents a place',
    parameters: [
      { name: 'zip', in: 'query', required: true, description: ZIP_WORDS },
      {
        name: 'campaign',
        in: 'query',
        required: false,
        description: 'Only those whom this campaign addresses.',
      },
    ],
    responses: {
      200: { description: 'Exact, a choice of all candidates, or none', schema: lookupSchema },
      404: { description: 'No such campaign' },
      422: { description: 'Not a ZIP code' },
    },
  },
];
