import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { fetchFile } from '../../src/platform/fetch-file.js';
import { isPublic, OutgoingError, type OutgoingOptions } from '../../src/platform/outgoing.js';
import { useFolder } from '../support/world.js';

describe('the outgoing client', () => {
  const folder = useFolder();
  let server: Server;
  let answer: RequestListener;
  let address = '';
  before(async () => {
    server = createServer((request, response) => answer(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const path = (): string => join(folder(), 'file');
  const allowed: OutgoingOptions = { allowedHosts: ['127.0.0.1'] };
  const failure = async (url: string, options: OutgoingOptions = allowed): Promise<string> => {
    const error = await fetchFile(url, path(), options).then(
      () => expect.fail('was fetched'),
      (thrown: unknown) => thrown,
    );
    expect(error).to.be.instanceOf(OutgoingError);
    expect(readdirSync(folder()), 'no half file').to.deep.equal([]);
    return (error as Error).message;
  };

  it('fetches a file whole, with its size and checksum', async () => {
    answer = (_request, response) => void response.end('hello');
    const heard: number[] = [];
    const fetched = await fetchFile(address, path(), {
      ...allowed,
      onProgress: (received) => void heard.push(received),
    });
    expect(fetched).to.include({ bytes: 5 });
    expect(fetched.sha256).to.equal('2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824');
    expect(readFileSync(path(), 'utf8')).to.equal('hello');
    expect(heard.at(-1)).to.equal(5);
  });

  it('knows the addresses that are not of the public internet', () => {
    const closed = [
      ...['127.0.0.1', '10.0.0.1', '172.16.5.4', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0'],
      ...['224.0.0.1', '255.255.255.255', '::1', '::', 'fe80::1', 'fc00::1', 'fd12::1', 'ff02::1'],
      ...['::ffff:127.0.0.1', '::ffff:a00:1', '::127.0.0.1', '::a00:1', '64:ff9b::7f00:1', '2002:7f00:1::', 'nonsense'],
    ];
    for (const one of closed) expect(isPublic(one), one).to.equal(false);
    for (const one of ['93.184.216.34', '2606:4700::1111', '::ffff:8.8.8.8']) expect(isPublic(one), one).to.equal(true);
  });

  it('refuses them in an address, however it is written, and behind a name', async () => {
    const port = new URL(address).port;
    for (const host of [
      '127.0.0.1',
      '2130706433',
      '0x7f.1',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '[::127.0.0.1]',
      'localhost',
    ]) {
      expect(await failure(`http://${host}:${port}/`, {}), host).to.match(
        host === 'localhost' ? /asks for port/ : /private address/,
      );
    }
    for (const url of ['file:///etc/passwd', 'ftp://x.example/', 'nonsense']) {
      expect(await failure(url)).to.include('is not a web address');
    }
  });

  it('refuses redirects to them, unreadable redirects and endless ones', async () => {
    const redirect = (location: string): void => {
      answer = (_request, response) => void response.writeHead(302, { location }).end();
    };
    redirect('http://[::1]:1/');
    expect(await failure(address)).to.include('leads to a private address');
    redirect('http://localhost/');
    expect(await failure(address)).to.include('private address');
    redirect('http://[broken/');
    expect(await failure(address)).to.include('redirects to no readable address');
    redirect('file:///etc/passwd');
    expect(await failure(address)).to.include('is not a web address');
    redirect('/again');
    expect(await failure(address)).to.include('redirects too often');
  });

  it('follows a redirect beside the first address', async () => {
    answer = (request, response) => {
      if (request.url === '/') response.writeHead(302, { location: 'there' }).end();
      else response.end('found');
    };
    expect(await fetchFile(`${address}/`, path(), allowed)).to.include({ bytes: 5 });
  });

  it('gives up on what is too large, too slow, broken off, or not there', async () => {
    answer = (_request, response) => void response.end('x'.repeat(1000));
    expect(await failure(address, { ...allowed, maxBytes: 999 })).to.include('is larger than 999 bytes');
    answer = () => undefined;
    expect(await failure(address, { ...allowed, timeoutMs: 50 })).to.include('was silent for 0.05 s');
    answer = (_request, response) => void response.write('some');
    expect(await failure(address, { ...allowed, timeoutMs: 50 })).to.match(/silent|broke off/);
    answer = (_request, response) =>
      void response.writeHead(200, { 'Content-Length': '9' }).write('some', () => response.destroy());
    expect(await failure(address)).to.include('broke off');
    answer = (_request, response) => {
      const dripping = setInterval(() => response.write('.'), 10);
      response.on('close', () => {
        clearInterval(dripping);
      });
    };
    expect(await failure(address, { ...allowed, wholeMs: 100 })).to.include('took longer than 0.1 s');
    answer = (request) => void request.socket.destroy();
    expect(await failure(address)).to.include('cannot be reached');
    answer = (_request, response) => void response.writeHead(404).end();
    expect(await failure(address)).to.include('answered 404');
  });
});
