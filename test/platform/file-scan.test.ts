import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { expect } from 'chai';
import { pino } from 'pino';
import { createFileScan, pingClamd, type FileScan } from '../../src/platform/file-scan/index.js';
import { EICAR, startClamdServer, type ClamdServer, type ClamdTrouble } from '../support/clamd-server.js';
import { useFolder } from '../support/world.js';

const ONE_PART = 65_536;
const TIMEOUT_MS = 800;

/** What keeps a scanner from telling, with what the log says of it. */
const TROUBLES: readonly (readonly [what: string, trouble: ClamdTrouble, why: RegExp])[] = [
  ['says nothing', 'silence', /gave no answer in time/],
  ['closes instead of answering', 'closes', /broke off/],
  ['closes in the middle of the file', 'midway', /broke off/],
  ['resets the connection', 'resets', /broke off/],
  ['ends its side and leaves ours open', 'half-closes', /broke off/],
  ['talks without an end', 'endless', /without an end/],
  ['stops within its answer', { says: 'stream: OK' }, /broke off/],
  ['says nothing but its end', { says: '\0' }, /no verdict/],
  ['answers twice', { says: 'stream: OK\0stream: Win.Test FOUND\0' }, /more than one/],
  ['says more than OK', { says: 'stream: OK, or nearly so\0' }, /no verdict/],
  ['speaks of another file', { says: '/tmp/other: OK\0' }, /no verdict/],
  ['has no memory left', { says: "stream: Can't allocate memory ERROR\0" }, /no verdict/],
  ['does not know the command', { says: 'UNKNOWN COMMAND\0' }, /no verdict/],
  ['speaks another protocol', { says: 'HTTP/1.1 400 Bad Request\r\n\r\n\0' }, /no verdict/],
  ['sends bytes that are no text', { says: '\u0001\u00ff\ufffd\0' }, /no verdict/],
];

