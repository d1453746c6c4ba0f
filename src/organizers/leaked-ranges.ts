import { fetchText, OutgoingError } from '../platform/outgoing.js';
import type { LeakedList } from './leaked-list.js';

/** How long somebody who chooses a password waits for the server. */
const TIMEOUT_MS = 3_000;

/** A range is one of 16^5; the public server's have one or two thousand lines of 40 bytes. */
const MAX_ANSWER_BYTES = 1_000_000;

const PREFIX_DIGITS = 5;

/** `0018A45C4D1DEF81644B54AB7F969B88D65:21` */
const LINE = /^([0-9A-F]{35}):(\d{1,15})$/i;

/**
 * A server that speaks the protocol of Pwned Passwords: of a password's SHA-1 it is told the first five digits, and
 * answers with the rest of all that begin so. It pads its answer with lines that count nothing, so that the length tells
 * nobody which range was asked for. An address that the operator named may be a private one.
 */
export function createLeakedRanges(baseUrl: string, timeoutMs = TIMEOUT_MS): LeakedList {
  const { origin: name, hostname } = new URL(baseUrl);
  const ask = async (prefix: string): Promise<string> => {
    const { status, text } = await fetchText(`${baseUrl.replace(/(?<!\/)\/+$/, '')}/range/${prefix}`, {
      timeoutMs,
      maxBytes: MAX_ANSWER_BYTES,
      headers: { Accept: 'text/plain', 'Add-Padding': 'true' },
      allowedHosts: [hostname],
    });
    if (status !== 200) throw new OutgoingError(`${name} answered ${status}`, status);
    return text;
  };
  return {
    kind: 'server',
    name,
    holds: async (sha1) => {
      const rests = restsIn(name, await ask(sha1.slice(0, PREFIX_DIGITS)));
      return rests.has(sha1.slice(PREFIX_DIGITS));
    },
    examine: () => Promise.resolve(undefined),
  };
}

/** @throws OutgoingError for a line that is none; no range is without lines */
function restsIn(name: string, text: string): Set<string> {
  const rests = new Set<string>();
  for (const line of text.trim().split(/\r?\n/)) {
    const [, rest, count] = LINE.exec(line) ?? [];
    if (rest === undefined) throw new OutgoingError(`${name} answered what is no range of leaked passwords`);
    if (Number(count) > 0) rests.add(rest.toUpperCase());
  }
  return rests;
}
