import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { describeConfig, readConfig } from '../src/config.js';
import { InputError } from '../src/platform/errors.js';
import { keptSecret } from '../src/platform/kept-secret.js';
import { useFolder } from './support/world.js';

const SECRET = 'a secret for tests only, nothing else';

function faultsOf(env: Record<string, string>): Record<string, string> {
  try {
    readConfig({ SECRET, ...env });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return Object.fromEntries(error.faults.map(({ field, message }) => [field, message]));
  }
  return {};
}

function pem(type: 'pkcs8' | 'pkcs1' = 'pkcs8', modulusLength = 2048): string {
  return generateKeyPairSync('rsa', { modulusLength }).privateKey.export({ type, format: 'pem' }).toString();
}

describe('the configuration', () => {
  it('has a default for everything', () => {
    expect(readConfig({ SECRET })).to.deep.equal({
      PORT: 3000,
      HOST: '127.0.0.1',
      BASE_URL: 'http://localhost:3000',
      DATABASE_URL: 'sqlite:var/clarion.sqlite',
      SECRET,
      LOG_LEVEL: 'info',
      GEOCODERS: [],
      LIMITS: 'normal',
      DATA_KEYS: [],
      NEAR_LINE_METRES: 200,
    });
  });

  it('takes an empty variable, and blanks around a value, for what they are', () => {
    expect(readConfig({ SECRET, PORT: '', HOST: '  ', BASE_URL: ' https://letters.example.org// ' })).to.include({
      PORT: 3000,
      HOST: '127.0.0.1',
      BASE_URL: 'https://letters.example.org',
    });
  });

  it('reports every fault at once, also settings that need another', () => {
    const faults = faultsOf({
      PORT: 'abc',
      SMTP_URL: 'http://x.example',
      DKIM_DOMAIN: 'mail.example.org',
      SECRET: 'short',
    });
    expect(Object.keys(faults)).to.have.members([
      'PORT',
      'SMTP_URL',
      'MAIL_FROM',
      'DKIM_SELECTOR',
      'DKIM_PRIVATE_KEY',
      'SECRET',
    ]);
  });

  const refused: Readonly<Record<string, readonly string[]>> = {
    PORT: ['-1', '65536', '3e3', '0x10', '80.5', 'NaN'],
    BASE_URL: ['letters.example.org', 'ftp://x.example', 'https://x.example/?a=1', 'https://x.example/#top'],
    DATABASE_URL: [
      'sqlite:',
      'mysql://host/db',
      'postgres:',
      'postgres://',
      'postgres://u:p%ZZ@host/db',
      'clarion.sqlite',
    ],
    REDIS_URL: [
      'redis:',
      'redis://',
      'redis:6379',
      'redis://host/name',
      'redis://:a/b@host',
      'http://host',
      'host:6379',
    ],
    SMTP_URL: ['smtp:foo', 'smtp:', 'smtps://', 'smtp://me:12/34@host', 'smtp://me:12#34@host', 'smtp://me:100%@host'],
    MAIL_FROM: [
      'letters',
      'Letters <letters@mail.example.org',
      'a@b.example, c@d.example',
      '<>',
      'a@b',
      'a\nb@c.example',
    ],
    BOUNCE_LISTEN: [
      '2400',
      '127.0.0.1:2400',
      'http://127.0.0.1:2400',
      'lmtp://127.0.0.1',
      'smtp://:25',
      'lmtp://h:1/x',
    ],
    BOUNCE_DOMAIN: ['bounce example', '@'],
    CLAMD_URL: [
      ...['127.0.0.1:3310', 'clamd', 'tcp:', 'tcp://', 'tcp://127.0.0.1', 'tcp://h:0', 'tcp://h:70000', 'tcp://h:1/x'],
      ...['tcp://h:1?a', 'tcp://me:word@h:1', 'tcp://:3310', 'http://h:3310', 'unix:', 'unix:clamd.ctl', 'unix:/run/'],
      ...['unix://run/clamd.ctl', `unix:/${'x'.repeat(107)}`],
    ],
    TRUSTED_PROXIES: ['proxy.example', '10.0.0.0/40', '127.0.0.1; 10.0.0.1'],
    DATA_KEYS: ['short', 'ab'.repeat(31), `${'ab'.repeat(32)},${'ab'.repeat(32)}`, '/no/such/file'],
    DKIM_DOMAIN: ['mail example', '@'],
    LEAKED_PASSWORDS: [
      'https://',
      'ftp://lists.example',
      'file:///srv/pwnedpasswords.txt',
      'https://me:word@lists.example',
      'https://me@lists.example',
      'https://lists.example/?key=1',
      'https://lists.example/#top',
    ],
    LOG_LEVEL: ['loud', 'INFO'],
  };
  for (const [name, values] of Object.entries(refused)) {
    it(`refuses a ${name} that cannot work`, () => {
      for (const value of values) expect(faultsOf({ [name]: value }), value).to.have.property(name);
    });
  }

  it('takes the addresses that work', () => {
    const accepted: readonly [string, string][] = [
      ['REDIS_URL', 'redis://:pass@127.0.0.1:6379/2'],
      ['REDIS_URL', 'rediss://[::1]'],
      ['SMTP_URL', 'smtp://me:p%40ss%2F@mail.example.org:587?tls.servername=x'],
      ['BOUNCE_LISTEN', 'lmtp://127.0.0.1:2400'],
      ['BOUNCE_LISTEN', 'smtp://[::1]:2525'],
      ['BOUNCE_DOMAIN', 'bounce.example.org'],
      ['CLAMD_URL', 'tcp://127.0.0.1:3310'],
      ['CLAMD_URL', 'tcp://[::1]:3310/'],
      ['CLAMD_URL', 'tcp://clamav:3310'],
      ['CLAMD_URL', 'unix:/run/clamav/clamd.ctl'],
      ['CLAMD_URL', 'unix:///run/clamav/clamd.ctl'],
      ['CLAMD_URL', `unix:/${'x'.repeat(106)}`],
      ['TRUSTED_PROXIES', '127.0.0.1, 10.0.0.0/8 fd00::/8'],
      ['DATABASE_URL', 'postgresql://host/db'],
      ['DATABASE_URL', 'postgres:///db'],
      ['DATABASE_URL', 'postgres://u:p@/db?host=/var/run/postgresql'],
      ['DATABASE_URL', 'sqlite::memory:'],
      ['LEAKED_PASSWORDS', 'https://api.pwnedpasswords.com'],
      ['LEAKED_PASSWORDS', 'http://127.0.0.1:8080/lists'],
      ['LEAKED_PASSWORDS', '/srv/lists/pwnedpasswords.txt'],
      ['LEAKED_PASSWORDS', 'C:\\lists\\pwnedpasswords.txt'],
    ];
    for (const [name, value] of accepted) {
      const env = { [name]: value, MAIL_FROM: 'Letters <letters@mail.example.org>' };
      expect(faultsOf(env), value).to.deep.equal({});
    }
  });
});

