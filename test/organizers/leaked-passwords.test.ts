import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import { pino } from 'pino';
import type { Response } from 'supertest';
import { createLeakedPasswords, type LeakedPasswords } from '../../src/organizers/leaked-passwords.js';
import { makePasswordLink, RESET_MS } from '../../src/organizers/links.js';
import { firstSetupToken } from '../../src/organizers/index.js';
import { writing } from '../../src/platform/db.js';
import { BETTER, browser, GOOD, leadsTo, makeAccount, press, pressOn } from '../support/accounts.js';
import { COALITION, seedCoalition } from '../support/coalition.js';
import { LEAKED, listFile, sha1Of, sortedLines, useRangeServer } from '../support/leaked-passwords.js';
import { enter, olga, type SignedIn } from '../support/organizers.js';
import { faultsOf } from '../support/pages.js';
import { useFolder, useWorld } from '../support/world.js';

/** Nothing of the leaked password may be told to anybody: no word of it, and no five digits of its SHA-1. */
const TRACES = new RegExp(`orchard|pebble|lantern|${sha1Of(LEAKED).slice(0, 5)}`, 'i');

/** A list, and what was logged about it. */
function listOf(list: string, timeoutMs = 2_000): LeakedPasswords & { readonly logged: () => string } {
  let lines = '';
  const log = pino({ level: 'trace' }, { write: (line: string) => (lines += line) });
  return { ...createLeakedPasswords({ log, list, timeoutMs }), logged: () => lines };
}

/** The list cannot tell: the password is taken, and a warning tells why and nothing else. */
async function expectTaken(list: ReturnType<typeof listOf>, reason: RegExp): Promise<void> {
  expect(await list.isLeaked(LEAKED)).to.equal(false);
  const { level, msg, reason: told, ...more } = JSON.parse(list.logged()) as Record<string, unknown>;
  expect([level, msg]).to.deep.equal([40, 'a new password was not compared with leaked ones']);
  expect(told).to.match(reason);
  expect(JSON.stringify({ told, ...more })).not.to.match(TRACES);
}

