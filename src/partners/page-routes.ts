import { Router } from 'express';
import type { Db } from '../platform/db.js';
import { NotFoundError } from '../platform/errors.js';
import { accentPattern, accentStyle } from './accent.js';
import { findLogo } from './store-logos.js';

/** What stands at these addresses never changes: they name the content. */
const FOREVER = 'public, max-age=31536000, immutable';

const LOGO_ID = /^[0-9a-f]{64}$/;

/** Partners' pictures and colours, which campaigns' pages load. */
export function partnerPageRoutes({ db }: { readonly db: Db }): Router {
  const routes = Router();
  routes.get('/logo/:id', async (request, response) => {
    const { id } = request.params;
    const logo = LOGO_ID.test(id) ? await findLogo(db, id) : undefined;
    if (!logo) throw new NotFoundError('There is no picture at this address.');
    response.set({ 'Content-Type': logo.type, 'Cache-Control': FOREVER, 'Content-Disposition': 'inline' });
    response.end(Buffer.from(logo.bytes));
  });

  routes.get('/partner-style/:name', (request, response) => {
    const accent = `#${request.params.name.replace(/\.css$/, '')}`;
    if (!request.params.name.endsWith('.css') || !accentPattern.test(accent))
      throw new NotFoundError('There is no style sheet at this address.');
    response.set({ 'Content-Type': 'text/css; charset=utf-8', 'Cache-Control': FOREVER }).end(accentStyle(accent));
  });
  return routes;
}
