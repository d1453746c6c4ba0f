import { Router, type Request, type Response } from 'express';
import { isFailureReason, recordSaid, type FailureReason, type Said } from '../deliveries/index.js';
import { writing, type Db } from '../platform/db.js';
import { InputError } from '../platform/errors.js';
import type { Views } from '../web/index.js';
import { loadReceipt, ownLetter, type LoadTools } from './load-receipt.js';
import { printPage } from './print-page.js';
import { asPrivate } from './steps.js';
import { deleteNote, recordNote } from './store-receipts.js';

export type HandoverTools = LoadTools & { readonly views: Views };

/** What a person does with a letter that they send by hand: print it, and say what became of it. */
export function handoverRoutes(tools: HandoverTools): Router {
  const routes = Router();
  routes.get('/r/:token/print/:delivery', async (request, response) => {
    const { token, delivery } = request.params;
    const wanted = { token, deliveryId: delivery, now: tools.clock.now() };
    const page = printPage(await loadReceipt(tools, token), wanted);
    asPrivate(response).send(tools.views.render('actions/print', page));
  });
  routes.post('/r/:token/sent', (request, response) => record(tools, request, { response, said: { kind: 'sent' } }));
  routes.post('/r/:token/did-not-work', (request, response) => {
    const why = reasonIn(fieldsOf(request)['reason']);
    return record(tools, request, { response, said: { kind: 'failed', why } });
  });
  return routes;
}

/** Notes what the person says; a form with `undo` takes it back. */
async function record(
  tools: HandoverTools,
  request: Request<{ token: string }>,
  { response, said }: { readonly response: Response; readonly said: Said },
): Promise<void> {
  const { token } = request.params;
  const { delivery, undo } = fieldsOf(request);
  const loaded = await loadReceipt(tools, token);
  const { deliveryId, state } = ownLetter(loaded, delivery);
  const meant: Said = undo === undefined ? said : { kind: 'nothing' };
  const at = tools.clock.now();
  await writing(tools.db, async (trx) => {
    if (loaded.repeatId !== undefined && state === 'handed_over') await noteSaid(trx, deliveryId, { said: meant, at });
    // Letters of a repeat are nobody's delivery, unless the owner of the address had them sent.
    await recordSaid(trx, deliveryId, { said: meant, at });
  });
  response.redirect(303, `/r/${token}#letter-${deliveryId}`);
}

/** Keeps what is said of a repeat's letter for its receipt. */
function noteSaid(trx: Db, deliveryId: string, { said, at }: { said: Said; at: number }): Promise<void> {
  if (said.kind === 'nothing') return deleteNote(trx, deliveryId);
  return recordNote(trx, { deliveryId, kind: said.kind, at, why: said.kind === 'failed' ? said.why : null });
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