describe('a password that leaked elsewhere', () => {
  const server = useRangeServer();
  let logged = '';
  const sink = { write: (line: string) => (logged += line) };
  const world = useWorld({
    keepsStarterPlaces: true,
    given: () => ({ log: pino({ level: 'trace' }, sink) }),
    config: {
      get LEAKED_PASSWORDS() {
        return server.url();
      },
    },
  });
  beforeEach(() => {
    logged = '';
  });

  /** Presses the button with the leaked password, then with another one on the page that comes back. */
  const tryTwice = async (
    send: (typed: Record<string, string>, html?: string) => Promise<Response>,
    kept: readonly string[],
  ): Promise<Response> => {
    const refused = await send({ password: LEAKED });
    expect(refused.status).to.equal(422);
    expect(faultsOf(refused.text).map(({ id }) => id)).to.deep.equal(['password']);
    expect(faultsOf(refused.text)[0]?.message).to.match(/leaked from other sites.*choose another one/);
    for (const text of kept) expect(refused.text).to.include(text);
    expect(refused.text, 'a password is not sent back').not.to.include(LEAKED);
    expect(
      server.asked.map(({ path, headers }) => [path, headers['add-padding']]),
      'five digits leave, and nothing else',
    ).to.deep.equal([[`/range/${sha1Of(LEAKED).slice(0, 5)}`, 'true']]);
    const taken = await send({ password: BETTER }, refused.text);
    expect(logged).not.to.match(TRACES);
    return taken;
  };
  const invited = async (owner: SignedIn, page: string, part: string): Promise<string> => {
    const link = new RegExp(`http[^"<\\s]*/${part}/[^"<\\s]+`).exec(await owner.get(page))?.[0];
    return new URL(link ?? expect.fail('no link')).pathname;
  };
  const signedIn = async (): Promise<SignedIn> => {
    const { id, organization } = await makeAccount(world());
    return enter(world(), id, organization.slug);
  };

  it('does not open the first account', async () => {
    const http = browser(world());
    const path = `/setup/${(await firstSetupToken(world())) ?? ''}`;
    const all = { ...olga, organization_name: 'Harbor Alliance', postal_address: '1 Pier, Harbourview' };
    const made = await tryTwice(
      (typed, html) =>
        html === undefined
          ? press(http, path, 'Make the account', { ...all, ...typed })
          : pressOn(http, html, 'Make the account', typed),
      [olga.name, olga.email, 'Harbor Alliance', '1 Pier, Harbourview'],
    );
    expect(leadsTo(made)).to.equal('/console/harbor-alliance');
  });

  it('does not come by an invitation', async () => {
    const owner = await signedIn();
    await owner.post('/members/invite', { email: 'ida@organizer.example', role: 'reviewer' });
    const [http, path] = [browser(world()), await invited(owner, '/members', 'invitation')];
    const button = 'Make the account and accept';
    const accepted = await tryTwice(
      (typed, html) =>
        html === undefined ? press(http, path, button, { name: 'Ida', ...typed }) : pressOn(http, html, button, typed),
      ['value="Ida"'],
    );
    expect(leadsTo(accepted)).to.equal(owner.base);
  });

  it('does not come by an invitation to a coalition', async () => {
    const { lead } = await seedCoalition(world());
    const faith = (await world().coalitions.get(COALITION)).partners.find(({ code }) => code === 'faith');
    const members = `/coalitions/${COALITION}/members`;
    leadsTo(await lead.owner.post(`${members}/${faith?.id ?? ''}/invite`, { email: 'felix@faith.example' }));
    const [http, path] = [browser(world()), await invited(lead.owner, members, 'coalition-invitations')];
    const button = 'Make the account, accept and join';
    const all = { name: 'Felix Faith', postal_address: '2 Temple Street', accept: 'yes' };
    const joined = await tryTwice(
      (typed, html) =>
        html === undefined
          ? press(http, path, button, { ...all, ...typed })
          : pressOn(http, html, button, { accept: 'yes', ...typed }),
      ['value="Felix Faith"', '2 Temple Street'],
    );
    expect(leadsTo(joined)).to.match(/^\/console\/interfaith-council/);
  });

  it('does not replace one that was forgotten', async () => {
    const { id, email } = await makeAccount(world());
    const tools = { ...world(), baseUrl: 'http://localhost' };
    const link = await writing(world().db, (trx) => makePasswordLink(tools, trx, { userId: id, ms: RESET_MS }));
    const [http, path] = [browser(world()), new URL(link).pathname];
    const chosen = await tryTwice((typed) => press(http, path, 'Set the password', typed), [email]);
    expect(leadsTo(chosen)).to.equal('/sign-in?after=password');
  });

  it('does not replace one that is changed', async () => {
    const { http } = await signedIn();
    const typed = { old_password: GOOD };
    const changed = await tryTwice(
      (more) => press(http, '/account', 'Change the password', { ...typed, ...more }),
      [olga.email],
    );
    expect(leadsTo(changed)).to.equal('/account');
  });

  it('is told to nobody where the program itself refuses it, and keeps nobody out where the server is away', async () => {
    const { http } = await signedIn();
    const change = (password: string) =>
      press(http, '/account', 'Change the password', { old_password: GOOD, password });
    expect((await change('short')).status).to.equal(422);
    expect((await change('Olga Reyes 2026')).status).to.equal(422);
    expect(server.asked).to.deep.equal([]);
    server.does((response) => response.writeHead(500).end('out of order'));
    expect(leadsTo(await change(LEAKED))).to.equal('/account');
    expect(logged)
      .to.match(/"level":40[^\n]*answered 500[^\n]*a new password was not compared/)
      .and.not.match(TRACES);
  });
});

