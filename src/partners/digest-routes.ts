import { Router, type Response } from 'express';
import type { Clock } from '../platform/clock.js';
import { writing, type Db } from '../platform/db.js';
import { NotFoundError } from '../platform/errors.js';
import type { Seal } from '../platform/seal.js';
import type { Views } from '../web/index.js';
import type { Coalitions } from './coalitions.js';
import { openUnsubscribe } from './digest-choice.js';
import { findChoice, putChoice } from './store-digests.js';

export type DigestRouteTools = {
  readonly db: Db;
  readonly clock: Clock;
  readonly seal: Seal;
  readonly views: Views;
  readonly coalitions: Coalitions;
};

/**
 * The page that a digest leads to. Looking at it changes nothing, since mail scanners do; its button does, and one click of
 * a mail program, which comes from no page and with no cookie (RFC 8058).
 */
export function digestRoutes(tools: DigestRouteTools): Router {
  const routes = Router();
  const show = async (response: Response, token: string): Promise<void> => {
    const { coalitionId, userId } = openUnsubscribe(tools, token);
    const coalition = (await tools.coalitions.list()).find(({ id }) => id === coalitionId);
    if (!coalition) throw new NotFoundError('There is no page at this address.');
    const isStopped = (await findChoice(tools.db, coalitionId, userId)) === false;
    const title = isStopped ? 'No more weekly mails' : 'Stop this weekly mail?';
    response.set({ 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' });
    response.send(tools.views.render('partners/digest', { title, token, isStopped, coalition: coalition.name }));
  };
  routes.get('/digest/:token', async (request, response) => {
    await show(response, request.params.token);
  });
  // Answers without leading elsewhere: mail providers do not follow (RFC 8058, section 3.1).
  routes.post('/digest/:token', async (request, response) => {
    const { token } = request.params;
    const { undo } = (request.body ?? {}) as Readonly<Record<string, unknown>>;
    const choice = { ...openUnsubscribe(tools, token), wants: undo !== undefined, at: tools.clock.now() };
    await writing(tools.db, (trx) => putChoice(trx, choice));
    await show(response, token);
  });
  return routes;
}
