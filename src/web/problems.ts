import type { ErrorRequestHandler, Request, Response } from 'express';
import { isDatabaseTrouble } from '../platform/db-trouble.js';
import {
  ConflictError,
  ForbiddenError,
  GoneError,
  InputError,
  NotFoundError,
  OverloadedError,
  TooManyRequestsError,
} from '../platform/errors.js';
import type { Ids } from '../platform/ids.js';
import { errorFacts, type Log } from '../platform/log.js';
import { RequestError } from './api-requests.js';
import { pauseOf, sendBusyPage } from './busy-page.js';
import type { Views } from './views.js';

/** An error as a client sees it (RFC 9457). */
export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** What is wrong with which field. */
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
  /** The number under which the log holds more, for errors that are ours. */
  readonly instance?: string;
};

/** Faults of Express's own body parsers carry a status. */
type HttpError = Error & { readonly status?: number; readonly type?: string; readonly limit?: number };

/** The one map from errors to what clients are told; all that is unknown is a 500 without detail. */
export function problemOf(error: unknown): Problem {
  if (error instanceof InputError) {
    const errors = error.faults.map(({ field, message }) => ({ field, message }));
    return { ...problem('input', 422, 'Something has to be put right'), detail: error.message, errors };
  }
  if (error instanceof NotFoundError) return { ...problem('not-found', 404, 'Not found'), detail: error.message };
  if (error instanceof GoneError) return { ...problem('gone', 410, 'Erased'), detail: error.message };
  if (error instanceof ConflictError) return { ...problem(error.kind, 409, 'Not possible now'), detail: error.message };
  if (error instanceof ForbiddenError) return { ...problem(error.kind, 403, 'Not allowed'), detail: error.message };
  if (error instanceof OverloadedError) {
    return { ...problem('overloaded', 503, 'Very busy just now'), detail: error.message };
  }
  if (error instanceof TooManyRequestsError) {
    return { ...problem('too-many-requests', 429, 'A moment, please'), detail: error.message };
  }
  if (isDatabaseTrouble(error)) return { ...problem('unavailable', 503, 'Not possible just now'), detail: UNAVAILABLE };
  const { status = 500 } = (error ?? {}) as Partial<HttpError>;
  if (status >= 400 && status < 500) {
    return { ...problem('request', status, 'The request cannot be read'), detail: requestFault(error as HttpError) };
  }
  return {
    ...problem('internal', 500, 'Something went wrong here'),
    detail: 'The error has been noted. Please try again.',
  };
}

const UNAVAILABLE =
  'Our records cannot be written or read at this moment. Please try again in a minute; nothing is taken twice.';

function problem(kind: string, status: number, title: string): Omit<Problem, 'detail'> {
  return { type: `urn:clarion:problem:${kind}`, title, status };
}

/** Sends a problem as a page or, under /api and to programs with a key, as JSON. */
export function createErrorHandler(tools: {
  readonly views: Views;
  readonly log: Log;
  readonly ids: Ids;
}): ErrorRequestHandler {
  // Express knows an error handler by its four parameters.
  // eslint-disable-next-line max-params
  return (error, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    let told = problemOf(error);
    const pause = pauseOf(error);
    if (told.status >= 500 && !(error instanceof OverloadedError)) {
      const id = tools.ids.next();
      tools.log.error({ ...errorFacts(error), id, route: routeOf(request) }, 'a request failed');
      told = { ...told, instance: `urn:clarion:error:${id}` };
    }
    if (pause) response.set('Retry-After', String(pause.retryAfterSeconds));
    response.set('Cache-Control', 'no-store').status(told.status);
    const isProgram = request.path.startsWith('/api/') || request.headers.authorization !== undefined;
    if (isProgram) sendProblem(response, told);
    else if (pause && isSupportersForm(request))
      sendBusyPage(tools.views, response, { pause, body: request.body as unknown, action: request.path });
    else response.type('html').send(tools.views.render('web/error', { title: told.title, problem: told }));
  };
}

/** What a supporter typed is kept on the page that asks them to wait; other forms may hold a password. */
function isSupportersForm({ method, path }: Request): boolean {
  return method === 'POST' && /^\/(?:c|r|lookup|confirm|not-me|u)(?:\/|$)/i.test(path);
}

export function sendProblem(response: Response, problem: Problem & Record<string, unknown>): void {
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}

/** The pattern of the route, never the address itself: addresses hold receipts' tokens. */
export function routeOf(request: Request): string {
  const route = (request.route as { path?: unknown } | undefined)?.path;
  return typeof route === 'string' ? route : '(none)';
}

function requestFault(error: HttpError): string {
  if (error instanceof RequestError) return error.message;
  if (error.type === 'entity.too.large') return tooLarge(error);
  if (error.type === 'entity.parse.failed') return 'The body is not valid JSON.';
  return 'Please check the request.';
}

/** The parsers tell their limit in bytes. */
function tooLarge({ limit }: HttpError): string {
  const most = limit === undefined ? '' : `, which is ${Math.floor(limit / 1024)} KB at the most`;
  return `This is more than we can take in one request${most}. Nothing of it was taken; please send less, with a shorter text.`;
}