describe('the key that signs letters', () => {
  const folder = useFolder();
  const dkim = (key: string): Record<string, string> => ({
    DKIM_DOMAIN: 'mail.example.org',
    DKIM_SELECTOR: 'letters',
    DKIM_PRIVATE_KEY: key,
  });
  const inFile = (text: string): string => {
    const path = join(folder(), 'dkim.pem');
    writeFileSync(path, text);
    return path;
  };

  it('may be PEM text, PEM text on one line, or the path of a PEM file', () => {
    const key = pem('pkcs1');
    for (const given of [key, key.replaceAll('\n', '\\n'), key.replaceAll('\n', '\\r\\n'), inFile(key)]) {
      expect(readConfig({ SECRET, ...dkim(given) }).DKIM_PRIVATE_KEY?.trim()).to.equal(key.trim());
    }
  });

  it('is checked when the configuration is read', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const locked = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({
      type: 'pkcs8',
      format: 'pem',
      cipher: 'aes-256-cbc',
      passphrase: 'secret',
    });
    const faults: readonly [string, string][] = [
      [privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 'no RSA key'],
      [publicKey.export({ type: 'spki', format: 'pem' }).toString(), 'holds no private key'],
      [locked.toString(), 'passphrase'],
      [pem('pkcs8', 512), '512 bits'],
      ['-----BEGIN PRIVATE KEY-----\nnonsense\n-----END PRIVATE KEY-----', 'holds no private key'],
      [inFile('nonsense'), `the file ${folder()}/dkim.pem holds no private key`],
      [folder(), 'cannot be read'],
      [join(folder(), 'missing.pem'), 'neither PEM text nor the path'],
    ];
    for (const [given, message] of faults) expect(faultsOf(dkim(given))['DKIM_PRIVATE_KEY']).to.include(message);
  });

  it('is never repeated in an error, even without its first line', () => {
    const [, ...body] = pem().split('\n');
    const message = faultsOf(dkim(body.join('')))['DKIM_PRIVATE_KEY'] ?? '';
    expect(message).to.include('neither PEM text');
    expect(message).not.to.include(body[0]);
  });
});

