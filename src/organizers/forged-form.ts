import type { Request } from 'express';
import { ForbiddenError } from '../platform/errors.js';

/**
 * Refuses a form that another site may have sent: by what the browser says of its origin (Fetch Metadata, Origin), and by
 * the token that stands in each form, which must be one of these. @throws ForbiddenError
 */
export function refuseForged(request: Request, ...tokens: readonly string[]): void {
  const given = givenToken(request);
  if (isFromElsewhere(request) || typeof given !== 'string' || !tokens.includes(given)) {
    throw new ForbiddenError(
      'This form does not belong to your present session. Go back, load the page anew and send it again.',
    );
  }
}

/** The token that stood in the form. */
export function givenToken(request: Request): unknown {
  return (request.body as { readonly csrf?: unknown } | undefined)?.csrf;
}

/** Whether the browser says that another site sent the form. */
function isFromElsewhere(request: Request): boolean {
  const site = request.headers['sec-fetch-site'];
  return (site !== undefined && site !== 'same-origin' && site !== 'none') || !isOwnOrigin(request);
}

/** Browsers name the page that a form was sent from; it must be of this very host. */
function isOwnOrigin({ headers }: Request): boolean {
  const { origin, host } = headers;
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
