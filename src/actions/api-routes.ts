import { Router } from 'express';
import { z } from 'zod';
import type { Protection } from '../abuse/index.js';
import type { Campaigns } from '../campaigns/index.js';
import { startOf } from '../deliveries/index.js';
import { InputError } from '../platform/errors.js';
import type { Ids } from '../platform/ids.js';
import { sendProblem, type ApiPath } from '../web/index.js';
import { actionSchema, parseAction } from './input.js';
import type { TakeAction, TakeResult } from './take.js';

export type ActionApiTools = {
  readonly ids: Ids;
  readonly campaigns: Campaigns;
  readonly take: TakeAction;
  readonly protection: Pick<Protection, 'challenge'>;
  readonly baseUrl: string;
};

const MAX_KEY_CHARACTERS = 200;

const takenSchema = z.object({
  id: z.string(),
  receipt_url: z.string(),
  letters: z.array(
    z.object({
      office: z.string(),
      name: z.string(),
      channel: z.enum(['smtp', 'handover']),
      state: z
        .string()
        .describe(
          'How letters begin in this campaign: `queued`, `held` or `handed_over`. One that is looked at for another reason is told as one that is not.',
        ),
    }),
  ),
});

const challengeSchema = z.object({
  parameters: z.object({
    algorithm: z.string(),
    nonce: z.string(),
    salt: z.string(),
    cost: z.number(),
    keyLength: z.number(),
    keyPrefix: z.string(),
    expiresAt: z.number(),
    data: z.record(z.string(), z.string()),
  }),
  signature: z.string(),
});

const candidateSchema = z.object({
  district: z.string().describe('Send this back as `district`.'),
  division: z.string(),
  name: z.string(),
  officials: z.array(z.object({ office: z.string(), name: z.string() })),
});

const chooseSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  choose: z.array(candidateSchema).optional(),
});

/** `POST /api/v1/campaigns/:slug/actions`. */
export function actionApiRoutes(tools: ActionApiTools): Router {
  const routes = Router();
  routes.post('/api/v1/campaigns/:slug/actions', async (request, response) => {
    const campaign = await tools.campaigns.get(request.params.slug);
    const key = idempotencyKey(request.get('Idempotency-Key')) ?? tools.ids.token();
    const input = parseAction(request.body);
    const origin = { ip: request.ip ?? '', via: 'api', trap: '', proof: input.proof ?? '' } as const;
    const taken = await tools.take(campaign, input, { from: 'api', key, origin });
    response.set('Cache-Control', 'no-store');
    if (taken.kind === 'choose') {
      sendProblem(response, chooseProblem(taken));
      return;
    }
    const answer: z.infer<typeof takenSchema> = {
      id: taken.actionId,
      receipt_url: `${tools.baseUrl}/r/${taken.token}`,
      letters: taken.targets.map((target) => {
        const { channel, state } = startOf(target, campaign.file.delivery, 0);
        return { office: target.officeId, name: target.name, channel, state };
      }),
    };
    response
      .status(taken.kind === 'retry' ? 200 : 201)
      .location(answer.receipt_url)
      .json(answer);
  });
  addChallengeRoute(routes, tools);
  return routes;
}

function addChallengeRoute(routes: Router, tools: ActionApiTools): void {
  routes.get('/api/v1/campaigns/:slug/challenge', async (request, response) => {
    const campaign = await tools.campaigns.get(request.params.slug);
    response.set('Cache-Control', 'no-store').json(await tools.protection.challenge(campaign.id));
  });
}

function idempotencyKey(header: string | undefined): string | undefined {
  if (header !== undefined && (header === '' || header.length > MAX_KEY_CHARACTERS)) {
    throw new InputError([{ field: 'Idempotency-Key', message: `must have 1 to ${MAX_KEY_CHARACTERS} characters` }]);
  }
  return header;
}

function chooseProblem({ finding }: Extract<TakeResult, { kind: 'choose' }>): z.infer<typeof chooseSchema> {
  const candidates = finding.candidates.map(({ label, division, name, targets }) => ({
    district: label,
    division,
    name,
    officials: targets.map((target) => ({ office: target.officeId, name: target.name })),
  }));
  return {
    type: 'urn:clarion:problem:choose',
    title: 'Which district?',
    status: 409,
    detail: `${finding.place.code} lies in several districts. Send the action again with "district" set to one of ${candidates.map((one) => one.district).join(', ')}.`,
    choose: candidates,
  };
}

export const actionApi: readonly ApiPath[] = [
  {
    path: '/api/v1/campaigns/{slug}/challenge',
    method: 'get',
    summary: 'A challenge whose solution an action may have to bring as `proof`',
    parameters: [{ name: 'slug', in: 'path', required: true, description: 'The campaign’s short name.' }],
    responses: {
      200: {
        description:
          'A challenge by the protocol of ALTCHA, version 2. Find a counter for which PBKDF2 of the nonce (bytes) and the counter (32 bits, big-endian), with `salt`, `cost` rounds and `keyLength` bytes, begins with `keyPrefix`, before `expiresAt` (seconds). Each solution is taken once.',
        schema: challengeSchema,
      },
      404: { description: 'No such campaign' },
    },
  },
  {
    path: '/api/v1/campaigns/{slug}/actions',
    method: 'post',
    summary: 'Take one supporter’s action: a letter to each target',
    parameters: [
      { name: 'slug', in: 'path', required: true, description: 'The campaign’s short name.' },
      {
        name: 'Idempotency-Key',
        in: 'header',
        required: false,
        description: 'The same key for the same action makes repeats harmless.',
      },
    ],
    body: actionSchema,
    responses: {
      200: { description: 'The same request again, by its key and person: the same answer', schema: takenSchema },
      201: {
        description:
          'Taken, and on the disk. Each person counts once in a campaign: where this address acted before, its first letters are the ones that go out, and the answer does not tell.',
        schema: takenSchema,
      },
      403: {
        description:
          '(type …:proof-needed) Very many letters that nobody wrote arrive here just now: solve a challenge and send the same again with `proof`',
      },
      404: { description: 'No such campaign' },
      409: {
        description: 'The campaign is not open; or (type …:choose) the place lies in several districts',
        schema: chooseSchema,
      },
      422: { description: 'Something has to be put right' },
      429: { description: 'Too much from one network; send the same again after Retry-After seconds' },
      503: { description: 'Not possible just now; send the same again, with the same key, after Retry-After seconds' },
    },
  },
];
