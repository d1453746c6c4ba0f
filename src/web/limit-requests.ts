import { Router, type RequestHandler } from 'express';
import type { NetworkKeys } from '../platform/network-keys.js';
import { TooManyRequestsError } from '../platform/errors.js';
import type { Limit, RateLimits, Window } from '../platform/rate-limits/index.js';
import { sendBusyPage } from './busy-page.js';
import type { Views } from './views.js';

/**
 * What one address (IPv4, or IPv6 /64) may ask for: in ten seconds, which is a burst, and in ten minutes, which goes on.
 * The measure is an event: 200 people in one hall, behind one address, who take their phones out together and act within
 * ten minutes. Each finds their district in up to two steps, perhaps sees a preview, sends, opens their receipt, which
 * looks again thirty times, and tells of up to four letters. Every pace has room for three times that.
 */
const PACES = {
  sending: { burst: 200, sustained: 600 },
  'looking-up': { burst: 600, sustained: 2_400 },
  receipt: { burst: 300, sustained: 2_400 },
  // A mail costs another person's time too; each address has its own cap beside this one.
  mailing: { burst: 30, sustained: 300 },
  // Read by programs, and by receipts that look again.
  reading: { burst: 1_000, sustained: 20_000 },
  // Reports are made anew each time, PDF among them; the staff of one office read them.
  reports: { burst: 20, sustained: 300 },
  doors: { burst: 20, sustained: 200 },
} as const satisfies Readonly<Record<string, { readonly burst: number; readonly sustained: number }>>;
type Pace = keyof typeof PACES;

const BURST_SECONDS = 10;
const SUSTAINED_SECONDS = 600;

/** A /24 or /48 may be a campus or an office with several addresses. */
const WIDE_FACTOR = 5;

/**
 * A private address or this machine's is a proxy that stands for everybody, unless TRUSTED_PROXIES names it: what comes
 * through it is bounded by what the program can do at all, and hardly by this.
 */
const SHARED_FACTOR = 1_000;

/** Every public entry that costs or changes something. The console has its own; campaigns' pages are free. */
const POSTS: Readonly<Partial<Record<Pace, readonly string[]>>> = {
  sending: ['/c/:slug', '/api/v1/campaigns/:slug/actions'],
  'looking-up': ['/c/:slug/find', '/c/:slug/preview', '/lookup'],
  mailing: ['/r/:token/confirm-again', '/r/:token/mail-link', '/your-data'],
  receipt: [
    '/r/:token/:act',
    '/confirm/:token',
    '/not-me/:token',
    '/u/:token',
    '/digest/:token',
    '/your-data/:token/*path',
  ],
  doors: ['/coalition-invitations/:token', '/coalition-invitations/:token/*path'],
};
const GETS: Readonly<Partial<Record<Pace, readonly string[]>>> = {
  'looking-up': ['/api/v1/lookup'],
  reading: ['/api/v1/*path', '/r/:token', '/r/:token/*path', '/your-data/:token', '/compare', '/compare/*path'],
  reports: ['/reports/*path'],
  doors: ['/coalition-invitations/:token', '/coalition-invitations/:token/*path'],
};
const MAY_BE_LIMITED = /^\/(?:api|r|your-data|compare|reports|coalition-invitations)(?:\/|$)/i;

export type LimitTools = {
  readonly limits: RateLimits;
  readonly views: Views;
  /** What the pages of a campaign have around them, such as the way out. */
  readonly frameOf: (slug: string) => Promise<object | undefined>;
};

/**
 * Lets each network ask for so much. Beyond it HTTP 429 with Retry-After: as a problem under /api, else as a page that
 * keeps what was typed and tries again. What is no entry of the tables above passes.
 */
export function limitRequests(tools: LimitTools): RequestHandler {
  const posts = Router();
  const gets = Router();
  for (const [routes, method, table] of [[posts, 'post', POSTS] as const, [gets, 'get', GETS] as const]) {
    for (const [pace, paths] of Object.entries(table))
      for (const path of paths) routes[method](path, limitTo(tools, pace as Pace));
  }
  return (request, response, next) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (!isRead) posts(request, response, next);
    // Campaigns' pages are most of what is asked for: they do not walk through the table.
    else if (MAY_BE_LIMITED.test(request.path)) gets(request, response, next);
    else next();
  };
}

function limitTo(tools: LimitTools, pace: Pace): RequestHandler {
  const limits = limitsOf(pace);
  return async (request, response, next) => {
    const retryAfterSeconds = await waitOf(tools.limits, limits, tools.limits.keysOf(request.ip ?? ''));
    if (retryAfterSeconds === 0) {
      // Only one pace counts for a request: the first that its path is in.
      next('router');
      return;
    }
    // Programs are told by a status; a form that may hold a password is not written into a page.
    if (request.method !== 'POST' || /^\/api\//i.test(request.path) || pace === 'doors') {
      throw new TooManyRequestsError(retryAfterSeconds);
    }
    const { slug } = request.params;
    const frame = typeof slug === 'string' ? await tools.frameOf(slug) : undefined;
    sendBusyPage(tools.views, response, {
      pause: { why: 'network', retryAfterSeconds },
      body: request.body as unknown,
      action: request.path,
      frame,
    });
  };
}

type Limits = Readonly<Record<'narrow' | 'wide' | 'shared', Limit>>;

function limitsOf(pace: Pace): Limits {
  const { burst, sustained } = PACES[pace];
  const windows = (factor: number): Window[] => [
    { most: burst * factor, seconds: BURST_SECONDS },
    { most: sustained * factor, seconds: SUSTAINED_SECONDS },
  ];
  return {
    narrow: { name: pace, windows: windows(1) },
    wide: { name: `${pace}-wide`, windows: windows(WIDE_FACTOR) },
    shared: { name: `${pace}-shared`, windows: windows(SHARED_FACTOR), isOwn: true },
  };
}

/** Counts a request; answers how many seconds to wait, 0 for none. */
async function waitOf(rates: RateLimits, { narrow, wide, shared }: Limits, keys: NetworkKeys): Promise<number> {
  const hits = keys.isShared
    ? [rates.hit(shared, keys.narrow)]
    : [rates.hit(narrow, keys.narrow), rates.hit(wide, keys.wide)];
  return Math.max(...(await Promise.all(hits)).map(({ retryAfterSeconds }) => retryAfterSeconds));
}
