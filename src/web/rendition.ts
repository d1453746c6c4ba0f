import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Headers } from './security.js';

/** A body that is sent many times; it is compressed when somebody first takes it so, and then kept. */
export type Rendition = {
  readonly type: string;
  readonly plain: Buffer;
  readonly gzip: Buffer;
  readonly brotli: Buffer;
  /** A strong validator of the plain body. */
  readonly etag: string;
};

export function makeRendition(type: string, content: string | Buffer): Rendition {
  const plain = Buffer.from(content);
  const etag = createHash('sha256').update(plain).digest('base64url').slice(0, 22);
  let [gzip, brotli]: [Buffer?, Buffer?] = [];
  return {
    type,
    plain,
    etag,
    get gzip() {
      return (gzip ??= gzipSync(plain, { level: 9 }));
    },
    get brotli() {
      return (brotli ??= brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }));
    },
  };
}

/** How a rendition is sent. */
export type Sending = {
  readonly cacheControl: string;
  /** Headers that are not set yet, names and values in turn. */
  readonly headers?: Headers;
};

/** Sends a rendition in the best encoding that the client takes, or 304 when the client has it. */
export function sendRendition(
  response: ServerResponse,
  rendition: Rendition,
  { cacheControl, headers: given = [] }: Sending,
): void {
  const { headers, method } = response.req;
  const encoding = bestEncoding(headers['accept-encoding'] ?? '');
  const etag = `"${rendition.etag}${encoding === 'plain' ? '' : `-${encoding}`}"`;
  const always = [...given, 'Cache-Control', cacheControl, 'ETag', etag, 'Vary', 'Accept-Encoding'];
  if (holds(headers['if-none-match'], etag)) {
    response.writeHead(304, always).end();
    return;
  }
  const body = rendition[encoding];
  always.push('Content-Type', rendition.type, 'Content-Length', String(body.length));
  if (encoding !== 'plain') always.push('Content-Encoding', encoding === 'brotli' ? 'br' : 'gzip');
  response.writeHead(200, always).end(method === 'HEAD' ? undefined : body);
}

/** Weak comparison (RFC 9110, section 13.1.2): proxies that pack a page anew mark its tag as weak. */
function holds(held: string | undefined, etag: string): boolean {
  if (held === undefined || held === etag) return held === etag;
  return held.split(/,\s*/).some((tag) => tag.replace(/^W\//, '') === etag);
}

function bestEncoding(accepted: string): 'plain' | 'gzip' | 'brotli' {
  if (/\bbr\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))/.test(accepted)) return 'brotli';
  return /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))/.test(accepted) ? 'gzip' : 'plain';
}
