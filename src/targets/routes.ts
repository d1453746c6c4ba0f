import { Router } from 'express';
import type { Country } from '../divisions/index.js';
import type { Roster } from '../offices/index.js';
import { InputError } from '../platform/errors.js';
import { rememberFor } from '../platform/remember.js';
import type { Followed } from '../platform/revisions.js';
import type { ApiPath, Views } from '../web/index.js';
import { whereaboutsOf, type AskedPlace } from './ask.js';
import type { Finding, TargetFinder } from './find.js';
import { lookupAnswer, lookupSchema } from './lookup-answer.js';
import type { TargetRule } from './rule.js';

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

/** Answers as they are sent; the same finding by the same roster has the same one. */
const answers = rememberFor((roster: Roster) =>
  rememberFor((finding: Finding) => JSON.stringify(lookupAnswer(finding, roster))),
);

type Ask = { readonly rule: TargetRule; readonly country: Country; readonly codeOnly?: boolean };

/** `GET /api/v1/lookup` and the small form on the first page. */
export function lookupRoutes(tools: LookupTools): Router {
  const routes = Router();

  routes.get('/api/v1/lookup', async (request, response) => {
    const parameter = (name: string): string | undefined => {
      const value = request.query[name];
      return typeof value === 'string' ? value : undefined;
    };
    const ask = await askOf(tools, parameter('campaign'));
    const finding = await find(tools, ask, {
      zip: parameter('zip'),
      address: parameter('address'),
      lat: parameter('lat'),
      lng: parameter('lng'),
    });
    response
      .set('Cache-Control', 'no-store')
      .type('json')
      .send(answers(await tools.roster.get())(finding));
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
  if (slug === undefined) return { rule: await finder.everyBody(), country: 'us', codeOnly: true };
  const { rule, file } = await campaigns.get(slug);
  return { rule, country: file.country };
}

async function find(tools: LookupTools, { rule, country, codeOnly = false }: Ask, asked: AskedPlace): Promise<Finding> {
  try {
    return await tools.finder.find(rule, { ...whereaboutsOf(asked, country), codeOnly });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(
      error.faults.map((fault) => ({ ...fault, field: fault.field === 'postal_code' ? 'zip' : fault.field })),
    );
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
    const finding = await find(tools, await askOf(tools), { zip: code });
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

const ZIP_WORDS = 'A ZIP code: 80202 or 80202-1234. With a campaign, a postal code of its country.';

export const lookupApi: readonly ApiPath[] = [
  {
    path: '/api/v1/lookup',
    method: 'get',
    summary: 'Who represents a place',
    parameters: [
      { name: 'zip', in: 'query', required: false, description: ZIP_WORDS },
      { name: 'address', in: 'query', required: false, description: 'A street address in one line; needs a geocoder.' },
      { name: 'lat', in: 'query', required: false, description: 'Latitude in degrees, with `lng`: 39.74' },
      { name: 'lng', in: 'query', required: false, description: 'Longitude in degrees, with `lat`: -104.99' },
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
      409: { description: 'Points need district maps, addresses a geocoder, and there is none' },
      422: { description: 'Not a ZIP code, not a point' },
      429: { description: 'Too much from one network; ask again after Retry-After seconds' },
    },
  },
];
