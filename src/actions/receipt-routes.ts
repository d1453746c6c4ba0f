import { Router } from 'express';
import type { Campaigns } from '../campaigns/index.js';
import type { Views } from '../web/index.js';
import { findOwnDelivery, findOwnLetters, loadReceipt } from './load-receipt.js';
import { receiptPage } from './receipt.js';
import { canTakeBack } from './receipt-words.js';
import { asPrivate } from './steps.js';
import { takeBack, type TakeBackTools } from './take-back.js';

export type ReceiptTools = TakeBackTools & {
  readonly campaigns: Campaigns;
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
    const { delivery, all } = (request.body ?? {}) as Readonly<Record<string, unknown>>;
    const wanted =
      all === undefined ? [await findOwnDelivery(tools.db, token, delivery)] : await listToTakeBack(tools, token);
    const notice = await takeBack(tools, wanted);
    if (notice === undefined) response.redirect(303, `/r/${token}#letters`);
    else
      asPrivate(response)
        .status(409)
        .send(await show(token, notice));
  });
  return routes;
}

async function listToTakeBack({ db, clock }: ReceiptTools, token: string): Promise<string[]> {
  const now = clock.now();
  const own = await findOwnLetters(db, token);
  return own.filter((standing) => canTakeBack(standing, now)).map(({ deliveryId }) => deliveryId);
}
