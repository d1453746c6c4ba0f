import { Router } from 'express';
import type { Views } from '../web/index.js';
import { disown, type DisownTools } from './disown.js';
import { asPrivate } from './steps.js';
import { openWhose, whosePage, type WhoseTools } from './whose.js';

export type WhoseRouteTools = WhoseTools & DisownTools & { readonly views: Views };

/** Where the owner of an address says which of the letters under it is theirs. Looking at it changes nothing. */
export function whoseRoutes(tools: WhoseRouteTools): Router {
  const routes = Router();
  routes.get('/r/:token/whose', async (request, response) => {
    const whose = await openWhose(tools, request.params.token);
    asPrivate(response).send(tools.views.render('actions/whose', await whosePage(tools, whose)));
  });
  routes.post('/r/:token/send-mine', async (request, response) => {
    const { token } = request.params;
    const { claim, campaign, repeats } = await openWhose(tools, token);
    const { letter } = (request.body ?? {}) as { readonly letter?: unknown };
    const repeat = repeats.find(({ id }) => id === letter);
    // What is kept no longer, or was settled meanwhile, is said on the page.
    const { actionId, email } = claim;
    if (repeat ?? letter === '') await disown(tools, { actionId, campaign, email, repeat });
    response.redirect(303, `/r/${token}/whose`);
  });
  return routes;
}
