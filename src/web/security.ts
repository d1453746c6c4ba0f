import type { RequestHandler, Response } from 'express';
import helmet from 'helmet';
import { ForbiddenError } from '../platform/errors.js';

/** Headers for every answer: nothing is loaded from elsewhere, nothing of ours is framed, no address leaks out. */
export function securityHeaders(baseUrl: string): RequestHandler {
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

/** Lets pages of any site show this answer in a frame: only for what holds nothing of a person and needs no script. */
export function allowFrames(response: Response): void {
  const policy = String(response.getHeader('Content-Security-Policy') ?? '');
  const framed = policy
    .replace("frame-ancestors 'none'", 'frame-ancestors *')
    .replace("script-src 'self'", "script-src 'none'");
  response.set({ 'Content-Security-Policy': framed, 'Cross-Origin-Resource-Policy': 'cross-origin' });
  response.removeHeader('X-Frame-Options');
}

/** Refuses forms that another site sends in a visitor's name (Fetch Metadata; browsers since 2023 send it). */
export const refuseCrossSite: RequestHandler = (request, _response, next) => {
  const isSafe = request.method === 'GET' || request.method === 'HEAD';
  if (!isSafe && request.headers['sec-fetch-site'] === 'cross-site') {
    throw new ForbiddenError('This form was sent from another site. Please open the page here and send it again.');
  }
  next();
};
