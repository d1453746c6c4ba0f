import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { judgeDrift } from '../../src/doctor/check-machine.js';
import { judgeRoom } from '../../src/doctor/check-storage.js';
import { checks, createDns, runChecks, type CheckResult, type DoctorSettings } from '../../src/doctor/index.js';
import { createLeakedPasswords } from '../../src/organizers/leaked-passwords.js';
import { tryWriting } from '../../src/doctor/store.js';
import { systemClock } from '../../src/platform/clock.js';
import { startClamdServer } from '../support/clamd-server.js';
import { onEachBareDatabase, onEachDatabase } from '../support/databases.js';
import { makeDkim } from '../support/dkim.js';
import { startDnsServer, type DnsServer, type Zone } from '../support/dns-server.js';
import { listFile, sortedLines, useRangeServer } from '../support/leaked-passwords.js';
import { startMailServer } from '../support/mail-server.js';
import { runHere } from '../support/program.js';
import { startScriptedServer } from '../support/scripted-mail-server.js';
import { redisUrl, skip } from '../support/services.js';
import { START, useFolder, useWorld } from '../support/world.js';

const { dkim } = makeDkim('mail.clarion.example');
const shownKey = createPublicKey(dkim.privateKey).export({ type: 'spki', format: 'der' }).toString('base64');
const DKIM_NAME = 'letters._domainkey.mail.clarion.example';

/** A DNS as it should be, for a relay that is not on this machine. */
const GOOD: Zone = {
  'mail.clarion.example': { txt: ['other=1', 'v=spf1 a:relay.example ~all'], mx: ['in.clarion.example'] },
  'in.clarion.example': { ip: ['192.0.2.25'] },
  'relay.example': { ip: ['192.0.2.10'] },
  [DKIM_NAME]: { txt: [`v=DKIM1; k=rsa; p=${shownKey}`] },
  '_dmarc.clarion.example': { txt: ['v=DMARC1; p=quarantine'] },
};
const SETTINGS: DoctorSettings = {
  mailFrom: 'Letters <letters@mail.clarion.example>',
  dkim,
  baseUrl: 'https://letters.clarion.example',
  databaseUrl: 'sqlite::memory:',
  secretFiles: [],
};

