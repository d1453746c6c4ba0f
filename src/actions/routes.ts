import { Router, type Request, type Response } from 'express';
import type { Clock } from '../platform/clock.js';
import { isFailureReason, recordSaid, type FailureReason, type Said } from '../deliveries/index.js';
import { writing, type Db } from '../platform/db.js';
import { ConflictError, InputError, NotFoundError, OverloadedError } from '../platform/errors.js';
import { errorFacts, type Log } from '../platform/log.js';
import { readForm } from './form.js';
import type { FormTokens } from './form-token.js';
import { findReceipt, listLetterParts, listLetterStandings } from './letters-store.js';
import { receiptPage } from './receipt.js';
import { asPrivate, checkForm, showStep, type Step, type StepTools } from './steps.js';
import type { TakeAction } from './take.js';

export type ActionRouteTools = StepTools & {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly take: TakeAction;
  readonly formTokens: FormTokens;
  readonly baseUrl: string;
};

/** The supporter's way: find lawmakers, write, see the receipt. Every step is a plain form. */
export function actionRoutes(tools: ActionRouteTools): Router {
  const routes = Router();
  addStepRoutes(routes, tools);
  addReceiptRoutes(routes, tools);
  return routes;
}

function addStepRoutes(routes: Router, tools: ActionRouteTools): void {
  routes.post('/c/:slug/find', async (request, response) => {
    const campaign = await tools.campaigns.get(request.params.slug);
    await showStep(tools, response, { campaign, form: readForm(request.body) });
  });

  routes.post('/c/:slug/preview', async (request, response) => {
    const campaign = await tools.campaigns.get(request.params.slug);
    const form = readForm(request.body);
    const { input, faults } = checkForm(campaign, form);
    await showStep(tools, response, { campaign, form, faults, preview: input });
  });

  routes.post('/c/:slug', async (request, response) => {
    const campaign = await tools.campaigns.get(request.params.slug);
    await send(tools, response, { campaign, form: readForm(request.body) });
  });

  // Reloading a page that a form led to starts over.
  routes.get('/c/:slug/:step', (request, response) => {
    if (!['find', 'preview'].includes(request.params.step)) throw new NotFoundError('There is no such page.');
    response.redirect(303, `/c/${encodeURIComponent(request.params.slug)}`);
  });
}

/** Takes the action and leads to the receipt, or shows the form again with everything that was typed. */
async function send(tools: ActionRouteTools, response: Response, step: Step): Promise<void> {
  const { campaign, form } = step;
  const token = tools.formTokens.open(campaign.slug, form.token);
  const { input, faults } = checkForm(campaign, form);
  if ('fault' in token || !input) {
    const stale = 'fault' in token ? [{ field: 'send', message: token.fault }] : [];
    await showStep(tools, response, { ...step, faults: [...stale, ...faults] });
    return;
  }
  try {
    const taken = await tools.take(campaign, input, { from: 'page', key: token.key });
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

function addReceiptRoutes(routes: Router, tools: ActionRouteTools): void {
  routes.get('/r/:token', async (request, response) => {
    const page = await findReceiptPage(tools, request.params.token);
    asPrivate(response).send(tools.views.render('actions/receipt', page));
  });

  addSaidRoutes(routes, tools);
}

/** What the supporter says became of a letter that was left to them; each can be taken back. */
function addSaidRoutes(routes: Router, tools: ActionRouteTools): void {
  const record = async (request: Request<{ token: string }>, response: Response, said: Said): Promise<void> => {
    const { token } = request.params;
    const { delivery, undo } = fieldsOf(request);
    const deliveryId = await findOwnDelivery(tools.db, token, delivery);
    const at = tools.clock.now();
    const meant: Said = undo === undefined ? said : { kind: 'nothing' };
    await writing(tools.db, (trx) => recordSaid(trx, deliveryId, { said: meant, at }));
    response.redirect(303, `/r/${token}#letter-${deliveryId}`);
  };
  routes.post('/r/:token/sent', (request, response) => record(request, response, { kind: 'sent' }));
  routes.post('/r/:token/did-not-work', (request, response) =>
    record(request, response, { kind: 'failed', why: reasonIn(fieldsOf(request)['reason']) }),
  );
}

function fieldsOf(request: { readonly body: unknown }): Readonly<Record<string, unknown>> {
  return (request.body ?? {}) as Readonly<Record<string, unknown>>;
}

/** Why it did not work, if the person chose to say. @throws InputError for what is no reason of ours */
function reasonIn(reason: unknown): FailureReason | null {
  if (reason === undefined || reason === '') return null;
  if (typeof reason === 'string' && isFailureReason(reason)) return reason;
  throw new InputError([{ field: 'reason', message: 'Please choose one of the reasons, or leave it open.' }]);
}

const NO_RECEIPT = 'There is no receipt at this address. Please check that the whole link was copied.';

/** The delivery that a form names, if it belongs to the receipt. @throws NotFoundError */
async function findOwnDelivery(db: Db, token: string, named: unknown): Promise<string> {
  const receipt = await findReceipt(db, token);
  const standings = receipt ? await listLetterStandings(db, receipt.actionId) : [];
  const own = standings.find(({ deliveryId }) => deliveryId === named);
  if (!own) throw new NotFoundError(NO_RECEIPT);
  return own.deliveryId;
}

/** @throws NotFoundError */
async function findReceiptPage(tools: ActionRouteTools, token: string): Promise<object> {
  const receipt = await findReceipt(tools.db, token);
  const campaign = (await tools.campaigns.list()).find((one) => one.id === receipt?.campaignId);
  if (!receipt || !campaign) throw new NotFoundError(NO_RECEIPT);
  const standings = await listLetterStandings(tools.db, receipt.actionId);
  const letterIds = standings.map(({ letterId }) => letterId);
  const parts = await listLetterParts(tools.db, letterIds);
  const version = (await tools.campaigns.versions([receipt.versionId])).get(receipt.versionId) ?? campaign;
  return receiptPage({ campaign, receipt, standings, parts, version, token, baseUrl: tools.baseUrl });
}
