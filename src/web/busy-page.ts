import type { Response } from 'express';
import { isDatabaseTrouble } from '../platform/db-trouble.js';
import { OverloadedError, TooManyRequestsError } from '../platform/errors.js';
import type { Views } from './views.js';

/** Why a request cannot be answered now, and after how long it may well be. */
export type Pause = { readonly why: 'network' | 'overload' | 'records'; readonly retryAfterSeconds: number };

/** For trouble that needs a person, or a server that starts anew. */
const TROUBLE_SECONDS = 30;

/** Whether an error passes by itself; undefined for one that does not. */
export function pauseOf(error: unknown): Pause | undefined {
  if (error instanceof TooManyRequestsError) return { why: 'network', retryAfterSeconds: error.retryAfterSeconds };
  if (error instanceof OverloadedError) return { why: 'overload', retryAfterSeconds: error.retryAfterSeconds };
  return isDatabaseTrouble(error) ? { why: 'records', retryAfterSeconds: TROUBLE_SECONDS } : undefined;
}

/** A form that could not be taken now. */
export type Busy = {
  readonly pause: Pause;
  /** The fields as they were posted. */
  readonly body: unknown;
  /** The path that the form was sent to, and is sent to again. */
  readonly action: string;
  /** What the pages of a campaign have around them. */
  readonly frame?: object | undefined;
};

/**
 * Sends a page that holds the same form with everything that was typed, and its token, so that it counts once however
 * often it is sent. A script sends it again by itself; without one there is a button. HTTP 429 or 503 with Retry-After.
 */
export function sendBusyPage(views: Views, response: Response, busy: Busy): void {
  const { pause, body, action, frame } = busy;
  const { why, retryAfterSeconds } = pause;
  const fields = fieldsOf(body);
  const typed = (name: string): string | undefined => fields.find((field) => field.name === name)?.value;
  const text = typed('text');
  const page = {
    title: 'One moment, please',
    campaign: frame,
    isNetwork: why === 'network',
    isOverload: why === 'overload',
    isLetter: text !== undefined,
    form: { own_words: typed('own_words'), text, hasText: text !== undefined },
    fields,
    action,
    retryAfterSeconds,
    wait: waitText(retryAfterSeconds),
  };
  response
    .status(why === 'network' ? 429 : 503)
    .set({ 'Retry-After': String(retryAfterSeconds), 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' })
    .type('html')
    .send(views.render('web/busy', page));
}

function fieldsOf(body: unknown): { readonly name: string; readonly value: string }[] {
  const given = Object.entries((body ?? {}) as Readonly<Record<string, unknown>>);
  return given.flatMap(([name, values]) =>
    [values].flat().flatMap((value) => (typeof value === 'string' ? [{ name, value }] : [])),
  );
}

/** `5 seconds`, `3 minutes` */
function waitText(seconds: number): string {
  const [count, unit] = seconds < 90 ? [seconds, 'second'] : [Math.ceil(seconds / 60), 'minute'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
