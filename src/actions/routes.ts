import { Router, type Request, type Response } from 'express';
import type { Origin } from '../abuse/index.js';
import { askAboutEmail } from './email-question.js';
import type { Coalitions } from '../partners/index.js';
import type { Clock } from '../platform/clock.js';
import type { Db } from '../platform/db.js';
import { ConflictError, InputError, NotFoundError, OverloadedError } from '../platform/errors.js';
import type { Ids } from '../platform/ids.js';
import { errorFacts, type Log } from '../platform/log.js';
import { readForm, type TypedForm } from './form.js';
import type { FormTokens } from './form-token.js';
import { handoverRoutes } from './handover-routes.js';
import { receiptRoutes } from './receipt-routes.js';
import { checkForm, openStep, showStep, type Step, type StepTools } from './steps.js';
import type { TakeAction } from './take.js';

export type ActionRouteTools = StepTools & {
  readonly db: Db;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly take: TakeAction;
  readonly coalitions: Coalitions;
  readonly formTokens: FormTokens;
  readonly baseUrl: string;
};

/** The supporter's way: find lawmakers, write, see the receipt. Every step is a plain form. */
export function actionRoutes(tools: ActionRouteTools): Router {
  const routes = Router();
  addStepRoutes(routes, tools);
  routes.use(receiptRoutes(tools));
  routes.use(handoverRoutes(tools));
  return routes;
}

function addStepRoutes(routes: Router, tools: ActionRouteTools): void {
  routes.post('/c/:slug/find', async (request, response) => {
    await showStep(tools, response, await openStep(tools.campaigns, request.params.slug, readForm(request.body)));
  });

  routes.post('/c/:slug/preview', async (request, response) => {
    const step = await openStep(tools.campaigns, request.params.slug, readForm(request.body));
    const { input, faults } = checkForm(step.campaign, step.form);
    await showStep(tools, response, { ...step, faults, preview: input });
  });

  routes.post('/c/:slug', async (request, response) => {
    const { slug } = request.params;
    const typed = readForm(request.body);
    const token = tools.formTokens.open(slug, typed.token);
    // The letter that was shown is the one that is sent, whatever the form's own field says.
    const form = 'fault' in token ? typed : { ...typed, variant: token.variant };
    const origin = originOf(request, form, token);
    await send(tools, response, { step: await openStep(tools.campaigns, slug, form), token, origin });
  });

  // Reloading a page that a form led to starts over.
  routes.get('/c/:slug/:step', (request, response) => {
    if (!['find', 'preview'].includes(request.params.step)) throw new NotFoundError('There is no such page.');
    response.redirect(303, `/c/${encodeURIComponent(request.params.slug)}`);
  });
}

type Token = ReturnType<FormTokens['open']>;
type Sending = { readonly step: Step; readonly token: Token; readonly origin: Origin };

function originOf({ ip = '' }: Request, { trap, proof }: TypedForm, token: Token): Origin {
  return { ip, via: 'page', trap, proof, formMadeAt: 'fault' in token ? undefined : token.madeAt };
}

/** Takes the action and leads to the receipt, or shows the form again with everything that was typed. */
async function send(tools: ActionRouteTools, response: Response, { step, token, origin }: Sending): Promise<void> {
  const { campaign, form } = step;
  const { input, faults } = checkForm(campaign, form);
  if ('fault' in token || !input) {
    const stale = 'fault' in token ? [{ field: 'send', message: token.fault }] : [];
    await showStep(tools, response, { ...step, faults: [...stale, ...faults] });
    return;
  }
  const question = askAboutEmail(form);
  if (question) {
    await showStep(tools, response, { ...step, ...question });
    return;
  }
  try {
    const taken = await tools.take(campaign, input, { from: 'page', ...token, origin });
    if (taken.kind === 'choose') await showStep(tools, response, step);
    else response.redirect(303, `/r/${taken.token}`);
  } catch (error) {
    if (error instanceof InputError) await showStep(tools, response, { ...step, faults: error.faults });
    else if (error instanceof ConflictError) await showStep(tools, response, step);
    else await showUnsaved(tools, response, { step, error });
  }
}

/** Something of ours failed: nothing was taken, and the person's letter stays on the screen. */
async function showUnsaved(
  tools: ActionRouteTools,
  response: Response,
  { step, error }: { readonly step: Step; readonly error: unknown },
): Promise<void> {
  const isBusy = error instanceof OverloadedError;
  if (!isBusy) tools.log.error({ ...errorFacts(error), campaign: step.campaign.slug }, 'an action could not be stored');
  const message =
    'We could not take your letter just now. Nothing was sent. Please press the button again in a minute.';
  response.set('Retry-After', '30');
  await showStep(tools, response, { ...step, faults: [{ field: 'send', message }], status: 503 });
}
