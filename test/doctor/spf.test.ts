import { expect } from 'chai';
import fc from 'fast-check';
import { createDns } from '../../src/doctor/index.js';
import { expandMacros } from '../../src/doctor/spf-macros.js';
import { parseSpf } from '../../src/doctor/spf-record.js';
import { checkSpf, type SpfResult } from '../../src/doctor/spf.js';
import { startDnsServer, type DnsServer, type Zone } from '../support/dns-server.js';

const RELAY = '192.0.2.10';
const STRANGER = '198.51.100.7';
const SIX = '2001:db8::25';
const records = (txt: string): Zone[string] => ({ txt: [txt] });

/** Names that records below lead to. */
const WORLD: Zone = {
  'provider.example': records('v=spf1 ip4:192.0.2.0/28 -all'),
  'others.example': records('v=spf1 ip4:203.0.113.0/24 -all'),
  'relay.example': { ip: [RELAY, SIX] },
  'mx.example': { mx: ['nowhere.example', 'relay.example'] },
  '10.2.0.192.in-addr._spf.mail.example': { ip: ['127.0.0.2'] },
  'loop.example': records('v=spf1 include:loop.example -all'),
  'slow.example': { fails: 'SERVFAIL' },
  'empty.example': { txt: ['hello'] },
  ...Object.fromEntries(
    Array.from({ length: 12 }, (_, at) => [`n${at}.example`, records(`v=spf1 include:n${at + 1}.example -all`)]),
  ),
  'n12.example': records('v=spf1 ip4:192.0.2.10 -all'),
};

/** The record of mail.example, what it says of the relay, and of a stranger. */
const cases: readonly (readonly [string, SpfResult, SpfResult])[] = [
  ['v=spf1 ip4:192.0.2.10 -all', 'pass', 'fail'],
  ['v=spf1 ip4:192.0.2.0/24 ~all', 'pass', 'softfail'],
  ['v=spf1 ip4:192.0.2.0/29 ?all', 'neutral', 'neutral'],
  ['v=spf1 a:relay.example -all', 'pass', 'fail'],
  ['v=spf1 a:relay.example/24 -all', 'pass', 'fail'],
  ['v=spf1 mx:mx.example -all', 'pass', 'fail'],
  ['v=spf1 include:provider.example ~all', 'pass', 'softfail'],
  ['v=spf1 include:others.example ~all', 'softfail', 'softfail'],
  ['v=spf1 redirect=provider.example', 'pass', 'fail'],
  ['v=spf1 ip4:192.0.2.10 redirect=others.example', 'pass', 'fail'],
  ['v=spf1 exists:%{ir}.%{v}._spf.%{d} -all', 'pass', 'fail'],
  ['V=SPF1 IP4:192.0.2.10 -ALL', 'pass', 'fail'],
  ['v=spf1 -ip4:192.0.2.10 +all', 'fail', 'pass'],
  ['v=spf1 unknown=thing ip4:192.0.2.10 -all', 'pass', 'fail'],
  ['v=spf1', 'neutral', 'neutral'],
  ['v=spf1 ptr ~all', 'softfail', 'softfail'],
  ['v=spf10 ip4:192.0.2.10 -all', 'none', 'none'],
  ['something else', 'none', 'none'],
  ['v=spf1 ipv4:192.0.2.10 -all', 'permerror', 'permerror'],
  ['v=spf1 ip4:192.0.2.10/40 -all', 'permerror', 'permerror'],
  ['v=spf1 ip4 -all', 'permerror', 'permerror'],
  ['v=spf1 a: -all', 'permerror', 'permerror'],
  ['v=spf1 include:empty.example -all', 'permerror', 'permerror'],
  ['v=spf1 redirect=empty.example', 'permerror', 'permerror'],
  ['v=spf1 include:loop.example -all', 'permerror', 'permerror'],
  ['v=spf1 include:n0.example -all', 'permerror', 'permerror'],
  ['v=spf1 include:n4.example -all', 'pass', 'fail'],
  ['v=spf1 a:x.example a:y.example a:z.example ip4:192.0.2.10 -all', 'permerror', 'permerror'],
  ['v=spf1 a:x.example a:y.example ip4:192.0.2.10 -all', 'pass', 'fail'],
  ['v=spf1 include:slow.example -all', 'temperror', 'temperror'],
];

