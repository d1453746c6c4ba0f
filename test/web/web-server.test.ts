import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect } from 'chai';
import express from 'express';
import request from 'supertest';
import { createWebServer } from '../../src/web/index.js';
import { CITY, useWorld } from '../support/world.js';

describe('the server', () => {
  it('makes messages that Express leaves as they are, since changing each costs more than a page', async () => {
    const app = express();
    const seen: unknown[] = [];
    const note = (asked: IncomingMessage, answer: ServerResponse): void => {
      seen.push(Object.getPrototypeOf(asked), Object.getPrototypeOf(answer));
    };
    app.get('/', (asked, answer) => {
      note(asked, answer);
      answer.json({ query: asked.query, isSecure: asked.secure });
    });
    const server = createWebServer(app).prependListener('request', note).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const answer = await request(server).get('/?name=Ana');
    server.close();
    expect(answer.body).to.deep.equal({ query: { name: 'Ana' }, isSecure: false });
    expect(seen[2]).to.equal(seen[0]);
    expect(seen[3]).to.equal(seen[1]);
    expect(seen).to.have.length(4);
  });
});

describe('a campaign’s page, which is sent before all else', () => {
  const world = useWorld({ keepsStarterPlaces: true });

  it('has every header of the pages behind it, also where it is not found or known already', async () => {
    const { headers } = await world().http.get('/nowhere');
    const common = Object.keys(headers).filter((name) =>
      /^(content-security|cross-origin|origin-|referrer|x-)/.test(name),
    );
    expect(common).to.include.members(['content-security-policy', 'x-content-type-options', 'x-frame-options']);
    const etag = String((await world().http.get(`/c/${CITY}`)).headers['etag']);
    for (const [path, held] of [
      [`/c/${CITY}`, ''],
      [`/c/${CITY}`, etag],
      [`/c/${CITY}/p/teachers`, ''],
      ['/c/nowhere', ''],
      ['/c/%ff', ''],
    ] as const) {
      const page = await world().http.get(path).set('If-None-Match', held);
      for (const name of common) expect(page.headers[name], `${path} ${name}`).to.equal(headers[name]);
    }
  });
});
