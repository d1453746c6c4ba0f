import { Router, type Request, type Response } from 'express';
import type { Origin } from '../abuse/index.js';
import { campaignFrame } from '../campaigns/index.js';
import { ConflictError, InputError, NotFoundError } from '../platform/errors.js';
import { askAboutEmail } from './email-question.js';
import { errorFacts, type Log } from '../platform/log.js';
import { pauseOf, sendBusyPage } from '../web/index.js';
import { readForm, type TypedForm } from './form.js';
import type { FormTokens } from './form-token.js';
import { handoverRoutes } from './handover-routes.js';
import { receiptRoutes, type ReceiptTools } from './receipt-routes.js';
import { checkForm, openStep, showStep, type Step, type StepTools } from './steps.js';
import type { TakeAction } from './take.js';
import { whoseRoutes, type WhoseRouteTools } from './whose-routes.js';

export type ActionRouteTools = StepTools &
  ReceiptTools &
  WhoseRouteTools & {
    readonly log: Log;
    readonly take: TakeAction;
    readonly formTokens: FormTokens;
  };

/** The supporter's way: find lawmakers, write, see the receipt. Every step is a plain form. */
export function actionRoutes(tools: ActionRouteTools): Router {
  const routes = Router();
  addStepRoutes(routes, tools);
  routes.use(receiptRoutes(tools));
  routes.use(handoverRoutes(tools));
  routes.use(whoseRoutes(tools));
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
    const step = await openStep(tools.campaigns, slug, form);
    await send(tools, response, { step, token, origin, body: request.body as unknown });
  });

  // Reloading a page that a form led to starts over.
  routes.get('/c/:slug/:step', (request, response) => {
    if (!['find', 'preview'].includes(request.params.step)) throw new NotFoundError('There is no such page.');
    response.redirect(303, `/c/${encodeURIComponent(request.params.slug)}`);
  });
}

type Token = ReturnType<FormTokens['open']>;
type Sending = { readonly step: Step; readonly token: Token; readonly origin: Origin; readonly body: unknown };

function originOf({ ip = '' }: Request, { trap, proof }: TypedForm, token: Token): Origin {
  return { ip, via: 'page', trap, proof, formMadeAt: 'fault' in token ? undefined : token.madeAt };
}

/** Takes the action and leads to the receipt, or shows the form again with everything that was typed. */
async function send(tools: ActionRouteTools, response: Response, sending: Sending): Promise<void> {
  const { step, token, origin } = sending;
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
    else await showUnsaved(tools, response, { ...sending, error });
  }
}

/**
 * Nothing was taken, and the person's letter stays on the screen. What passes by itself (too many wait, the data base is
 * away) is a page that sends it again; for a fault of ours the form is shown as it was.
 */
async function showUnsaved(
  tools: ActionRouteTools,
  response: Response,
  { step, body, error }: Sending & { readonly error: unknown },
): Promise<void> {
  const { campaign } = step;
  const pause = pauseOf(error);
  if (pause?.why !== 'overload')
    tools.log.error({ ...errorFacts(error), campaign: campaign.slug }, 'an action could not be stored');
  if (pause) {
    const action = `/c/${encodeURIComponent(campaign.slug)}`;
    sendBusyPage(tools.views, response, { pause, body, action, frame: campaignFrame(campaign) });
    return;
  }
  const message =
    'We could not take your letter just now. Nothing was sent. Please press the button again in a minute.';
  response.set('Retry-After', '30');
  await showStep(tools, response, { ...step, faults: [{ field: 'send', message }], status: 503 });
}
