import { Router } from 'express';
import type { Metrics } from './metrics.js';

export type HealthTools = {
  readonly metrics: Metrics;
  readonly isDatabaseUp: () => Promise<boolean>;
  readonly isQueueUp: () => Promise<boolean>;
  /** The queue's driver: `embedded` or `bull`. */
  readonly queueName: string;
};

/**
 * `/healthz`: this process runs. `/readyz`: it can take letters, which needs the data base; without the queue
 * letters wait for the sweep, so that is only said. `/metrics`: Prometheus.
 */
export function healthRoutes(tools: HealthTools): Router {
  const routes = Router();
  routes.get('/healthz', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ status: 'ok' });
  });
  routes.get('/readyz', async (_request, response) => {
    const [database, queue] = await Promise.all([tools.isDatabaseUp(), tools.isQueueUp()]);
    const word = (isUp: boolean): string => (isUp ? 'up' : 'down');
    response
      .set('Cache-Control', 'no-store')
      .status(database ? 200 : 503)
      .json({
        status: database ? 'ready' : 'not ready',
        database: word(database),
        queue: word(queue),
        queue_driver: tools.queueName,
      });
  });
  routes.get('/metrics', async (_request, response) => {
    response.set('Content-Type', tools.metrics.contentType).send(await tools.metrics.text());
  });
  return routes;
}
