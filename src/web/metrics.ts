import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Figures for /metrics in the Prometheus text format; labels never hold anything about a person. */
export type Metrics = {
  readonly observeRequest: (
    labels: { readonly method: string; readonly route: string; readonly status: number },
    seconds: number,
  ) => void;
  readonly text: () => Promise<string>;
  readonly contentType: string;
};

/** `letterStates` answers how many letters are in each state. */
export function createMetrics(
  letterStates: () => Promise<readonly { readonly state: string; readonly letters: number }[]>,
): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'clarion_http_request_seconds',
    help: 'Time to answer a request, by route pattern.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  });
  const letters = new Gauge({
    name: 'clarion_letters',
    help: 'Letters in each state.',
    labelNames: ['state'],
    registers: [registry],
    collect: async () => {
      // Without the data base the other figures are wanted all the more; what is not known is not shown.
      const states = await letterStates().catch(() => []);
      letters.reset();
      for (const { state, letters: count } of states) letters.set({ state }, count);
    },
  });
  return {
    observeRequest: ({ method, route, status }, seconds) => {
      requests.labels(method, route, String(status)).observe(seconds);
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
