import type { RequestHandler } from 'express';
import { OverloadedError } from '../platform/errors.js';
import type { Strain } from '../platform/strain.js';
import { RequestError } from './api-requests.js';
import { problemOf } from './problems.js';
import type { SecurityHeaders } from './security.js';
import type { Views } from './views.js';

type Tools = {
  readonly strain: Strain;
  readonly security: SecurityHeaders;
  readonly views: Views;
  /** A number from 0 up to, not including, 1. */
  readonly fraction: () => number;
};

/** Pages and look-ups, whose asking anew loses nothing; not health, files, receipts, the console or what is sent. */
const CAN_WAIT = /^\/(?:$|\?|c\/|embed\/|compare(?:$|[/?])|lookup(?:$|\?)|api\/v1\/)/;

/** Those who were refused together shall not come back together. */
const AGAIN_AFTER_SECONDS = { least: 3, most: 10 };

/**
 * Refuses pages and look-ups while the process is far behind, before anything is done for them, so that letters that were
 * written get through. The page comes again by itself, without a script. HTTP 503 with Retry-After.
 */
export function refuseWhenBehind({ strain, security, views, fraction }: Tools): RequestHandler {
  const problem = problemOf(new OverloadedError(AGAIN_AFTER_SECONDS.most));
  const page = Buffer.from(views.render('web/error', { title: problem.title, problem }));
  const json = Buffer.from(JSON.stringify(problem));
  return (request, response, next) => {
    const isReading = request.method === 'GET' || request.method === 'HEAD';
    if (!strain.isTooMuch() || !isReading || !CAN_WAIT.test(request.url)) {
      next();
      return;
    }
    const { least, most } = AGAIN_AFTER_SECONDS;
    const seconds = String(least + Math.floor(fraction() * (most - least + 1)));
    const isApi = request.url.startsWith('/api/');
    const body = isApi ? json : page;
    const headers = ['Cache-Control', 'no-store', 'Retry-After', seconds, 'Content-Length', String(body.length)];
    headers.push('Content-Type', isApi ? 'application/problem+json; charset=utf-8' : 'text/html; charset=utf-8');
    if (!isApi) headers.push('Refresh', seconds);
    response.writeHead(503, [...security.own, ...headers]).end(request.method === 'HEAD' ? undefined : body);
  };
}

/** Twice what any form takes. Less is read to its end before it is refused, so that a browser hears why. */
const HUGE_BYTES = 8 * 1024 * 1024;

/** Refuses what nobody would send by mistake without reading it. HTTP 413. */
export const refuseHugeBodies: RequestHandler = (request, response, next) => {
  if (Number(request.headers['content-length'] ?? 0) > HUGE_BYTES) {
    response.set('Connection', 'close');
    throw new RequestError(413, 'This is far more than we can take in one request. Nothing of it was taken.');
  }
  next();
};
