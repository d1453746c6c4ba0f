import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { sendEvents } from '../web/index.js';
import type { Answer } from './visit.js';

type Sendable =
  (Extract<Answer, { kind: 'page' }> & { readonly html: string }) | Extract<Answer, { kind: 'file' | 'events' }>;

/** Sends what a route answered. Pages of the console are kept by nobody. */
export async function sendAnswer(response: Response, answer: Sendable): Promise<void> {
  response.set('Cache-Control', 'no-store');
  switch (answer.kind) {
    case 'page':
      response.set({ ...answer.headers });
      allowFrames(response, answer.isFramed === true);
      response
        .status(answer.status ?? 200)
        .type('html')
        .send(answer.html);
      return;
    case 'file':
      response.set({ 'Content-Type': answer.type, 'Content-Disposition': disposition(answer.name) });
      if (typeof answer.content === 'string' || answer.content instanceof Uint8Array) response.end(answer.content);
      else await pipeline(Readable.from(answer.content), response);
      return;
    case 'events':
      sendEvents(response, answer.follow);
  }
}

/** Pages may hold frames of our own, and a preview may stand in one. */
function allowFrames(response: Response, isFramed: boolean): void {
  const policy = String(response.getHeader('Content-Security-Policy') ?? '');
  const framing = isFramed ? policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'") : policy;
  response.set('Content-Security-Policy', `${framing};frame-src 'self'`);
  if (isFramed) response.set('X-Frame-Options', 'SAMEORIGIN');
}

/** RFC 6266; names of files are ours, in ASCII. */
function disposition(name: string): string {
  return `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"`;
}
