import { z } from 'zod';
import { countDivisions, definitions, readCounts } from '../counts/index.js';
import type { Clock } from '../platform/clock.js';
import type { Db } from '../platform/db.js';
import type { ApiPath } from '../web/index.js';
import { hasEnded, type Campaign } from './campaign.js';
import type { Campaigns } from './campaigns.js';
import { districtLayerOf } from './district-layer.js';

type DescribeTools = {
  readonly db: Db;
  readonly campaigns: Campaigns;
  readonly baseUrl: string;
  readonly partnerBoxes: ListedBoxes;
};

/** The boxes of a coalition's partners, from where they are known. */
export type ListedBoxes = {
  readonly listed: (campaign: Campaign) => Promise<
    readonly {
      readonly value: string;
      readonly code: string;
      readonly name: string;
      readonly text: string;
      readonly privacyUrl: string;
      readonly onlyFrom: string | null;
    }[]
  >;
};

const campaignSchema = z.object({
  slug: z.string(),
  title: z.string(),
  summary: z.string(),
  ask: z.string(),
  organization: z.string(),
  country: z.string(),
  goal: z.number(),
  actions: z.number(),
  open: z.boolean(),
  status: z.string().describe('open, draft, scheduled, paused, closed, won, archived, missing-data or faulty'),
  reason: z.string().nullable().describe('Why it is not open, in a sentence.'),
  outcome: z.string().nullable().describe('What was achieved, in Markdown, once the campaign has ended.'),
  missing: z.array(z.object({ what: z.string(), command: z.string() })),
  required_fields: z.array(z.string()),
  opt_ins: z.array(z.object({ organization: z.string(), text: z.string() })),
  partner_opt_ins: z
    .array(
      z.object({
        organization: z.string().describe('The partner’s code: a name in `opt_ins` of an action.'),
        shown: z.string().describe('The same with the version of this text; send this where you showed the text.'),
        name: z.string(),
        text: z.string(),
        privacy_url: z.string(),
        only_from_source: z
          .string()
          .nullable()
          .describe('Taken only with this source code, or one below it (`teachers.newsletter`); null: with any.'),
      }),
    )
    .describe('Boxes of the partners of a coalition, by its sharing rule.'),
  url: z.string(),
});

/** A campaign as the API gives it. */
export async function describeCampaign(
  tools: DescribeTools,
  campaign: Campaign,
): Promise<z.infer<typeof campaignSchema>> {
  const { slug, file } = campaign;
  const standing = await tools.campaigns.standing(campaign);
  const counts = await readCounts(tools.db, campaign.id);
  return {
    slug,
    title: file.title,
    summary: file.summary,
    ask: file.ask,
    organization: file.organization.name,
    country: file.country,
    goal: file.goal,
    actions: counts.actions,
    open: standing.kind === 'open',
    status: standing.kind,
    reason: standing.kind === 'open' ? null : standing.sentence,
    outcome: hasEnded(standing) ? campaign.life.outcome : null,
    missing: standing.kind === 'missing-data' ? [...standing.needs] : [],
    required_fields: ['given_name', 'family_name', 'email', 'postal_code', ...file.required_fields],
    opt_ins: file.opt_ins.map(({ organization, text }) => ({ organization, text })),
    partner_opt_ins: (await tools.partnerBoxes.listed(campaign)).map((box) => ({
      organization: box.code,
      shown: box.value,
      name: box.name,
      text: box.text,
      privacy_url: box.privacyUrl,
      only_from_source: box.onlyFrom,
    })),
    url: `${tools.baseUrl}/c/${slug}`,
  };
}

const countsSchema = z.object({
  campaign: z.string(),
  as_of: z.string(),
  goal: z.number(),
  actions: z.number(),
  suspected: z
    .number()
    .describe(
      'Beside the actions, those held as suspicious until a reviewer lets them go; only `letters` counts them too.',
    ),
  with_own_words: z.number(),
  opt_ins: z.number(),
  confirmed: z.number(),
  unconfirmed: z.number(),
  new_people: z.number(),
  returning: z.number(),
  districts: z.number().describe('How many districts somebody wrote from.'),
  views: z.number(),
  conversion: z.number().nullable().describe('Actions divided by views; null without views.'),
  letters: z.object({
    taken: z.number(),
    waiting: z.number(),
    delivered: z.number(),
    failed: z.number(),
    handed_over: z.number(),
    cancelled: z.number(),
    previewed: z.number(),
  }),
  suspected_letters: z.number(),
  said_sent: z.number(),
  said_failed: z.number(),
  definitions: z.record(z.string(), z.string()),
});

/** A campaign's numbers as the API gives them, with the definition of each. */
export async function countsAnswer(
  tools: { readonly db: Db; readonly clock: Clock },
  campaign: Campaign,
): Promise<z.infer<typeof countsSchema>> {
  const counts = await readCounts(tools.db, campaign.id);
  return {
    campaign: campaign.slug,
    as_of: new Date(tools.clock.now()).toISOString(),
    goal: campaign.file.goal,
    actions: counts.actions,
    suspected: counts.suspected,
    with_own_words: counts.withOwnWords,
    opt_ins: counts.optIns,
    confirmed: counts.confirmed,
    unconfirmed: counts.unconfirmed,
    new_people: counts.newPeople,
    returning: counts.returning,
    districts: await countDivisions(tools.db, campaign.id, districtLayerOf(campaign)),
    views: counts.views,
    conversion: counts.views > 0 ? counts.actions / counts.views : null,
    letters: counts.letters,
    suspected_letters: counts.suspectedLetters,
    said_sent: counts.saidSent,
    said_failed: counts.saidFailed,
    definitions,
  };
}

const slugParameter = {
  name: 'slug',
  in: 'path',
  required: true,
  description: 'The campaign’s short name.',
} as const;

export const campaignApi: readonly ApiPath[] = [
  {
    path: '/api/v1/campaigns',
    method: 'get',
    summary: 'All campaigns with their standing, without drafts and archived ones',
    responses: {
      200: { description: 'The campaigns', schema: z.object({ campaigns: z.array(campaignSchema) }) },
    },
  },
  {
    path: '/api/v1/campaigns/{slug}',
    method: 'get',
    summary: 'One campaign',
    parameters: [slugParameter],
    responses: {
      200: { description: 'The campaign', schema: campaignSchema },
      404: { description: 'No such campaign' },
    },
  },
  {
    path: '/api/v1/campaigns/{slug}/counts',
    method: 'get',
    summary: 'A campaign’s numbers; letters taken are the sum of the other letters',
    parameters: [slugParameter],
    responses: {
      200: { description: 'The numbers', schema: countsSchema },
      404: { description: 'No such campaign' },
    },
  },
];
