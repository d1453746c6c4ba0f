import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import helmet from 'helmet';
import { ForbiddenError } from '../platform/errors.js';

/** Names and values in turn, as `writeHead` takes them. */
export type Headers = readonly string[];

/** Headers for every answer: nothing is loaded from elsewhere, nothing of ours is framed, no address leaks out. */
export type SecurityHeaders = {
  readonly own: Headers;
  /** For what any site may show in a frame: only what holds nothing of a person and needs no script. */
  readonly framed: Headers;
  readonly forAll: RequestHandler;
  /** For errors of what stands before `forAll`. */
  readonly forErrors: ErrorRequestHandler;
};

/** What helmet sets is the same for every answer: it is asked once, since asking it each time costs more than sending a page. */
export function securityHeaders(baseUrl: string): SecurityHeaders {
  const pairs = pairsOf(helmetFor(baseUrl));
  const set = (response: ServerResponse): void => {
    for (const [name, value] of pairs) response.setHeader(name, value);
  };
  return {
    own: pairs.flat(),
    framed: pairs.flatMap(framedPair),
    forAll: (_request, response, next) => {
      set(response);
      next();
    },
    // Express knows an error handler by its four parameters.
    // eslint-disable-next-line max-params
    forErrors: (error, _request, response, next) => {
      if (!response.headersSent && !response.hasHeader(pairs[0]?.[0] ?? '')) set(response);
      next(error);
    },
  };
}

type Pair = readonly [name: string, value: string];

function pairsOf(setHeaders: ReturnType<typeof helmet>): readonly Pair[] {
  const pairs: Pair[] = [];
  const setHeader = (name: string, value: string): void => void pairs.push([name, value]);
  const exchange: unknown = [{}, { setHeader, removeHeader: () => undefined }];
  const [request, recorder] = exchange as [IncomingMessage, ServerResponse];
  setHeaders(request, recorder, (error) => {
    if (error !== undefined) throw error as Error;
  });
  return pairs;
}

function framedPair([name, value]: Pair): Headers {
  switch (name) {
    case 'X-Frame-Options':
      return [];
    case 'Cross-Origin-Resource-Policy':
      return [name, 'cross-origin'];
    case 'Content-Security-Policy':
      return [
        name,
        value.replace("frame-ancestors 'none'", 'frame-ancestors *').replace("script-src 'self'", "script-src 'none'"),
      ];
    default:
      return [name, value];
  }
}

function helmetFor(baseUrl: string): ReturnType<typeof helmet> {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: baseUrl.startsWith('https:') ? { maxAge: 31_536_000 } : false,
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  });
}

/** Refuses forms that another site sends in a visitor's name (Fetch Metadata; browsers since 2023 send it). */
export const refuseCrossSite: RequestHandler = (request, _response, next) => {
  const isSafe = request.method === 'GET' || request.method === 'HEAD';
  if (!isSafe && request.headers['sec-fetch-site'] === 'cross-site') {
    throw new ForbiddenError('This form was sent from another site. Please open the page here and send it again.');
  }
  next();
};