describe('an SPF record', () => {
  let server: DnsServer;
  before(async () => {
    server = await startDnsServer();
  });
  after(() => server.close());
  const ask = (ip: string, zone: Zone): ReturnType<typeof checkSpf> => {
    server.zone = { ...WORLD, ...zone };
    return checkSpf(createDns([server.address]), { ip, domain: 'mail.example', sender: 'letters@mail.example' });
  };

  for (const [record, ofRelay, ofStranger] of cases) {
    it(`"${record}" says ${ofRelay} of our relay and ${ofStranger} of a stranger`, async () => {
      const zone = { 'mail.example': records(record) };
      const answer = await ask(RELAY, zone);
      expect(answer.result, answer.because).to.equal(ofRelay);
      expect((await ask(STRANGER, zone)).result).to.equal(ofStranger);
    });
  }

  it('is found by IPv6 too', async () => {
    for (const record of [
      'v=spf1 ip6:2001:db8::/32 -all',
      'v=spf1 a:relay.example//64 -all',
      'v=spf1 ip6:2001:db8::25 -all',
    ]) {
      expect((await ask(SIX, { 'mail.example': records(record) })).result, record).to.equal('pass');
      expect((await ask('2001:db9::1', { 'mail.example': records(record) })).result, record).to.equal('fail');
    }
  });

  it('stands alone, is put together from its strings, and may be absent', async () => {
    const long = `v=spf1 ${'ip4:203.0.113.1 '.repeat(20)}ip4:192.0.2.10 -all`;
    expect((await ask(RELAY, { 'mail.example': records(long) })).result).to.equal('pass');
    expect((await ask(RELAY, { 'mail.example': { txt: ['v=spf1 -all', 'v=spf1 +all'] } })).result).to.equal(
      'permerror',
    );
    expect((await ask(RELAY, {})).result).to.equal('none');
  });

  it('may hold macros (RFC 7208, section 7.4)', () => {
    const values = { ip: '192.0.2.3', domain: 'email.example.com', sender: 'strong-bad@email.example.com' };
    const examples: readonly (readonly [string, string])[] = [
      ['%{s}', 'strong-bad@email.example.com'],
      ['%{o}', 'email.example.com'],
      ['%{d4}', 'email.example.com'],
      ['%{d3}', 'email.example.com'],
      ['%{d2}', 'example.com'],
      ['%{d1}', 'com'],
      ['%{dr}', 'com.example.email'],
      ['%{d2r}', 'example.email'],
      ['%{l}', 'strong-bad'],
      ['%{l-}', 'strong.bad'],
      ['%{lr-}', 'bad.strong'],
      ['%{l1r-}', 'strong'],
      ['%{ir}.%{v}._spf.%{d2}', '3.2.0.192.in-addr._spf.example.com'],
      ['%{lr-}.lp.%{ir}.%{v}._spf.%{d2}', 'bad.strong.lp.3.2.0.192.in-addr._spf.example.com'],
      ['%%%_%-', '% %20'],
    ];
    for (const [macro, meaning] of examples) expect(expandMacros(macro, values), macro).to.equal(meaning);
    const six = { ...values, ip: '2001:db8::cb01' };
    const digits = '1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2';
    expect(expandMacros('%{ir}.%{v}._spf.%{d2}', six)).to.equal(`${digits}.ip6._spf.example.com`);
  });

  it('may be any text: it is read or its bad term is named', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii' }), (text) => {
        const read = parseSpf(`v=spf1 ${text}`);
        if (typeof read === 'string') expect(text).to.include(read);
      }),
    );
  });
});