describe('the settings in force', () => {
  const folder = useFolder();
  const shown = (env: Record<string, string>, name: string): { value: string; from: string } => {
    const all = { SECRET, MAIL_FROM: 'letters@mail.example.org', ...env };
    return describeConfig(readConfig(all), all).find((one) => one.name === name) ?? expect.fail(name);
  };

  it('hide a whole password, whatever is in it', () => {
    const odd = fc.string({
      minLength: 1,
      maxLength: 12,
      unit: fc.constantFrom(...Array.from('abcXYZ019@:%/?#&=+$[]é ')),
    });
    fc.assert(
      fc.property(odd, (password) => {
        const secret = `q${password}q`;
        const userinfo = `user:${encodeURIComponent(secret)}`;
        for (const [name, start] of [
          ['SMTP_URL', 'smtp'],
          ['DATABASE_URL', 'postgres'],
          ['REDIS_URL', 'redis'],
        ] as const) {
          const value = shown({ [name]: `${start}://${userinfo}@host.example:99` }, name).value;
          expect(value).to.match(/^[a-z]+:\/\/user:\(hidden\)@host\.example:99$/);
        }
      }),
    );
  });

  it('hide passwords with bare @ and :, in parameters, and beside a missing host', () => {
    expect(shown({ SMTP_URL: 'smtp://me:p@ss:word@h.example' }, 'SMTP_URL').value).to.equal(
      'smtp://me:(hidden)@h.example',
    );
    expect(shown({ REDIS_URL: 'redis://:word@h.example' }, 'REDIS_URL').value).to.equal('redis://:(hidden)@h.example');
    expect(shown({ DATABASE_URL: 'postgres://me:word@/db' }, 'DATABASE_URL').value).to.equal('postgres://(hidden)@/db');
    const { value } = shown({ DATABASE_URL: 'postgres://h.example/db?user=me&password=word' }, 'DATABASE_URL');
    expect(value).to.include('user=me').and.not.include('word=word');
    expect(shown({ BASE_URL: 'https://letters.example.org' }, 'BASE_URL').value).to.equal(
      'https://letters.example.org',
    );
  });

  it('say where each value comes from', () => {
    expect(shown({ PORT: '4000' }, 'PORT')).to.include({ value: '4000', from: 'environment' });
    expect(shown({ PORT: ' ' }, 'PORT')).to.include({ value: '3000', from: 'default' });
    expect(shown({}, 'SMTP_URL')).to.include({ value: '(not set)', from: 'default' });
    const key = join(folder(), 'dkim.pem');
    writeFileSync(key, pem());
    const dkim = { DKIM_DOMAIN: 'mail.example.org', DKIM_SELECTOR: 'letters', DKIM_PRIVATE_KEY: key };
    expect(shown(dkim, 'DKIM_PRIVATE_KEY')).to.include({ value: '(hidden)', from: key });
    expect(shown({}, 'SECRET')).to.include({ value: '(hidden)', from: 'environment' });
    const described = describeConfig(readConfig({ SECRET }), {});
    expect(described.find(({ name }) => name === 'SECRET')).to.include({ from: 'var/secret' });
  });
});

describe('the kept secret', () => {
  const folder = useFolder();
  const file = (): string => join(folder(), 'var', 'secret');

  it('is made once, for its owner only, and used from then on', () => {
    const secret = keptSecret(file());
    expect(secret).to.match(/^[0-9a-f]{64}$/);
    expect(keptSecret(file())).to.equal(secret);
    expect(statSync(file()).mode & 0o777).to.equal(0o600);
    expect(existsSync(`${file()}.${process.pid}`)).to.equal(false);
  });

  it('is refused when its file is empty or short, because everything could be signed with it', () => {
    mkdirSync(join(folder(), 'var'));
    for (const content of ['', ' \n', 'short']) {
      writeFileSync(file(), content);
      expect(() => keptSecret(file())).to.throw(/holds no secret of 16 characters/);
      expect(readFileSync(file(), 'utf8')).to.equal(content);
    }
  });

  it('says so when its file cannot be read or made', () => {
    mkdirSync(file(), { recursive: true });
    expect(() => keptSecret(file())).to.throw(/cannot be read .*; make it readable or set SECRET/);
    writeFileSync(join(folder(), 'blocked'), '');
    chmodSync(join(folder(), 'blocked'), 0o444);
    expect(() => keptSecret(join(folder(), 'blocked', 'secret'))).to.throw(/cannot be (?:read|made) .* set SECRET/);
  });
});
