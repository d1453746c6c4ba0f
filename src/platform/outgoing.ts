import { lookup as lookupName, type LookupAddress } from 'node:dns';
import type { IncomingMessage } from 'node:http';
import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** A request to another server failed or was refused. */
export class OutgoingError extends Error {
  /** The server answered, and said no. */
  readonly status: number | undefined;
  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
  }
}

export type OutgoingOptions = {
  /** Hosts that may have a private address; for tests with a server on this machine. */
  readonly allowedHosts?: readonly string[];
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
  /** Time for a file as a whole; `timeoutMs` is the longest silence. */
  readonly wholeMs?: number;
  /** Hears bytes received and bytes announced (0 where the server does not say). */
  readonly onProgress?: (received: number, total: number) => void;
};

const DEFAULT_TIMEOUT_MS = 30_000;
export const DEFAULT_MAX_BYTES = 200_000_000;

/** What another server said, with whatever status but a redirect. */
export type Said = { readonly status: number; readonly text: string };

/**
 * Asks another server for a small text. The time limit holds for the whole exchange, and redirects are not followed:
 * what was meant for one server is not told to another. Errors name the server only, since path and query may hold a
 * person's data.
 * @throws OutgoingError
 */
export async function fetchText(url: string, options: OutgoingOptions & Pick<Sending, 'headers'>): Promise<Said> {
  const target = new URL(url);
  const { origin: name } = target;
  const { timeoutMs = DEFAULT_TIMEOUT_MS, maxBytes = DEFAULT_MAX_BYTES } = options;
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await open(target, { ...options, name, signal });
    const status = response.statusCode ?? 0;
    if (status >= 300 && status < 400) {
      response.destroy();
      throw new OutgoingError(`${name} redirects`);
    }
    const parts: Buffer[] = [];
    let bytes = 0;
    for await (const part of response as AsyncIterable<Buffer>) {
      bytes += part.length;
      if (bytes > maxBytes) throw new OutgoingError(`${name} answered more than ${maxBytes} bytes`);
      parts.push(part);
    }
    return { status, text: Buffer.concat(parts).toString('utf8') };
  } catch (error) {
    if (signal.aborted) throw new OutgoingError(`${name} took longer than ${timeoutMs / 1000} s`);
    throw error instanceof OutgoingError ? error : new OutgoingError(`${name} broke off: ${codeOf(error)}`);
  }
}

/** Servers of the public internet are asked as web servers alone; '' is the protocol's own port. */
const PORTS = ['', '80', '443', '8080', '8443'];

/** A request as it is sent. */
export type Sending = OutgoingOptions & {
  /** What errors call the other side. */
  readonly name: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
};

/** Begins an exchange; refuses addresses that are not of the public internet. @throws OutgoingError */
export async function open(target: URL, sending: Sending): Promise<IncomingMessage> {
  const { name, allowedHosts } = sending;
  if (target.protocol !== 'https:' && target.protocol !== 'http:')
    throw new OutgoingError(`${name} is not a web address`);
  const isAllowed = allowedHosts?.includes(target.hostname) ?? false;
  if (target.username !== '' || target.password !== '') throw new OutgoingError(`${name} holds a user or a password`);
  const literal = target.hostname.replace(/^\[|\]$/g, '');
  if (!isAllowed && isIP(literal) && !isPublic(literal)) throw new OutgoingError(`${name} leads to a private address`);
  if (!isAllowed && !PORTS.includes(target.port)) throw new OutgoingError(`${name} asks for port ${target.port}`);
  return send(target, sending, isAllowed ? undefined : publicOnly);
}

function send(target: URL, sending: Sending, lookup: LookupFunction | undefined): Promise<IncomingMessage> {
  const { name, signal, timeoutMs = DEFAULT_TIMEOUT_MS } = sending;
  const client = target.protocol === 'https:' ? https : http;
  const headers = { 'User-Agent': 'Clarion', ...sending.headers };
  return new Promise((resolve, reject) => {
    const sent = client.get(
      target,
      { headers, timeout: timeoutMs, ...(lookup && { lookup }), ...(signal && { signal }) },
      resolve,
    );
    sent.on('timeout', () => sent.destroy(new OutgoingError(`${name} was silent for ${timeoutMs / 1000} s`)));
    sent.on('error', (error) => {
      reject(error instanceof OutgoingError ? error : new OutgoingError(`${name} cannot be reached: ${error.message}`));
    });
  });
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'no reason given';
}

/** Name look-up that answers public addresses only; the socket connects to what was checked, so a second answer cannot differ. */
const publicOnly: LookupFunction = (hostname, options, done) => {
  lookupName(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    const bad = error ? undefined : addresses.find(({ address }) => !isPublic(address));
    if (error || bad) {
      done(error ?? new OutgoingError(`${hostname} has a private address`), '', 4);
    } else if (options.all) {
      done(null, addresses);
    } else {
      done(null, addresses[0]?.address ?? '', addresses[0]?.family ?? 4);
    }
  });
};

/** What of IPv6 is given out as public so far (IANA, IPv6 Address Space). */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/** Looks public, and answers a cloud's own machines alone: Azure's platform service. */
const OF_CLOUDS = ['168.63.129.16'];

/** Whether an address is one of the public internet: no loopback, link-local, private, mapped or reserved range. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  // `process` reads an IPv4 address that is mapped into IPv6 as what it is.
  const read = ipaddr.process(address);
  if (read.range() !== 'unicast' || OF_CLOUDS.includes(read.toString())) return false;
  return !(read instanceof ipaddr.IPv6) || read.match(GLOBAL_UNICAST);
}
