import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { fetchText, OutgoingError } from '../../src/platform/outgoing.js';

describe('a question to another server', () => {
  let conduct: RequestListener = () => undefined;
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    conduct(request, response);
  });
  const port = (): number => (server.address() as AddressInfo).port;
  before((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  after((done) => {
    server.close(done);
    server.closeAllConnections();
  });
  beforeEach(() => {
    asked = 0;
  });
  const refusal = async (url: string, options: Parameters<typeof fetchText>[1]): Promise<string> => {
    const error: unknown = await fetchText(url, options).catch((thrown: unknown) => thrown);
    return error instanceof OutgoingError ? error.message : expect.fail(`no refusal but ${JSON.stringify(error)}`);
  };
  const allowed = { allowedHosts: ['127.0.0.1'] };

  it('does not go to a private address, by number or by name, that nobody allowed', async () => {
    expect(await refusal(`http://127.0.0.1:${port()}/?q=secret`, {})).to.equal(
      `http://127.0.0.1:${port()} leads to a private address`,
    );
    expect(await refusal('http://localhost:8080/?q=secret', {})).to.equal('localhost has a private address');
    expect(await refusal('http://[::1]/?q=secret', {})).to.equal('http://[::1] leads to a private address');
    expect(await refusal('file:///etc/passwd', {})).to.equal('null is not a web address');
    expect(asked).to.equal(0);
  });

  it('brings whatever status and text, and sends its headers', async () => {
    conduct = (request, response) => response.writeHead(404).end(`no ${request.headers['x-wanted']?.toString() ?? ''}`);
    const options = { ...allowed, headers: { 'X-Wanted': 'thing' } };
    expect(await fetchText(`http://127.0.0.1:${port()}/`, options)).to.deep.equal({ status: 404, text: 'no thing' });
  });

  it('follows no redirect, waits no longer than told for the whole answer, and reads no more than told', async () => {
    const url = `http://127.0.0.1:${port()}`;
    conduct = (_request, response) => response.writeHead(302, { Location: '/there' }).end();
    expect(await refusal(`${url}/?q=secret`, allowed)).to.equal(`${url} redirects`);
    expect(asked).to.equal(1);
    conduct = (_request, response) => {
      response.write('a');
      const timer = setInterval(() => response.write('b'), 10);
      response.on('close', () => {
        clearInterval(timer);
      });
    };
    expect(await refusal(`${url}/?q=secret`, { ...allowed, timeoutMs: 60 })).to.equal(`${url} took longer than 0.06 s`);
    conduct = (_request, response) => response.end('x'.repeat(101));
    expect(await refusal(`${url}/?q=secret`, { ...allowed, maxBytes: 100 })).to.equal(
      `${url} answered more than 100 bytes`,
    );
    conduct = (_request, response) => response.socket?.destroy();
    expect(await refusal(`${url}/?q=secret`, allowed)).to.match(
      /^http:\/\/127\.0\.0\.1:\d+ cannot be reached: [\w ]+$/,
    );
  });
});
