import { createHash } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Response } from 'express';

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

/** Sends a rendition in the best encoding that the client takes, or 304 when the client has it. */
export function sendRendition(response: Response, rendition: Rendition, cacheControl: string): void {
  const request = response.req;
  const encoding = bestEncoding(request.headers['accept-encoding'] ?? '');
  const etag = `"${rendition.etag}${encoding === 'plain' ? '' : `-${encoding}`}"`;
  response.set({ 'Cache-Control': cacheControl, ETag: etag, Vary: 'Accept-Encoding' });
  // Weak comparison (RFC 9110, section 13.1.2): proxies that pack a page anew mark its tag as weak.
  const held = (request.headers['if-none-match'] ?? '').split(/,\s*/).map((tag) => tag.replace(/^W\//, ''));
  if (held.includes(etag)) {
    response.status(304).end();
    return;
  }
  const body = rendition[encoding];
  response.set({ 'Content-Type': rendition.type, 'Content-Length': String(body.length) });
  if (encoding !== 'plain') response.set('Content-Encoding', encoding === 'brotli' ? 'br' : 'gzip');
  response.end(request.method === 'HEAD' ? undefined : body);
}

function bestEncoding(accepted: string): 'plain' | 'gzip' | 'brotli' {
  if (/\bbr\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))/.test(accepted)) return 'brotli';
  return /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))/.test(accepted) ? 'gzip' : 'plain';
}
