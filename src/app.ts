import express, { Router, type Express } from 'express';
import { actionApi, actionApiRoutes, actionRoutes } from './actions/index.js';
import { addCampaignPages, campaignApi, campaignFrame, campaignRoutes } from './campaigns/index.js';
import { screenRoutes, comparisonRoutes } from './comparison/index.js';
import { networksIn } from './config.js';
import { consoleRoutes, mountConsole } from './console/index.js';
import { outboxRoutes } from './deliveries/index.js';
import { noticeRoutes } from './notices/index.js';
import { organizerRoutes } from './organizers/index.js';
import { coalitionDoors, partnerPageRoutes, digestRoutes } from './partners/index.js';
import { NotFoundError } from './platform/errors.js';
import { unmeasured } from './platform/strain.js';
import { reportRoutes } from './reports/index.js';
import { lookupApi, lookupRoutes } from './targets/index.js';
import {
  createErrorHandler,
  createOpenApi,
  healthRoutes,
  limitRequests,
  readMultipart,
  refuseCrossSite,
  refuseHugeBodies,
  refuseOtherMethods,
  refuseWhenBehind,
  requestLog,
  requireJson,
  securityHeaders,
  wellKnownRoutes,
} from './web/index.js';
import { yourDataRoutes } from './your-data/index.js';
import type { Wiring } from './wiring.js';

/** A form with a long letter and long own words, each character at its worst as percent-encoded UTF-8. */
const MAX_BODY = '160kb';
const MAX_FIELDS = 60;

const SMALL_FORMS = [
  ...['/c', '/r', '/u', '/confirm', '/not-me', '/lookup', '/digest', '/your-data'],
  ...['/sign-in', '/sign-out', '/reset', '/setup', '/invitation', '/coalition-invitations', '/account'],
];

/** A campaign's page, letters and settings in one form of the console. */
const MAX_CONSOLE_BODY = '2mb';
const MAX_CONSOLE_FIELDS = 1_000;

/** Takes a form of the console along while somebody signs in again; as one field it is encoded once more. */
const KEPT_FORMS = '/sign-in/again';
const MAX_KEPT_BODY = '4mb';

/** The web program: middleware and routes in the order in which they apply. */
export function createApp(wiring: Wiring, strain = unmeasured): Express {
  const { config, log, metrics, db, queue, views, ids } = wiring;
  const tools = { ...wiring, baseUrl: config.BASE_URL, hasMailServer: config.SMTP_URL !== undefined };
  const security = securityHeaders(config.BASE_URL);
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');
  // Who asks is the other end of the connection, unless that is a proxy of ours that says for whom it asks.
  app.set('trust proxy', networksIn(config.TRUSTED_PROXIES ?? ''));

  app.use(requestLog(log, metrics));
  app.use(refuseWhenBehind({ strain, security, views, fraction: ids.fraction }));
  addCampaignPages(app, { ...tools, security });
  app.use(security.forAll);
  app.use(healthRoutes({ metrics, isDatabaseUp: () => isUp(db), isQueueUp: queue.isUp, queueName: queue.name }));
  app.use(wiring.assets.routes);
  app.use(wellKnownRoutes({ ...tools, securityContact: config.SECURITY_CONTACT }));
  app.use(refuseCrossSite, refuseHugeBodies);
  app.use('/api', requireJson, express.json({ limit: MAX_BODY }));
  app.use(readForms(), limitRequests({ ...wiring, frameOf: (slug) => findFrame(wiring, slug) }));

  app.use(campaignRoutes(tools));
  app.use(partnerPageRoutes(tools));
  app.use(lookupRoutes(tools));
  app.use(actionRoutes(tools));
  app.use(noticeRoutes(tools));
  app.use(yourDataRoutes(tools));
  app.use(actionApiRoutes(tools));
  app.use(outboxRoutes(tools));
  app.use(reportRoutes(tools));
  app.use(organizerRoutes(tools, coalitionDoors(tools)));
  app.use(screenRoutes(tools));
  app.use(digestRoutes(tools));
  app.use(comparisonRoutes(tools));
  app.use(mountConsole(tools, consoleRoutes(tools)));
  app.use(describeApi(config.BASE_URL));

  app.use(() => {
    throw new NotFoundError('There is no page at this address.');
  });
  app.use(security.forErrors, createErrorHandler({ ...wiring, views }));
  return app;
}

/** The description of the API, and what its addresses do not take. */
function describeApi(baseUrl: string): Router {
  const api = [...lookupApi, ...campaignApi, ...actionApi];
  const openApi = createOpenApi(api, baseUrl);
  const routes = Router();
  routes.get('/api/v1/openapi.json', (_request, response) => {
    response.json(openApi);
  });
  routes.use(refuseOtherMethods(api));
  return routes;
}

/** Reads the fields of posted forms, where forms are taken. */
function readForms(): Router {
  const forms = Router();
  const small = { extended: false, limit: MAX_BODY, parameterLimit: MAX_FIELDS };
  const large = { extended: false, limit: MAX_CONSOLE_BODY, parameterLimit: MAX_CONSOLE_FIELDS };
  forms.use(KEPT_FORMS, express.urlencoded({ ...small, limit: MAX_KEPT_BODY }));
  forms.use(SMALL_FORMS, express.urlencoded(small));
  forms.use('/console', express.urlencoded(large));
  forms.use('/console/:organization/coalitions/:coalition/page', ...readMultipart(MAX_CONSOLE_BODY));
  return forms;
}

/** What the pages of a campaign have around them; nothing where it cannot be told. */
function findFrame({ campaigns }: Wiring, slug: string): Promise<object | undefined> {
  return campaigns.get(slug).then(campaignFrame, () => undefined);
}

async function isUp(db: Wiring['db']): Promise<boolean> {
  return db.raw('SELECT 1').then(
    () => true,
    () => false,
  );
}
