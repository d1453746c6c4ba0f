import type { Response } from 'express';

/**
 * Begins to send events; what it answers is called when nobody reads any more. `send` takes the event's name and its data,
 * `end` ends the answer.
 */
export type Follow = (send: (event: string, data: object) => void, end: () => void) => () => void;

/** Comments keep proxies from closing a quiet stream. */
const STILL_HERE_MS = 20_000;

/** Server-sent events until the reader goes. */
export function sendEvents(response: Response, follow: Follow): void {
  response.set({ 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' }).flushHeaders();
  response.write('retry: 3000\n\n');
  const still = setInterval(() => response.write(': here\n\n'), STILL_HERE_MS);
  const send = (event: string, data: object): void => {
    response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  const stop = follow(send, () => response.end());
  response.once('close', () => {
    clearInterval(still);
    stop();
  });
}
