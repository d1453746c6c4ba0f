import type { RequestHandler } from 'express';
import type { ApiPath } from './openapi.js';

/** The request cannot be answered as it was made; `status` is the HTTP status that says why. */
export class RequestError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.name = 'RequestError';
    this.status = status;
  }
}

/** Refuses a body that the API would not read, instead of complaining of each field that it lacks. HTTP 415. */
export const requireJson: RequestHandler = (request, _response, next) => {
  const hasBody = request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length']) > 0;
  if (hasBody && !request.is('application/json')) {
    throw new RequestError(415, 'The body must be JSON, with the header Content-Type: application/json.');
  }
  next();
};

/** Tells of an address of the API that was asked with a method it does not have. HTTP 405 with Allow. */
export function refuseOtherMethods(paths: readonly ApiPath[]): RequestHandler {
  return (request, response, next) => {
    const methods = paths.filter(({ path }) => matches(path, request.path)).map(({ method }) => method.toUpperCase());
    if (methods.length > 0) {
      const allowed = methods.includes('GET') ? [...methods, 'HEAD'] : methods;
      response.set('Allow', allowed.join(', '));
      throw new RequestError(405, `This address takes ${allowed.join(', ')} only.`);
    }
    next();
  };
}

/** Whether an address is one of `/api/v1/campaigns/{slug}`. */
function matches(pattern: string, path: string): boolean {
  const [wanted, given] = [pattern, path].map((text) => text.split('/')) as [string[], string[]];
  return wanted.length === given.length && wanted.every((part, index) => part.startsWith('{') || part === given[index]);
}
