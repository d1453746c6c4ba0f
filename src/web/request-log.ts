import type { RequestHandler } from 'express';
import type { Log } from '../platform/log.js';
import type { Metrics } from './metrics.js';
import { routeOf } from './problems.js';

/** One line and one measure a request: method, route pattern, status, time. No address, query or body. */
export function requestLog(log: Log, metrics: Metrics): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    response.once('finish', () => {
      const seconds = (performance.now() - startedAt) / 1000;
      const facts = { method: request.method, route: routeOf(request), status: response.statusCode };
      metrics.observeRequest(facts, seconds);
      log.debug({ ...facts, ms: Math.round(seconds * 1000) }, 'request');
    });
    next();
  };
}
