import { Router } from 'express';
import { withdrawLetters } from '../deliveries/index.js';
import { redateWithdrawal, withdraw } from '../partners/index.js';
import { writing } from '../platform/db.js';
import type { Views } from '../web/index.js';
import { loadReceipt, ownLetter, type LoadedReceipt, type LoadTools } from './load-receipt.js';
import { openReceipt } from './open-receipt.js';
import { mayTakeBack, receiptPage } from './receipt.js';
import { asPrivate } from './steps.js';
import { withdrawQuotation } from './store-quotations.js';
import { recordNote, updateTyped, type ReceiptRow } from './store-receipts.js';
import { takeBack, type TakeBackTools } from './take-back.js';
import { withdrawTyped } from './withdraw-typed.js';

export type ReceiptTools = TakeBackTools &
  LoadTools & {
    readonly views: Views;
    readonly baseUrl: string;
  };

/** The supporter's own page, and taking letters back on it. */
export function receiptRoutes(tools: ReceiptTools): Router {
  const routes = Router();
  const show = async (token: string, notice?: string): Promise<string> => {
    const page = receiptPage({ ...(await loadReceipt(tools, token)), baseUrl: tools.baseUrl, notice });
    return tools.views.render('actions/receipt', page);
  };
  routes.get('/r/:token', async (request, response) => {
    const isMailed = request.query['mailed'] !== undefined;
    asPrivate(response).send(await show(request.params.token, isMailed ? MAILED : undefined));
  });

  routes.post('/r/:token/withdraw', async (request, response) => {
    const { token } = request.params;
    const notice = await takeBackAsked(tools, token, (request.body ?? {}) as Asked);
    if (notice === undefined) response.redirect(303, `/r/${token}#letters`);
    else
      asPrivate(response)
        .status(409)
        .send(await show(token, notice));
  });
  routes.post('/r/:token/unquote', async (request, response) => {
    const { token } = request.params;
    const opened = await openReceipt(tools, token);
    if (opened.kind === 'action') await withdrawQuotation(tools.db, opened.receipt.actionId);
    else if (opened.typed) await updateTyped(tools.db, opened.id, { ...opened.typed, isQuotable: false });
    response.redirect(303, `/r/${token}`);
  });
  routes.post('/r/:token/withdraw-consent', async (request, response) => {
    const { token } = request.params;
    const opened = await openReceipt(tools, token);
    const { partner } = (request.body ?? {}) as { readonly partner?: unknown };
    const partnerId = typeof partner === 'string' ? partner : undefined;
    if (opened.kind === 'repeat') await withdrawTyped(tools, opened, partnerId);
    else if (opened.receipt.disownedAt === 0)
      await withdraw(tools, { actionId: opened.receipt.actionId, partnerId, by: 'person' });
    else await withdrawDisowned(tools, opened.receipt, partnerId);
    response.redirect(303, `/r/${token}#partners`);
  });
  return routes;
}

/** Its consents are taken back already; who typed the address and presses the button sees it done by that. */
function withdrawDisowned(
  { db, clock }: ReceiptTools,
  { actionId, disownedAt }: ReceiptRow,
  partnerId: string | undefined,
): Promise<void> {
  const moments = { from: disownedAt, to: clock.now() };
  return writing(db, (trx) => redateWithdrawal(trx, { actionId, partnerId }, moments));
}

/** What a form asks to take back: one letter, or all that can be. */
type Asked = { readonly delivery?: unknown; readonly all?: unknown };

const MAILED =
  'If mail may go to the address, the link is on its way. Please look in a few minutes, among the unwanted mail too.';
const GUARDED =
  'Nothing was taken back: somebody typed this e-mail address again, so whoever looks at this page may not be who wrote the letters.';
const MAY_HAVE_ARRIVED = 'This letter can no longer be taken back: it may have arrived at an earlier try.';
const TOO_LATE = 'The time for taking this back here is over.';

/** Takes letters back; answers what to tell the person where that cannot be. @throws NotFoundError */
async function takeBackAsked(tools: ReceiptTools, token: string, asked: Asked): Promise<string | undefined> {
  const loaded = await loadReceipt(tools, token);
  const { receipt, standings } = loaded;
  const meant = asked.all === undefined ? [ownLetter(loaded, asked.delivery)] : standings;
  if (receipt.guardedAt !== null) return GUARDED;
  if (loaded.asTaken || loaded.repeatId !== undefined) return askBack(tools, loaded, meant);
  if (asked.all === undefined && meant.some(({ mayHaveArrived }) => mayHaveArrived)) return MAY_HAVE_ARRIVED;
  const wanted = asked.all === undefined ? meant : meant.filter((standing) => mayTakeBack(loaded, standing));
  return takeBack(
    tools,
    wanted.map(({ deliveryId }) => deliveryId),
  );
}

/**
 * Notes that letters are wanted back, and takes back what is there and has not left. What came of it is not told: a letter
 * that is sent already would tell that it was the address's first.
 */
async function askBack(
  { db, clock, ids }: ReceiptTools,
  loaded: LoadedReceipt,
  meant: LoadedReceipt['standings'],
): Promise<string | undefined> {
  const asked = meant.filter((standing) => mayTakeBack(loaded, standing)).map(({ deliveryId }) => deliveryId);
  if (asked.length === 0) return TOO_LATE;
  const deed = { at: clock.now(), actor: 'supporter', reason: 'The supporter took it back.', eventId: ids.next };
  await writing(db, async (trx) => {
    for (const deliveryId of asked) await recordNote(trx, { deliveryId, kind: 'back', at: deed.at, why: null });
    // Letters of a repeat are nobody's delivery, unless the owner of the address had them sent.
    await withdrawLetters(trx, { ids: asked, ...deed });
  });
  return undefined;
}
