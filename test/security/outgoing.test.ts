import dns from 'node:dns';
import { readdirSync, readFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { expect } from 'chai';
import { fetchText, isPublic, OutgoingError } from '../../src/platform/outgoing.js';
import { programPath } from '../../src/platform/paths.js';

/** Files that speak with the network themselves: the one client, the web server, who looks up names, who asks the virus scanner, and what PostgreSQL’s own programs are started by. */
const ON_THE_NETWORK = [
  'backups/postgres-tools.ts',
  'doctor/dns.ts',
  'platform/file-scan/clamd.ts',
  'platform/outgoing.ts',
  'web/web-server.ts',
];

/** An address of this machine or its neighbours, in each way that a URL may write it. */
const HIDDEN_HOSTS = [
  ...['127.0.0.1', '127.1', '2130706433', '0x7f000001', '0x7f.0.0.1', '0177.0.0.1', '017700000001', '0', '127.0.0.1.'],
  ...['①②⑦.⓪.⓪.①', '127。0。0。1', '%31%32%37.0.0.1', '169.254.169.254', '2852039166', '168.63.129.16'],
  ...['[::1]', '[::]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::ffff:0:127.0.0.1]', '[::127.0.0.1]'],
  ...['[64:ff9b::127.0.0.1]', '[64:ff9b:1::a00:1]', '[2002:7f00:1::]', '[2001:0:4136:e378:8000:63bf:80ff:fffe]'],
  ...['[fe80::1]', '[fec0::1]', '[fd00:ec2::254]', '[4000::1]', '[0:0:0:1::]', 'localhost', 'LOCALHOST'],
];

describe('what an address of somebody else can make the program ask for', () => {
  const fault = async (url: string): Promise<string> => {
    const error = await fetchText(url, { timeoutMs: 2_000 }).then(
      () => expect.fail(`${url} was asked`),
      (thrown: unknown) => thrown,
    );
    expect(error, url).to.be.instanceOf(OutgoingError);
    return (error as Error).message;
  };

  it('is nothing inside, however its address is written', async () => {
    for (const host of HIDDEN_HOSTS) expect(await fault(`http://${host}/`), host).to.match(/private address/);
    // Some systems know no such name at all.
    expect(await fault('http://localhost./')).to.match(/private address|cannot be reached/);
    expect(() => new URL('http://[fe80::1%25eth0]/'), 'a zone').to.throw();
    expect(isPublic('fe80::1%eth0')).to.equal(false);
  });

  it('is no other service and nothing with a password', async () => {
    for (const port of [22, 25, 5432, 6379, 11211]) expect(await fault(`http://a.example:${port}/`)).to.match(/port/);
    expect(await fault('https://user:password@a.example/')).to.match(/a user or a password/);
  });

  it('is not what a name turns into when it is looked up again, nor one of several answers', async () => {
    const { lookup } = dns;
    const answers: string[][] = [];
    let asked = 0;
    const rebinding = (
      _host: string,
      _options: object,
      done: (error: null, found: dns.LookupAddress[]) => void,
    ): void => {
      const found = answers[Math.min(asked++, answers.length - 1)] ?? [];
      done(
        null,
        found.map((address) => ({ address, family: 4 })),
      );
    };
    dns.lookup = rebinding as unknown as typeof dns.lookup;
    syncBuiltinESMExports();
    try {
      answers.push(['93.184.216.34', '127.0.0.1']);
      expect(await fault('http://rebind.example/')).to.match(/private address/);
      expect(asked, 'a name is looked up once, for check and connection').to.equal(1);
      answers.splice(0, 1, ['10.0.0.1']);
      expect(await fault('https://rebind.example/')).to.match(/private address/);
      expect(asked).to.equal(2);
    } finally {
      dns.lookup = lookup;
      syncBuiltinESMExports();
    }
  });

  it('goes through one client: no other file opens a connection', () => {
    const root = programPath('src');
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.ts') && !file.startsWith(join('web', 'browser')),
    );
    const opens = (text: string): boolean =>
      /^import (?!type\b)(?!\{ (?:type )?(?:isIP|type \w+|AddressInfo)[^}]* \})[^;]*from 'node:(?:http2?|https|net|tls|dgram|dns(?:\/promises)?)'/m.test(
        text,
      ) ||
      /(?<![.\w])fetch\(|new WebSocket|new EventSource|from '(?:undici|axios|got|node-fetch|ws)'|from 'node:child_process'/.test(
        text,
      );
    const found = files
      .filter((file) => opens(readFileSync(join(root, file), 'utf8')))
      .map((file) => file.replaceAll('\\', '/'));
    expect(found.sort()).to.deep.equal(ON_THE_NETWORK);
  });
});
