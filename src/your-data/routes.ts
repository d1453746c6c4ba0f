import { Router, type Request, type Response } from 'express';
import { countTry, networkKey, TooManyTriesError, type Errands } from '../organizers/index.js';
import { exportPerson, type EraseTools, type PersonExportTools } from '../people/index.js';
import { parseEmailAddress } from '../platform/email-address.js';
import type { Views } from '../web/index.js';
import { mailLink, type AskTools } from './ask.js';
import { forgetPerson, noteDone } from './forget.js';
import { openToken } from './link.js';
import { forgetPage, yourDataPage, type PageTools } from './page.js';
import { privacyPage } from './privacy-page.js';
import { listKeepers, listKept, type Kept } from './store.js';

export type YourDataTools = AskTools &
  EraseTools &
  PersonExportTools &
  PageTools & { readonly views: Views; readonly errands: Errands; readonly hasMailServer: boolean };

/** Where people see, take along and erase what is kept of them, by a link that is mailed to them. No cookie is needed. */
export function yourDataRoutes(tools: YourDataTools): Router {
  const routes = Router();
  routes.get('/privacy', async (_request, response) => {
    response.set('Cache-Control', 'no-cache').type('html');
    response.send(tools.views.render('your-data/privacy', await privacyPage(tools)));
  });
  addAskRoutes(routes, tools);
  addOwnRoutes(routes, tools);
  return routes;
}

function addAskRoutes(routes: Router, tools: YourDataTools): void {
  const ask = async (response: Response, more: object = {}): Promise<void> => {
    const { hasMailServer } = tools;
    const keepers = hasMailServer ? [] : await listKeepers(tools.db);
    const page = { title: 'What is kept of you', hasMailServer, keepers, ...more };
    asPrivate(response).send(tools.views.render('your-data/ask', page));
  };
  routes.get('/your-data', (_request, response) => ask(response));
  routes.post('/your-data', async (request, response) => {
    const email = typedEmail(request);
    if (!tools.hasMailServer) return ask(response);
    if (parseEmailAddress(email) === undefined) return ask(response.status(422), { email, fault: NO_ADDRESS });
    const fault = await countAsker(tools, request, response);
    if (fault !== undefined) return ask(response, { email, fault });
    // Nobody waits for it, so that an address that is known takes no longer than one that is not.
    tools.errands.run('mail of a link to own data', () => mailLink(tools, email));
    asPrivate(response).send(tools.views.render('your-data/asked', { title: 'Look into your mail', email }));
  });
  routes.get('/your-data/erased', (_request, response) => {
    asPrivate(response).send(tools.views.render('your-data/erased', { title: 'Your data are erased' }));
  });
}

const NO_ADDRESS = 'This does not look like an e-mail address, such as name@example.org.';

function typedEmail(request: Request): string {
  const { email } = (request.body ?? {}) as Readonly<Record<string, unknown>>;
  return typeof email === 'string' ? email.trim().slice(0, 320) : '';
}

/** Counts who asks by their network; answers what to tell those who asked too often. */
async function countAsker(tools: YourDataTools, request: Request, response: Response): Promise<string | undefined> {
  try {
    await countTry(tools, [networkKey(tools, 'your-data', request.ip ?? '')]);
    return undefined;
  } catch (error) {
    if (!(error instanceof TooManyTriesError)) throw error;
    response.status(429).set('Retry-After', String(error.retryAfterSeconds));
    return error.message;
  }
}

/** The pages behind a link. Looking at one changes nothing, since mail scanners do; a button does. */
function addOwnRoutes(routes: Router, tools: YourDataTools): void {
  const onPage = (path: string, template: string, pageOf: typeof yourDataPage): void => {
    routes.get(path, async (request: Request<{ token: string }>, response) => {
      const { token } = request.params;
      const page = await pageOf(tools, await openToken(tools, token), token);
      asPrivate(response).send(tools.views.render(template, page));
    });
  };
  onPage('/your-data/:token', 'your-data/kept', yourDataPage);
  onPage('/your-data/:token/erase', 'your-data/erase', forgetPage);
  routes.post('/your-data/:token/file', async (request, response) => {
    const file = await exportAll(tools, await openToken(tools, request.params.token));
    response.set({ 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' }).attachment('what-is-kept-of-me.json');
    response.type('json').send(`${JSON.stringify(file, null, 2)}\n`);
  });
  routes.post('/your-data/:token/erase', async (request, response) => {
    await forgetPerson(tools, await openToken(tools, request.params.token));
    response.redirect(303, '/your-data/erased');
  });
}

/** All that is kept of somebody by every organization here. */
async function exportAll(tools: YourDataTools, own: Kept): Promise<object> {
  const organizations = [];
  for (const one of await listKept(tools.db, own.emailKey)) {
    organizations.push(await exportPerson(tools, one));
    await noteDone(tools, one, { did: 'took their own data along' });
  }
  return { about: 'All that is kept about you here, by each organization. Moments are UTC.', organizations };
}

function asPrivate(response: Response): Response {
  return response.set({ 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' }).type('html');
}
