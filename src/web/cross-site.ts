import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import { ForbiddenError } from '../platform/errors.js';

type Sent = Pick<IncomingMessage, 'headers'>;

/** Refuses forms that a page of another site sends in a visitor's name, also of a neighbour under the same domain. */
export function refuseCrossSite(baseUrl: string): RequestHandler {
  const own = new URL(baseUrl).host;
  return (request, _response, next) => {
    const isSafe = ['GET', 'HEAD', 'OPTIONS'].includes(request.method);
    if (!isSafe && isFromElsewhere(request, own)) {
      throw new ForbiddenError('This form was sent from another site. Please open the page here and send it again.');
    }
    next();
  };
}

/**
 * Browsers since 2023 say where a request comes from (Fetch Metadata), though over TLS and on this machine alone; else
 * forms name the origin of their page, older ones its address. Programs, and mail servers for one click, say nothing.
 */
function isFromElsewhere({ headers }: Sent, own: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const from = headers.origin ?? headers.referer;
  if (from === undefined) return false;
  // No page can set the host that it sends to; a proxy before us may have changed it.
  return !URL.canParse(from) || ![own, headers.host].includes(new URL(from).host);
}
