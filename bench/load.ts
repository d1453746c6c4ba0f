import autocannon from 'autocannon';

/** What a server made of a load. */
export type LoadResult = {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Answers by status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Requests that got no answer. */
  readonly errors: number;
};

export type LoadOptions = {
  readonly url: string;
  readonly connections: number;
  readonly seconds: number;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  /** Makes each request's body; left out for none. */
  readonly body?: () => string;
};

/** Asks a server on this machine as fast as it answers. The load comes from the process that calls this. */
export async function load({ body, headers = {}, ...options }: LoadOptions): Promise<LoadResult> {
  const result = await autocannon({
    url: options.url,
    connections: options.connections,
    duration: options.seconds,
    method: options.method ?? 'GET',
    headers: { ...headers },
    ...(body && { requests: [{ setupRequest: (request) => ({ ...request, body: body() }) }] }),
  });
  const statuses = Object.entries(result.statusCodeStats ?? {}).map(([code, { count = 0 }]) => [code, count]);
  return {
    perSecond: result.requests.total / result.duration,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    statuses: Object.fromEntries(statuses) as Record<string, number>,
    errors: result.errors,
  };
}
