import { createServer, IncomingMessage, ServerResponse, type Server } from 'node:http';
import type { Express, Request, Response } from 'express';

/** For all headers of a request to arrive; who sends them more slowly holds a connection and nothing else. */
const HEADERS_MS = 10_000;

/** For a whole request to arrive: the largest form over a slow line. */
const REQUEST_MS = 60_000;

/** How often connections are looked at that take longer; Node's own is half a minute. */
const LOOK_MS = 2_000;

/**
 * A connection waits so long for its next request: longer than proxies keep theirs (nginx and AWS's balancers 60 s), or
 * a letter may be sent into a connection that is just being closed.
 */
const IDLE_MS = 65_000;

/** A connection over which nothing moves is closed, also one whose reader takes nothing of its answer. */
const STALLED_MS = 120_000;

/** All headers together; browsers send less than 4 KB where there are no cookies of others. */
const MAX_HEADER_BYTES = 16 * 1_024;

/** How long a sender may take, for tests. */
export type Patience = {
  readonly headersMs?: number;
  readonly requestMs?: number;
  readonly lookMs?: number;
  readonly stalledMs?: number;
};

/**
 * The program as a server that cuts off who sends too slowly. Its requests and responses are made with Express's
 * prototypes, so that Express need not change them for each request, which costs more than all else (decision 23).
 */
export function createWebServer(app: Express, patience: Patience = {}): Server {
  const { headersMs = HEADERS_MS, requestMs = REQUEST_MS, lookMs = LOOK_MS, stalledMs = STALLED_MS } = patience;
  const limits = {
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: lookMs,
    keepAliveTimeout: IDLE_MS,
    maxHeaderSize: MAX_HEADER_BYTES,
  };
  return createServer({ ...limits, ...expressMessages(app) }, app).setTimeout(stalledMs);
}

/** Classes of messages whose prototypes are those that the app gives to every message that it handles. */
function expressMessages(app: Express): {
  readonly IncomingMessage: typeof IncomingMessage;
  readonly ServerResponse: typeof ServerResponse;
} {
  class AppRequest extends IncomingMessage {}
  class AppResponse<Asked extends IncomingMessage> extends ServerResponse<Asked> {}
  Object.setPrototypeOf(AppRequest.prototype, app.request);
  Object.setPrototypeOf(AppResponse.prototype, app.response);
  app.request = AppRequest.prototype as Request;
  app.response = AppResponse.prototype as unknown as Response;
  return { IncomingMessage: AppRequest, ServerResponse: AppResponse };
}
