import { Router } from 'express';
import type { Campaigns } from '../campaigns/index.js';
import { withdraw, type Coalitions } from '../partners/index.js';
import type { Views } from '../web/index.js';
import { findOwnLetter, findOwnLetters, getReceipt, loadReceipt } from './load-receipt.js';
import { receiptPage } from './receipt.js';
import { canTakeBack } from './receipt-words.js';
import { asPrivate } from './steps.js';
import { withdrawQuotation } from './store-quotations.js';
import { takeBack, type TakeBackTools } from './take-back.js';

export type ReceiptTools = TakeBackTools & {
  readonly campaigns: Campaigns;
  readonly coalitions: Coalitions;
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
    asPrivate(response).send(await show(request.params.token));
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
    await withdrawQuotation(tools.db, (await getReceipt(tools.db, token)).actionId);
    response.redirect(303, `/r/${token}`);
  });
  routes.post('/r/:token/withdraw-consent', async (request, response) => {
    const { token } = request.params;
    const { actionId } = await getReceipt(tools.db, token);
    const { partner } = (request.body ?? {}) as { readonly partner?: unknown };
    const partnerId = typeof partner === 'string' ? partner : undefined;
    await withdraw(tools, { actionId, partnerId, by: 'person' });
    response.redirect(303, `/r/${token}#partners`);
  });
  return routes;
}

/** What a form asks to take back: one letter, or all that can be. */
type Asked = { readonly delivery?: unknown; readonly all?: unknown };

const GUARDED =
  'Nothing was taken back: somebody typed this e-mail address again, so whoever looks at this page may not be who wrote the letters.';
const MAY_HAVE_ARRIVED = 'This letter can no longer be taken back: it may have arrived at an earlier try.';

/** Takes letters back; answers what to tell the person where that cannot be. @throws NotFoundError */
async function takeBackAsked(tools: ReceiptTools, token: string, asked: Asked): Promise<string | undefined> {
  const { guardedAt } = await getReceipt(tools.db, token);
  if (guardedAt !== null) return GUARDED;
  if (asked.all !== undefined) return takeBack(tools, await listToTakeBack(tools, token));
  const { deliveryId, mayHaveArrived } = await findOwnLetter(tools.db, token, asked.delivery);
  return mayHaveArrived ? MAY_HAVE_ARRIVED : takeBack(tools, [deliveryId]);
}

async function listToTakeBack({ db, clock }: ReceiptTools, token: string): Promise<string[]> {
  const now = clock.now();
  const own = await findOwnLetters(db, token);
  return own.filter((standing) => canTakeBack(standing, now)).map(({ deliveryId }) => deliveryId);
}
