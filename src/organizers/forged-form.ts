import type { Request } from 'express';
import { ForbiddenError } from '../platform/errors.js';

/**
 * Refuses a form that another site may have sent, by the token that stands in each form, which must be one of these; what
 * the browser says of the form's origin was looked at before (`refuseCrossSite`). @throws ForbiddenError
 */
export function refuseForged(request: Request, ...tokens: readonly string[]): void {
  const given = givenToken(request);
  if (typeof given !== 'string' || !tokens.includes(given)) {
    throw new ForbiddenError(
      'This form does not belong to your present session. Go back, load the page anew and send it again.',
    );
  }
}

/** The token that stood in the form. */
export function givenToken(request: Request): unknown {
  return (request.body as { readonly csrf?: unknown } | undefined)?.csrf;
}
