import { connect } from 'node:net';
import type { LoadOptions, LoadResult } from './load.js';

type Asked = Pick<LoadOptions, 'url' | 'connections' | 'seconds' | 'headers'>;

/** What all connections note together. */
type Noted = { readonly latencies: number[]; readonly statuses: Record<string, number>; errors: number };

const HEAD_END = '\r\n\r\n';

/**
 * Asks for one page over connections that stay open, as fast as it comes. Of each answer it reads the status and the
 * length and no more, so that the server is what is measured: autocannon needs twice the server's time to read a packed
 * page. For answers without a body or with a Content-Length.
 */
export async function plainLoad({ url, connections, seconds, headers = {} }: Asked): Promise<LoadResult> {
  const { hostname, port, host, pathname, search } = new URL(url);
  const lines = Object.entries({ Host: host, ...headers }).map((line) => line.join(': '));
  const request = Buffer.from([`GET ${pathname}${search} HTTP/1.1`, ...lines, '', ''].join('\r\n'), 'latin1');
  const noted: Noted = { latencies: [], statuses: {}, errors: 0 };
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1_000;
  const to = { port: Number(port), host: hostname };
  await Promise.all(Array.from({ length: connections }, () => askUntil({ to, request, endsAt, noted })));
  const { latencies, statuses, errors } = noted;
  const sorted = Float64Array.from(latencies).sort();
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? NaN;
  const perSecond = (latencies.length * 1_000) / (performance.now() - startedAt);
  return { perSecond, p50Ms: at(0.5), p99Ms: at(0.99), statuses, errors };
}

type Asking = {
  readonly to: { readonly port: number; readonly host: string };
  readonly request: Buffer;
  readonly endsAt: number;
  readonly noted: Noted;
};

/** One connection: asks again as soon as it is answered. */
function askUntil({ to, request, endsAt, noted }: Asking): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(to).setNoDelay();
    const reader = createReader();
    let askedAt = 0;
    const ask = (): void => {
      askedAt = performance.now();
      socket.write(request);
    };
    socket.on('connect', ask);
    socket.on('data', (part: Buffer) => {
      const status = reader.read(part);
      if (status === undefined) return;
      const now = performance.now();
      noted.latencies.push(now - askedAt);
      noted.statuses[status] = (noted.statuses[status] ?? 0) + 1;
      if (now < endsAt) ask();
      else socket.end();
    });
    socket.on('error', () => (noted.errors += 1));
    socket.on('close', () => resolve());
  });
}

/** Answers the status once the answer has come whole. */
function createReader(): { readonly read: (part: Buffer) => string | undefined } {
  let head = '';
  let status = '';
  /** Bytes of the body that are still to come; undefined while the head is read. */
  let missing: number | undefined;
  const readHead = (part: Buffer): void => {
    head += part.toString('latin1');
    const end = head.indexOf(HEAD_END);
    if (end < 0) return;
    status = head.slice(9, 12);
    const length = status === '304' ? 0 : Number(/\r\ncontent-length: *(\d+)/i.exec(head.slice(0, end))?.[1]);
    missing = length - (head.length - end - HEAD_END.length);
  };
  return {
    read: (part) => {
      if (missing === undefined) readHead(part);
      else missing -= part.length;
      if (missing === undefined || missing > 0) return undefined;
      head = '';
      missing = undefined;
      return status;
    },
  };
}