describe('the doctor', () => {
  const world = useWorld();
  let server: DnsServer;
  before(async () => {
    server = await startDnsServer();
  });
  after(() => server.close());

  type Given = { readonly settings?: Partial<DoctorSettings>; readonly zone?: Zone; readonly limitMs?: number };
  const examine = async (name: string, { settings, zone, limitMs }: Given = {}): Promise<CheckResult> => {
    server.zone = { ...GOOD, ...zone };
    const tools = { ...world(), settings: { ...SETTINGS, ...settings }, dns: createDns([server.address]) };
    const wanted = checks.filter((check) => check.name === name);
    return (await runChecks(wanted, tools, limitMs))[0] ?? expect.fail(`no check ${name}`);
  };
  const hosted = { smtpUrl: 'smtps://ana:secret@relay.example' };
  const spf = (txt: readonly string[]): Zone => ({ 'mail.clarion.example': { txt } });

  describe('at the mail server', () => {
    it('logs in and sends nothing', async () => {
      const relay = await startScriptedServer({ at: 'auth', does: '235 2.7.0 welcome' });
      const smtpUrl = relay.url.replace('//', '//ana:secret@');
      expect(await examine('smtp', { settings: { smtpUrl } })).to.include({ state: 'ok' });
      await relay.close();
      expect(relay.heard.some((line) => line.startsWith('AUTH PLAIN'))).to.equal(true);
      expect(relay.heard.join('\n')).not.to.match(/^(?:MAIL|RCPT|DATA)/m);
    });

    it('says that it is not let in, and never the password', async () => {
      const relay = await startScriptedServer({ at: 'auth', does: '535 5.7.8 bad credentials' });
      const result = await examine('smtp', { settings: { smtpUrl: relay.url.replace('//', '//ana:secret@') } });
      await relay.close();
      expect(result).to.include({ state: 'fail' });
      expect(result.found).to.match(/did not let us log in: 535 5\.7\.8/);
      expect(JSON.stringify(result)).not.to.include('secret');
    });

    it('says that no login is offered', async () => {
      const relay = await startScriptedServer({ at: 'connect', does: '220 hello' });
      const result = await examine('smtp', { settings: { smtpUrl: relay.url.replace('//', '//ana:secret@') } });
      await relay.close();
      expect(result.state).to.equal('fail');
      expect(result.found).to.include('offers no login');
    });

    it('warns of letters that others on the way can read', async () => {
      const relay = await startMailServer();
      const smtpUrl = relay.url.replace('127.0.0.1', '0.0.0.0');
      expect(await examine('smtp', { settings: { smtpUrl } })).to.include({ state: 'warn' });
      expect(await examine('smtp', { settings: { smtpUrl: relay.url } }), 'this machine').to.include({ state: 'ok' });
      await relay.close();
    });

    it('tells a port that speaks otherwise, and one that nobody listens at', async () => {
      const gone = await examine('smtp', { settings: { smtpUrl: 'smtp://127.0.0.1:465' } });
      expect(gone).to.include({ state: 'fail' });
      expect(gone.todo).to.include('smtps://');
      expect(await examine('smtp')).to.include({ state: 'warn' });
    });
  });

  describe('at SPF', () => {
    const judged: readonly (readonly [string, Zone, CheckResult['state'], RegExp])[] = [
      ['lets our mail server send', {}, 'ok', /lets relay\.example send: "a:relay\.example"/],
      ['is not there', spf([]), 'fail', /has no SPF record/],
      ['is there twice', spf(['v=spf1 -all', 'v=spf1 +all']), 'fail', /2 SPF records/],
      ['has a term that is none', spf(['v=spf1 ipv4:192.0.2.10 -all']), 'fail', /"ipv4:192\.0\.2\.10"/],
      ['names others', spf(['v=spf1 ip4:203.0.113.1 -all']), 'warn', /does not name relay\.example: fail/],
      ['cannot be looked up', { 'mail.clarion.example': { fails: 'SERVFAIL' } }, 'warn', /no answer about mail\./],
    ];
    for (const [what, zone, state, found] of judged) {
      it(`says ${state} where the record ${what}`, async () => {
        const result = await examine('spf', { settings: hosted, zone });
        expect(result.state, result.found).to.equal(state);
        expect(result.found).to.match(found);
      });
    }

    it('gives the record word for word', async () => {
      const none = await examine('spf', { settings: hosted, zone: spf([]) });
      expect(none.dns).to.deep.equal([
        {
          host: 'mail.clarion.example',
          type: 'TXT',
          value: 'v=spf1 a:relay.example ~all',
          line: 'mail.clarion.example. IN TXT "v=spf1 a:relay.example ~all"',
        },
      ]);
      const others = await examine('spf', { settings: hosted, zone: spf(['v=spf1 ip4:203.0.113.1 -all']) });
      expect(others.dns?.[0]?.value).to.equal('v=spf1 ip4:203.0.113.1 a:relay.example -all');
      const byAddress = await examine('spf', { settings: { smtpUrl: 'smtp://192.0.2.10' }, zone: spf([]) });
      expect(byAddress.dns?.[0]?.value).to.equal('v=spf1 ip4:192.0.2.10 ~all');
      const mended = await examine('spf', { settings: hosted, zone: spf([others.dns?.[0]?.value ?? '']) });
      expect(mended.state).to.equal('ok');
    });

    it('is unsure of a mail server on this very machine, and asks about the domain of bounces', async () => {
      expect(await examine('spf', { settings: { smtpUrl: 'smtp://127.0.0.1' } })).to.include({ state: 'warn' });
      const bounces = await examine('spf', { settings: { ...hosted, bounceDomain: 'b.clarion.example' } });
      expect(bounces.found).to.include('b.clarion.example has no SPF record');
    });
  });

  describe('at DKIM', () => {
    const pem = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
    const otherKey = pem.export({ type: 'spki', format: 'der' }).toString('base64');
    const shown = (txt: readonly string[]): Zone => ({ [DKIM_NAME]: { txt } });
    const judged: readonly (readonly [string, Zone, CheckResult['state'], RegExp])[] = [
      ['shows our key', {}, 'ok', /shows the key that signs, 2048 bits/],
      ['shows our key with spaces', shown([`v=DKIM1;p=${shownKey.slice(0, 50)} ${shownKey.slice(50)};`]), 'ok', /./],
      ['is not there', shown([]), 'fail', /There is no record letters\._domainkey/],
      ['is there twice', shown(['v=DKIM1; p=', `v=DKIM1; p=${shownKey}`]), 'fail', /2 records/],
      ['shows another key', shown([`v=DKIM1; k=rsa; p=${otherKey}`]), 'fail', /another key/],
      ['is withdrawn', shown(['v=DKIM1; p=']), 'fail', /withdraws the key/],
      ['is for another kind of key', shown([`v=DKIM1; k=ed25519; p=${shownKey}`]), 'fail', /another kind/],
      ['allows other digests only', shown([`v=DKIM1; h=sha1; p=${shownKey}`]), 'fail', /SHA-256/],
      ['is a test', shown([`v=DKIM1; t=y:s; p=${shownKey}`]), 'warn', /a test/],
    ];
    for (const [what, zone, state, found] of judged) {
      it(`says ${state} where the record ${what}`, async () => {
        const result = await examine('dkim', { zone });
        expect(result.state, result.found).to.equal(state);
        expect(result.found).to.match(found);
      });
    }

    it('gives the record word for word, in strings that a name server takes', async () => {
      const [record] = (await examine('dkim', { zone: shown([]) })).dns ?? [];
      expect(record).to.include({ host: DKIM_NAME, type: 'TXT', value: `v=DKIM1; k=rsa; p=${shownKey}` });
      const strings = [...(record?.line.matchAll(/"([^"]*)"/g) ?? [])].map(([, text = '']) => text);
      expect(strings.join('')).to.equal(record?.value);
      expect(strings.every((text) => text.length <= 255)).to.equal(true);
      expect(record?.line).to.match(/^letters\._domainkey\.mail\.clarion\.example\. IN TXT "v=DKIM1; /);
      expect(await examine('dkim', { zone: shown([record?.value ?? '']) })).to.include({ state: 'ok' });
    });

    it('warns where nobody signs', async () => {
      expect(await examine('dkim', { settings: { dkim: undefined } })).to.include({ state: 'warn' });
    });
  });

  describe('at DMARC', () => {
    const policy = (txt: readonly string[]): Zone => ({ '_dmarc.clarion.example': { txt } });
    const elsewhere = { dkim: { ...dkim, domainName: 'signer.example' } };
    const judged: readonly (readonly [string, Given, CheckResult['state'], RegExp])[] = [
      ['both speak for us', {}, 'ok', /SPF and DKIM both speak/],
      ['nothing is said', { zone: policy([]) }, 'warn', /no DMARC record/],
      ['it is said twice', { zone: policy(['v=DMARC1; p=none', 'v=DMARC1; p=reject']) }, 'fail', /2 DMARC records/],
      ['no policy is named', { zone: policy(['v=DMARC1; rua=mailto:a@b.example']) }, 'fail', /names no policy/],
      ['another domain signs', { settings: elsewhere }, 'warn', /SPF speaks .* DKIM does not/],
      ['only SPF is there', { settings: { dkim: undefined } }, 'ok', /SPF speaks/],
      ['bounces go elsewhere', { settings: { bounceDomain: 'b.example' } }, 'ok', /DKIM speaks .* SPF does not/],
      ['nobody speaks for us', { settings: { ...elsewhere, bounceDomain: 'b.example' } }, 'fail', /look forged/],
      ['a neighbour signs', { settings: { dkim: { ...dkim, domainName: 'clarion.example' } } }, 'ok', /both speak/],
      [
        'a neighbour signs, and that is too loose',
        {
          settings: { dkim: { ...dkim, domainName: 'clarion.example' } },
          zone: policy(['v=DMARC1; p=reject; adkim=s']),
        },
        'warn',
        /DKIM does not/,
      ],
    ];
    for (const [what, given, state, found] of judged) {
      it(`says ${state} where ${what}`, async () => {
        const result = await examine('dmarc', given);
        expect(result.state, result.found).to.equal(state);
        expect(result.found).to.match(found);
      });
    }

    it('gives the record word for word', async () => {
      const { dns } = await examine('dmarc', { zone: policy([]) });
      expect(dns?.[0]?.line).to.equal('_dmarc.mail.clarion.example. IN TXT "v=DMARC1; p=none"');
    });
  });

  describe('at bounces', () => {
    const bare: Zone = { 'mail.clarion.example': { ip: ['192.0.2.1'] } };
    const judged: readonly (readonly [string, Zone, CheckResult['state'], RegExp])[] = [
      ['there is a way', {}, 'ok', /go to in\.clarion\.example/],
      ['there is an address only', bare, 'warn', /has no MX/],
      ['there is nothing', { 'mail.clarion.example': {} }, 'fail', /neither MX nor address/],
      ['no mail is taken', { 'mail.clarion.example': { mx: ['.'] } }, 'fail', /takes no mail/],
      ['the way leads nowhere', { 'in.clarion.example': {} }, 'fail', /which has no address/],
    ];
    for (const [what, zone, state, found] of judged) {
      it(`says ${state} where ${what}`, async () => {
        const result = await examine('bounces', { zone });
        expect(result.state, result.found).to.equal(state);
        expect(result.found).to.match(found);
      });
    }

    it('gives the record word for word', async () => {
      const { dns } = await examine('bounces', { zone: bare });
      expect(dns?.[0]?.line).to.equal('mail.clarion.example. IN MX 10 letters.clarion.example.');
    });
  });

  describe('at new passwords', () => {
    const ranges = useRangeServer();
    const folder = useFolder();
    const look = async (list?: string): Promise<CheckResult> => {
      const leakedPasswords = createLeakedPasswords({ log: world().log, list, timeoutMs: 200 });
      const tools = { ...world(), settings: SETTINGS, dns: createDns([server.address]), leakedPasswords };
      const wanted = checks.filter(({ name }) => name === 'passwords');
      return (await runChecks(wanted, tools))[0] ?? expect.fail('no check of passwords');
    };

    it('says that none are compared where nothing is set', async () => {
      expect(await look()).to.include({ state: 'skipped' });
    });

    it('asks the server', async () => {
      const well = await look(ranges.url());
      expect(well.state, well.found).to.equal('ok');
      expect(well.found).to.include(ranges.url());
      ranges.knows({});
      expect(await look(ranges.url()), 'no list of passwords').to.include({ state: 'warn' });
      ranges.does(() => undefined);
      const silent = await look(ranges.url());
      expect(silent).to.include({ state: 'fail' });
      expect(silent.found).to.equal(`LEAKED_PASSWORDS: ${ranges.url()} took longer than 0.2 s.`);
      ranges.does((response) => response.end('<html>Welcome</html>'));
      expect(await look(ranges.url())).to.include({ state: 'fail' });
    });

    it('looks into the file', async () => {
      const lines = sortedLines(['password', ...Array.from({ length: 30_000 }, (_, at) => `text ${at}`)]);
      const file = listFile(folder(), lines);
      const well = await look(file);
      expect(well.state, well.found).to.equal('ok');
      expect(well.found).to.include(`${file}, which is in order`);
      listFile(folder(), lines.slice(0, -2_000));
      expect(await look(file), 'cut off').to.include({ state: 'fail' });
      listFile(folder(), lines.toReversed());
      const wrong = await look(file);
      expect(wrong).to.include({ state: 'fail' });
      expect(wrong.found).to.include('is not sorted by SHA-1');
      expect(await look(join(folder(), 'none.txt'))).to.include({ state: 'fail' });
      listFile(folder(), sortedLines(['text']));
      expect(await look(file), 'no list of passwords').to.include({ state: 'warn' });
    });
  });

  describe('at the machine', () => {
    const folder = useFolder();

    it('looks at the address that people use', async () => {
      const states = await Promise.all(
        [
          'https://letters.clarion.example',
          'http://letters.clarion.example',
          'http://10.0.0.7',
          'http://localhost:3000',
        ].map(async (baseUrl) => (await examine('address', { settings: { ...hosted, baseUrl } })).state),
      );
      expect(states).to.deep.equal(['ok', 'warn', 'fail', 'fail']);
    });

    it('looks at who may read secrets', async () => {
      const file = join(folder(), 'secret');
      writeFileSync(file, 'x', { mode: 0o600 });
      expect(await examine('secrets', { settings: { secretFiles: [file] } })).to.include({ state: 'ok' });
      chmodSync(file, 0o640);
      const open = await examine('secrets', { settings: { secretFiles: [file] } });
      expect(open).to.include({ state: 'warn', todo: `chmod 600 ${file}` });
    });

    it('asks the virus scanner for a sign of life, and has nothing scanned', async () => {
      expect(await examine('scanner')).to.include({ state: 'skipped' });
      for (const path of [undefined, join(folder(), 'clamd.ctl')]) {
        const clamd = await startClamdServer(path);
        const settings = { clamdUrl: clamd.url };
        expect(await examine('scanner', { settings })).to.include({
          state: 'ok',
          found: `clamd answers at ${clamd.url}.`,
        });
        clamd.trouble = 'closes';
        const broken = await examine('scanner', { settings });
        expect([broken.state, broken.found]).to.deep.equal([
          'fail',
          `${clamd.url} broke off: no picture and no sheet that organizers upload is taken.`,
        ]);
        clamd.trouble = 'silence';
        expect(await examine('scanner', { settings, limitMs: 100 })).to.include({ state: 'fail' });
        expect(clamd.commands).to.deep.equal(['zPING', 'zPING', 'zPING']);
        await clamd.close();
        const gone = await examine('scanner', { settings });
        expect(gone.found).to.match(/ cannot be reached: E/);
        expect(gone.todo).to.include('CLAMD_URL');
      }
    });

    it('looks at room and time', async () => {
      expect(await examine('disk'))
        .to.have.property('found')
        .that.matches(/MB are free/);
      const room = (free: number): string => judgeRoom({ folder: '/x', free }).state;
      expect([room(50e6), room(500e6), room(5e9)]).to.deep.equal(['fail', 'warn', 'ok']);
      // A data base server has a clock of its own.
      world().moveClock(systemClock.now() - START);
      expect(await examine('clock')).to.include({ state: 'ok' });
      const drift = (ms: number): string => judgeDrift(ms).state;
      expect([drift(0), drift(-5_000), drift(5_000), drift(-90_000)]).to.deep.equal(['ok', 'warn', 'warn', 'fail']);
      world().moveClock(Date.UTC(2020, 0) - world().clock.now());
      expect(await examine('clock')).to.include({ state: 'fail' });
    });

    it('gives up a check that takes too long, and holds up no other', async () => {
      const zone: Zone = { 'mail.clarion.example': { fails: 'silence' } };
      expect(await examine('bounces', { zone, limitMs: 50 })).to.include({ state: 'fail' });
    });
  });
});

onEachDatabase('a written-to database, looked at by the doctor,', (db) => {
  it('is left as it was', async () => {
    await tryWriting(db());
    expect(await db().schema.hasTable('doctor_was_here')).to.equal(false);
  });
});

onEachBareDatabase('a new database, looked at by the doctor,', (base) => {
  it('is told to be in want of its tables', async () => {
    const database = checks.filter(({ name }) => name === 'database');
    const { db, url } = base();
    const tools = { db, settings: { ...SETTINGS, databaseUrl: url } } as Parameters<typeof runChecks>[1];
    const [result] = await runChecks(database, tools);
    expect(result).to.include({ state: 'warn' });
    expect(result?.found).to.match(/migrations are to be applied|not there yet/);
  });
});

describe('clarion doctor', () => {
  const folder = useFolder();
  let server: DnsServer;
  before(async () => {
    server = await startDnsServer(GOOD);
  });
  after(() => server.close());
  type Report = { readonly checks: readonly CheckResult[] };

  it('prints each check with what to do, and ends with 1 where one fails', async () => {
    const relay = await startMailServer();
    const env = {
      SMTP_URL: relay.url,
      MAIL_FROM: 'letters@mail.clarion.example',
      BASE_URL: 'https://letters.clarion.example',
      DKIM_DOMAIN: 'mail.clarion.example',
      DKIM_SELECTOR: 'letters',
      DKIM_PRIVATE_KEY: dkim.privateKey,
    };
    const well = await runHere(['doctor', '--dns', server.address], folder(), env);
    expect(well.code, well.stdout).to.equal(0);
    expect(well.stdout)
      .to.match(/^ok +DKIM +letters\._domainkey/m)
      .and.to.match(/^ok +Secrets .*var\/secret/m)
      .and.to.match(/^skipped +Passwords +New passwords are not compared/m);
    expect(well.stdout).to.match(/^0 of 13 checks failed/m);
    const ill = await runHere(['doctor', '--dns', server.address], folder(), { ...env, DKIM_SELECTOR: 'none' });
    expect(ill.code).to.equal(1);
    expect(ill.stdout).to.match(/^none\._domainkey\.mail\.clarion\.example\. IN TXT "v=DKIM1; /m);
    await relay.close();
    expect(relay.received).to.be.empty;
  });

  it('prints JSON for programs, and nothing that is secret', async () => {
    const ran = await runHere(['doctor', '--json'], folder(), {
      DKIM_PRIVATE_KEY: dkim.privateKey,
      DKIM_DOMAIN: 'x.example',
      DKIM_SELECTOR: 's',
    });
    const { checks: results } = JSON.parse(ran.stdout) as Report;
    expect(results.map(({ name }) => name)).to.deep.equal(checks.map(({ name }) => name));
    expect(ran.stdout).not.to.include('PRIVATE KEY');
  });

  it('ends with 1 where the list of leaked passwords is not there', async () => {
    const ofPasswords = async (LEAKED_PASSWORDS: string): Promise<CheckResult | undefined> => {
      const { stdout, code } = await runHere(['doctor', '--json'], folder(), { LEAKED_PASSWORDS });
      const { checks: results } = JSON.parse(stdout) as Report;
      expect(code).to.equal(results.some(({ state }) => state === 'fail') ? 1 : 0);
      return results.find(({ name }) => name === 'passwords');
    };
    expect(await ofPasswords(listFile(folder(), sortedLines(['password'])))).to.include({ state: 'ok' });
    expect(await ofPasswords('none.txt')).to.include({ state: 'fail' });
  });

  it('says whether Redis answers', async function () {
    if (redisUrl === undefined) skip(this, 'no Redis; set TEST_REDIS_URL');
    const queueOf = async (REDIS_URL: string): Promise<CheckResult | undefined> => {
      const { stdout } = await runHere(['doctor', '--json'], folder(), { REDIS_URL });
      return (JSON.parse(stdout) as Report).checks.find(({ name }) => name === 'queue');
    };
    expect(await queueOf(redisUrl)).to.include({ state: 'ok' });
    expect(await queueOf('redis://127.0.0.1:1')).to.include({ state: 'fail' });
  });
});