describe('a server of leaked passwords', () => {
  const server = useRangeServer();

  it('is believed about what leaked, and not about lines that count nothing', async () => {
    const list = listOf(`${server.url()}//`);
    expect(await list.isLeaked(LEAKED)).to.equal(true);
    expect(await list.isLeaked(`${LEAKED} `), 'each character counts').to.equal(false);
    server.knows({ [LEAKED]: 0 });
    expect(await list.isLeaked(LEAKED)).to.equal(false);
    server.does((response) => response.end(`${sha1Of(LEAKED).slice(5).toLowerCase()}:1\n`));
    expect(await list.isLeaked(LEAKED), 'small letters, other ends of lines').to.equal(true);
    expect(list.logged()).to.equal('');
  });

  it('is asked for a password as it was typed and as it is stored, where these differ', async () => {
    const [typed, stored] = ['ﬁsh bucket meadow', 'fish bucket meadow'];
    const list = listOf(server.url());
    for (const known of [typed, stored]) {
      server.knows({ [known]: 1 });
      expect(await list.isLeaked(typed), known).to.equal(true);
    }
    server.asked.length = 0;
    await list.isLeaked(stored);
    expect(server.asked).to.have.length(1);
  });

  const more = (response: ServerResponse): void => {
    while (!response.destroyed && response.write(`${'0'.repeat(35)}:1\r\n`.repeat(1_000)));
    response.once('drain', () => {
      more(response);
    });
  };
  const troubles: readonly (readonly [string, (response: ServerResponse) => unknown, RegExp])[] = [
    ['says nothing', () => undefined, /took longer than 0\.15 s/],
    [
      'dribbles for ever',
      (response) => {
        const timer = setInterval(() => response.write('0'), 10);
        response.on('close', () => {
          clearInterval(timer);
        });
      },
      /took longer than 0\.15 s/,
    ],
    ['answers 500', (response) => response.writeHead(500).end(), /answered 500/],
    ['answers 404', (response) => response.writeHead(404).end(), /answered 404/],
    ['answers 429', (response) => response.writeHead(429, { 'Retry-After': '2' }).end(), /answered 429/],
    ['answers a page', (response) => response.end('<html>Sign in</html>'), /what is no range/],
    ['answers nothing', (response) => response.end(), /what is no range/],
    [
      'answers half a line',
      (response) => response.end(`${sha1Of(LEAKED).slice(5)}:3\r\n${'0'.repeat(20)}`),
      /what is no range/,
    ],
    [
      'answers whole SHA-1s',
      (response) => response.end(sortedLines([LEAKED, 'password']).join('\r\n')),
      /what is no range/,
    ],
    ['answers bytes', (response) => response.end(Buffer.from([0, 255, 254, 10, 0])), /what is no range/],
    ['answers without end', more, /answered more than 1000000 bytes/],
    ['sends elsewhere', (response) => response.writeHead(302, { Location: '/range/00000' }).end(), /redirects/],
    ['hangs up', (response) => response.socket?.destroy(), /cannot be reached/],
    [
      'hangs up within its answer',
      (response) => {
        response.writeHead(200, { 'Content-Length': '1000' });
        response.write('0', () => response.socket?.destroy());
      },
      /broke off/,
    ],
  ];
  for (const [trouble, conduct, reason] of troubles) {
    it(`keeps nobody out, and is told of in the log, when it ${trouble}`, async () => {
      server.does((response) => {
        conduct(response);
      });
      await expectTaken(listOf(server.url(), 150), reason);
      expect(server.asked, 'asked once').to.have.length(1);
    });
  }

  it('keeps nobody out when nobody listens there', async () => {
    await expectTaken(listOf('http://127.0.0.1:9'), /cannot be reached/);
  });
});

