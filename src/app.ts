import express, { type Express } from 'express';
import { actionApi, actionApiRoutes, actionRoutes } from './actions/index.js';
import { campaignApi, campaignRoutes } from './campaigns/index.js';
import { outboxRoutes } from './deliveries/index.js';
import { noticeRoutes } from './notices/index.js';
import { NotFoundError } from './platform/errors.js';
import { lookupApi, lookupRoutes } from './targets/index.js';
import {
  createErrorHandler,
  createOpenApi,
  healthRoutes,
  refuseCrossSite,
  refuseOtherMethods,
  requestLog,
  requireJson,
  securityHeaders,
} from './web/index.js';
import type { Wiring } from './wiring.js';

/** A form with a long letter and long own words, each character at its worst as percent-encoded UTF-8. */
const MAX_BODY = '160kb';
const MAX_FIELDS = 60;

/** The web program: middleware and routes in the order in which they apply. */
export function createApp(wiring: Wiring): Express {
  const { config, log, metrics, db, queue, views } = wiring;
  const tools = { ...wiring, baseUrl: config.BASE_URL };
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');

  app.use(requestLog(log, metrics));
  app.use(securityHeaders(config.BASE_URL));
  app.use(healthRoutes({ metrics, isDatabaseUp: () => isUp(db), isQueueUp: queue.isUp, queueName: queue.name }));
  app.use(wiring.assets.routes);
  app.use(refuseCrossSite);
  app.use('/api', requireJson, express.json({ limit: MAX_BODY }));
  app.use(
    ['/c', '/r', '/u', '/confirm', '/not-me', '/lookup'],
    express.urlencoded({ extended: false, limit: MAX_BODY, parameterLimit: MAX_FIELDS }),
  );

  app.use(campaignRoutes(tools));
  app.use(lookupRoutes(tools));
  app.use(actionRoutes(tools));
  app.use(noticeRoutes(tools));
  app.use(actionApiRoutes(tools));
  app.use(outboxRoutes({ ...tools, baseUrl: config.BASE_URL, hasMailServer: config.SMTP_URL !== undefined }));
  const api = [...lookupApi, ...campaignApi, ...actionApi];
  const openApi = createOpenApi(api, config.BASE_URL);
  app.get('/api/v1/openapi.json', (_request, response) => {
    response.json(openApi);
  });
  app.use(refuseOtherMethods(api));

  app.use(() => {
    throw new NotFoundError('There is no page at this address.');
  });
  app.use(createErrorHandler({ ...wiring, views }));
  return app;
}

async function isUp(db: Wiring['db']): Promise<boolean> {
  return db.raw('SELECT 1').then(
    () => true,
    () => false,
  );
}
