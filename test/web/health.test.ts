import { expect } from 'chai';
import express from 'express';
import request from 'supertest';
import { createMetrics, healthRoutes } from '../../src/web/index.js';

describe('the health of a process whose data base is away', () => {
  let states: readonly { readonly state: string; readonly letters: number }[] | undefined;
  const metrics = createMetrics(() => (states ? Promise.resolve(states) : Promise.reject(new Error('away'))));
  const isDatabaseUp = (): Promise<boolean> => Promise.resolve(states !== undefined);
  const isQueueUp = (): Promise<boolean> => Promise.resolve(false);
  const http = request(express().use(healthRoutes({ metrics, isDatabaseUp, isQueueUp, queueName: 'bull' })));

  it('runs but is not ready, and still gives its other figures', async () => {
    states = [{ state: 'queued', letters: 3 }];
    expect((await http.get('/metrics')).text).to.include('clarion_letters{state="queued"} 3');
    expect((await http.get('/readyz')).body).to.include({ status: 'ready', queue: 'down' });

    states = undefined;
    expect((await http.get('/healthz')).status).to.equal(200);
    const ready = await http.get('/readyz');
    expect(ready.status).to.equal(503);
    expect(ready.body).to.include({ status: 'not ready', database: 'down' });
    const figures = await http.get('/metrics');
    expect(figures.status).to.equal(200);
    expect(figures.text).to.include('process_cpu').and.not.include('clarion_letters{');
  });
});