describe('a file of leaked passwords', () => {
  const folder = useFolder();
  const texts = (count: number): string[] => Array.from({ length: count }, (_, at) => `text ${at}`);

  it('is searched from the first line to the last, whatever ends its lines', async () => {
    for (const count of [1, 2, 90, 91, 3_000]) {
      const known = texts(count);
      const lines = sortedLines(known);
      for (const [eol, written] of [
        ['\n', lines],
        ['\r\n', lines],
        ['\n', lines.map((line) => line.toLowerCase())],
      ] as const) {
        const path = listFile(folder(), written, eol);
        const list = listOf(path);
        const inOrder = known.sort((a, b) => (sha1Of(a) < sha1Of(b) ? -1 : 1));
        for (const text of [inOrder[0] ?? '', inOrder.at(-1) ?? '', inOrder[Math.floor(count / 2)] ?? ''])
          expect(await list.isLeaked(text), `${text} of ${count}`).to.equal(true);
        expect(await list.isLeaked(LEAKED)).to.equal(false);
        truncateSync(path, Buffer.byteLength(written.join(eol)));
        expect(await list.isLeaked(inOrder.at(-1) ?? ''), 'a last line without an end').to.equal(true);
        expect(list.logged()).to.equal('');
      }
    }
  });

  it('holds just what stands in it, wherever that is', async () => {
    const text = fc.string({ minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(text, { minLength: 1, maxLength: 300 }), text, async (known, asked) => {
        const list = listOf(listFile(folder(), sortedLines([...known, ...texts(150)])));
        for (const one of known.slice(0, 5)) expect(await list.isLeaked(one)).to.equal(true);
        const isKnown = known.includes(asked) || known.includes(asked.normalize('NFKC'));
        expect(await list.isLeaked(asked)).to.equal(isKnown);
        expect(list.logged()).to.equal('');
      }),
      { numRuns: 20 },
    );
  });

  it('is not believed about lines that count nothing', async () => {
    const list = listOf(listFile(folder(), [`${sha1Of(LEAKED)}:0`]));
    expect(await list.isLeaked(LEAKED)).to.equal(false);
  });

  it('is never read whole: some blocks tell, however large it is', async () => {
    const path = listFile(folder(), sortedLines([...texts(60_000), LEAKED]));
    const handle = await open(path);
    const { size } = await handle.stat();
    await handle.close();
    const shared = Object.getPrototypeOf(handle) as { read: FileHandle['read'] };
    const { read } = shared;
    let bytes = 0;
    shared.read = async function counted(this: FileHandle, ...given: unknown[]) {
      const result = await (read as (...all: unknown[]) => Promise<{ bytesRead: number }>).apply(this, given);
      bytes += result.bytesRead;
      return result;
    } as FileHandle['read'];
    try {
      expect(await listOf(path).isLeaked(LEAKED)).to.equal(true);
    } finally {
      shared.read = read;
    }
    expect(size).to.be.greaterThan(2_500_000);
    expect(bytes).to.be.within(1, 12_000);
  });

  it('keeps nobody out, and is told of in the log, when it is no such list', async () => {
    const at = (name: string, content: string | Buffer): string => {
      writeFileSync(join(folder(), name), content);
      return join(folder(), name);
    };
    const lines = sortedLines(texts(3_000));
    const [first = '', ...others] = lines;
    mkdirSync(join(folder(), 'folder'));
    await expectTaken(listOf(join(folder(), 'none.txt')), /none\.txt cannot be read \(ENOENT/);
    await expectTaken(listOf(join(folder(), 'folder')), /is no file/);
    await expectTaken(listOf(at('words.txt', 'password\nletmein\n')), /no line SHA1:COUNT at byte 0/);
    await expectTaken(listOf(at('packed.gz', gzipSync(lines.join('\n')))), /no line SHA1:COUNT/);
    await expectTaken(listOf(at('zeros.txt', Buffer.alloc(100_000))), /no line SHA1:COUNT/);
    await expectTaken(listOf(at('ntlm.txt', lines.map((line) => line.slice(8)).join('\n'))), /no line SHA1:COUNT/);
    const parts = [lines.slice(2_000), lines.slice(1_000, 2_000), lines.slice(0, 1_000)];
    await expectTaken(listOf(at('in-parts.txt', parts.flat().join('\n'))), /not sorted by SHA-1/);
    await expectTaken(listOf(at('backwards.txt', [...others.reverse(), first].join('\n'))), /not sorted by SHA-1/);
  });

  it('is looked at for its order and its end', async () => {
    const lines = sortedLines([...texts(25_000), 'password']);
    const path = listFile(folder(), lines);
    expect(await listOf(path).look()).to.deep.equal({ kind: 'file', name: path, doubt: undefined });
    listFile(folder(), lines.slice(0, 24_000));
    expect(await listOf(path).look()).to.have.property('doubt', 'cut-off');
    listFile(folder(), sortedLines(texts(10)));
    expect(await listOf(path).look()).to.have.property('doubt', 'knows-little');
    const fault = async (written: readonly string[]): Promise<string> => {
      listFile(folder(), written);
      return listOf(path)
        .look()
        .then(
          () => expect.fail('no fault'),
          (error: unknown) => (error as Error).message,
        );
    };
    expect(await fault([...lines.slice(0, 100), lines[101] ?? '', lines[100] ?? '', ...lines.slice(102)])).to.match(
      /not sorted by SHA-1: the line at byte \d+/,
    );
    expect(await fault([...lines.slice(0, -2), ...lines.slice(-2).reverse()]), 'the last two').to.match(/not sorted/);
    expect(await fault([])).to.match(/is empty/);
  });
});
