import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import helmet from 'helmet';

/** Names and values in turn, as `writeHead` takes them. */
export type Headers = readonly string[];

/** Headers for every answer: nothing is loaded from elsewhere, nothing of ours is framed, no address leaks out. */
export type SecurityHeaders = {
  readonly own: Headers;
  /** For what any site may show in a frame: only what holds nothing of a person and needs no script. */
  readonly framed: Headers;
  /** Beside these, that nobody keeps the answer. */
  readonly forAll: RequestHandler;
  /** For errors of what stands before `forAll`. */
  readonly forErrors: ErrorRequestHandler;
};

/** What helmet sets is the same for every answer: it is asked once, since asking it each time costs more than sending a page. */
export function securityHeaders(site: Site): SecurityHeaders {
  const pairs: readonly Pair[] = [...pairsOf(helmetFor(site)), ['Permissions-Policy', PERMISSIONS]];
  const set = (response: ServerResponse): void => {
    for (const [name, value] of pairs) response.setHeader(name, value);
  };
  return {
    own: pairs.flat(),
    framed: pairs.flatMap(framedPair),
    forAll: (_request, response, next) => {
      set(response);
      // What may be kept says so itself.
      response.setHeader('Cache-Control', 'no-store');
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

/** What the headers depend on. */
export type Site = {
  readonly baseUrl: string;
  /** The scripts that pages may run: these very files, whoever serves them. */
  readonly scripts: readonly { readonly integrity: string }[];
};

/** A page of ours may ask where somebody is, to find their district; nothing else of the machine is asked for. */
const PERMISSIONS = [
  'geolocation=(self)',
  ...['accelerometer', 'browsing-topics', 'camera', 'display-capture', 'gyroscope', 'magnetometer', 'microphone'],
  ...['midi', 'payment', 'publickey-credentials-get', 'screen-wake-lock', 'serial', 'usb'],
]
  .map((feature) => (feature.includes('=') ? feature : `${feature}=()`))
  .join(', ');

/**
 * Has one answer run the scripts that bear this secret, and those that they import, in place of the files that are known
 * beforehand. Answers the secret.
 */
export function allowNonce(response: ServerResponse, nonce: string): string {
  const policy = String(response.getHeader(POLICY) ?? '');
  response.setHeader(POLICY, policy.replace(SCRIPTS, `script-src 'nonce-${nonce}'`));
  return nonce;
}

const POLICY = 'Content-Security-Policy';
const SCRIPTS = /\bscript-src [^;]*/;

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
    case POLICY:
      return [name, value.replace("frame-ancestors 'none'", 'frame-ancestors *').replace(SCRIPTS, "script-src 'none'")];
    case 'Permissions-Policy':
      return [name, value.replace('(self)', '()')];
    default:
      return [name, value];
  }
}

function helmetFor({ baseUrl, scripts }: Site): ReturnType<typeof helmet> {
  const isSecure = baseUrl.startsWith('https:');
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: scripts.map(({ integrity }) => `'${integrity}'`),
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        requireTrustedTypesFor: ["'script'"],
        trustedTypes: ['clarion-pages'],
        ...(isSecure && { upgradeInsecureRequests: [] }),
      },
    },
    strictTransportSecurity: isSecure ? { maxAge: 63_072_000 } : false,
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  });
}