const kinds = { 'at a port': () => undefined, 'at a socket': (folder: string) => join(folder, 'clamd.ctl') };
for (const [kind, pathIn] of Object.entries(kinds)) {
  describe(`a file that a scanner ${kind} looks at`, () => {
    const folder = useFolder();
    let server: ClamdServer;
    let scan: FileScan;
    let lines = '';
    const sink = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        lines += chunk.toString();
        done();
      },
    });
    const open = (clamdUrl: string | undefined, timeoutMs = TIMEOUT_MS): FileScan =>
      createFileScan({ clamdUrl, log: pino({ level: 'trace' }, sink), timeoutMs });

    beforeEach(async () => {
      lines = '';
      server = await startClamdServer(pathIn(folder()));
      scan = open(server.url);
    });
    afterEach(() => server.close());

    it('passes when nothing is found, whatever its length, and arrives as it is', async () => {
      for (const length of [1, ONE_PART - 1, ONE_PART, ONE_PART + 1, 2_000_000]) {
        const file = Buffer.alloc(length, 'clarion\0');
        expect(await open(server.url, 5_000)(file), String(length)).to.equal('passes');
        expect(server.files.at(-1)?.equals(file), String(length)).to.equal(true);
      }
      expect(new Set(server.commands)).to.deep.equal(new Set(['zINSTREAM']));
      expect(lines).to.equal('');
    });

    it('is found harmful, and the log names the signature and nothing of the file', async () => {
      expect(await scan(Buffer.from(`Quirina's list\n${EICAR}`))).to.equal('infected');
      expect(JSON.parse(lines)).to.include({ verdict: 'infected', signature: 'Eicar-Test-Signature' });
      expect(lines).not.to.match(/Quirina|EICAR-STANDARD/);
      lines = '';
      server.trouble = { says: 'stream: Win.Test.EICAR_HDB-1(44d8:68) {"level":10}\n FOUND\0' };
      expect(await scan(Buffer.from('x'))).to.equal('unknown');
      server.trouble = { says: `stream: Win.Test.EICAR_HDB-1(44d8:68) "x" ${'y'.repeat(500)} FOUND\0` };
      lines = '';
      expect(await scan(Buffer.from('x'))).to.equal('infected');
      expect((JSON.parse(lines) as { signature: string }).signature).to.match(
        /^Win\.Test\.EICAR_HDB-1\(44d8:68\)__x__y{66}$/,
      );
    });

    it('is too large for the scanner, which says so before it heard all of it', async () => {
      server.maxBytes = ONE_PART;
      expect(await scan(Buffer.alloc(ONE_PART))).to.equal('passes');
      expect(await scan(Buffer.alloc(ONE_PART + 1))).to.equal('too-large');
      // What does not leave at once may break with the connection before the answer is read.
      expect(await scan(Buffer.alloc(40 * ONE_PART))).to.be.oneOf(['too-large', 'unknown']);
      expect(server.files).to.have.length(1);
    });

    for (const [what, trouble, why] of TROUBLES) {
      it(`is not known where the scanner ${what}`, async () => {
        server.trouble = trouble;
        const startedAt = performance.now();
        expect(await scan(Buffer.alloc(3 * ONE_PART))).to.equal('unknown');
        expect(performance.now() - startedAt).to.be.below(TIMEOUT_MS + 2_000);
        expect((JSON.parse(lines) as { why: string }).why).to.match(why);
        server.trouble = undefined;
        expect(await scan(Buffer.from('x')), 'afterwards').to.equal('passes');
      });
    }

    it('is not known where nobody listens', async () => {
      await server.close();
      expect(await scan(Buffer.from('x'))).to.equal('unknown');
      expect(lines).to.match(/cannot be reached: E(?:CONNREFUSED|NOENT)/);
      server = await startClamdServer(pathIn(folder()));
    });

    it('waits for its turn where many come at once', async () => {
      server.delayMs = 20;
      const files = Array.from({ length: 40 }, (_, number) => Buffer.from(number % 4 === 0 ? EICAR : `file ${number}`));
      const verdicts = await Promise.all(files.map(open(server.url, 5_000)));
      expect(verdicts).to.deep.equal(files.map((_, number) => (number % 4 === 0 ? 'infected' : 'passes')));
      expect(server.mostAtOnce()).to.equal(5);
    });

    it('is not known where more come than a scanner that hangs can take, and none waits longer than its time', async () => {
      server.trouble = 'silence';
      const startedAt = performance.now();
      const verdicts = await Promise.all(Array.from({ length: 80 }, () => scan(Buffer.from('x'))));
      expect(performance.now() - startedAt).to.be.below(TIMEOUT_MS + 2_000);
      expect(new Set(verdicts)).to.deep.equal(new Set(['unknown']));
      expect(lines.match(/has too much to do/g)).to.have.length(25);
      expect(lines.match(/had no turn in time|gave no answer in time/g)).to.have.length(55);
      server.trouble = undefined;
      const later = await Promise.all(Array.from({ length: 20 }, () => scan(Buffer.from('x'))));
      expect(new Set(later), 'every turn came back').to.deep.equal(new Set(['passes']));
    });

    it('is told alive from another server', async () => {
      await pingClamd(server.url);
      expect(server.commands).to.deep.equal(['zPING']);
      const faultOf = (): Promise<string> =>
        pingClamd(server.url).then(
          () => expect.fail('taken for clamd'),
          (error: unknown) => (error as Error).message,
        );
      server.trouble = { says: '+PONG\0' };
      expect(await faultOf()).to.equal('gave another answer than clamd');
      server.trouble = 'closes';
      expect(await faultOf()).to.match(/^broke off/);
    });

    it('passes unasked where no scanner is set', async () => {
      expect(await open(undefined)(Buffer.from(EICAR))).to.equal('passes');
      expect(server.commands).to.deep.equal([]);
    });
  });
}

describe('a scanner’s answer', () => {
  it('may come in pieces', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => {
        for (const [at, letter] of 'stream: OK\0'.split(/(?=.)/s).entries())
          setTimeout(() => socket.write(letter), 5 * at);
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const clamdUrl = `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const scan = createFileScan({ clamdUrl, log: pino({ level: 'silent' }), timeoutMs: 5_000 });
    expect(await scan(Buffer.from('x'))).to.equal('passes');
    server.close();
    await once(server, 'close');
  });
});
