import type { z } from 'zod';
import { fetchText, OutgoingError } from '../../platform/outgoing.js';

/** Where a service is and how long it may take. */
export type Endpoint = {
  /** `https://geocoding.geo.census.gov/geocoder`. */
  readonly baseUrl: string;
  /** Whether the operator named this address, which may then be a private one. */
  readonly isConfigured: boolean;
  readonly timeoutMs: number;
};

export type JsonRequest<Body> = {
  readonly path: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** What of the answer is read; other keys are ignored. */
  readonly shape: z.ZodType<Body>;
  /** Whether a refusal means that the service knows no such place, by its status and (where it is JSON) its body. */
  readonly isNothing: (status: number, body: unknown) => boolean;
};

/** The largest whole answer seen is about 100 kB (a Canadian postal code with all its representatives). */
const MAX_ANSWER_BYTES = 1_000_000;

/**
 * Asks a service and reads its JSON; undefined when it knows no such place.
 * @throws OutgoingError that names the server, not what it was asked
 */
export async function askJson<Body>(endpoint: Endpoint, asked: JsonRequest<Body>): Promise<Body | undefined> {
  const url = new URL(endpoint.baseUrl.replace(/(?<!\/)\/+$/, '') + asked.path);
  for (const [name, value] of Object.entries(asked.params ?? {})) url.searchParams.set(name, value);
  const { status, text } = await fetchText(url.href, {
    timeoutMs: endpoint.timeoutMs,
    maxBytes: MAX_ANSWER_BYTES,
    headers: { Accept: 'application/json', ...asked.headers },
    allowedHosts: endpoint.isConfigured ? [url.hostname] : [],
  });
  const body = parsed(text);
  if (status !== 200) {
    if (asked.isNothing(status, body)) return undefined;
    throw new OutgoingError(`${url.origin} answered ${status}`);
  }
  if (body === undefined) throw new OutgoingError(`${url.origin} answered no JSON`);
  const read = asked.shape.safeParse(body);
  if (!read.success) throw new OutgoingError(`${url.origin} answered in a shape that is not known`);
  return read.data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
