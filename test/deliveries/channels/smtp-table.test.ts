import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect } from 'chai';
import { causeWords } from '../../../src/deliveries/channels/smtp-causes.js';
import { readFailure, smtpTable, type Row, type Step } from '../../../src/deliveries/channels/smtp-table.js';
import { DeliveryError, type OutgoingLetter } from '../../../src/deliveries/delivery.js';
import { channelTo } from '../../support/channels.js';
import { startMailServer } from '../../support/mail-server.js';
import { startScriptedServer, type ScriptedServer } from '../../support/scripted-mail-server.js';

const letter: OutgoingLetter = {
  deliveryId: '01kaaaaaaaaaaaaaaaaaaaaaaa',
  to: { name: 'Mara Lindqvist', address: 'mayor@council.example' },
  supporter: { name: 'Ana Lima', email: 'ana@supporter.example' },
  organization: 'Safe Stays',
  subject: 'A subject',
  text: 'Dear Mayor,\n\nplease.\n',
};
/** Long enough to get through on a busy machine; only those who are met with silence wait for their end. */
const SHORT = { connectMs: 400, envelopeMs: 400, answerMs: 600 };
const LONG = { connectMs: 30_000, envelopeMs: 30_000, answerMs: 30_000 };

type Ended = { readonly error: DeliveryError; readonly heard: readonly string[] };

describe('the table of what mail servers answer', () => {
  for (const row of smtpTable) {
    const { at, says, reading, cause, examples } = row;
    it(`reads ${says.source.slice(0, 70)} at ${at.join(', ')} as ${reading}: ${cause}`, async () => {
      expect(examples).not.to.be.empty;
      const trials = at.flatMap((step) => examples.map((does) => ({ step, does })));
      await Promise.all(
        trials.filter((trial) => isFirst(row, trial)).map(async (trial) => expectRead(row, trial, await meet(trial))),
      );
    });
  }

  it('has an example of every row at each of its steps that no row above takes', () => {
    const shadowed = smtpTable.filter(
      (row) => !row.at.some((step) => row.examples.some((does) => isFirst(row, { step, does }))),
    );
    expect(shadowed).to.be.empty;
  });

  it('knows for every code at every step whether to come again', () => {
    const steps: readonly Step[] = ['connect', 'ehlo', 'starttls', 'auth', 'mail', 'rcpt', 'data', 'content'];
    for (const step of steps)
      for (let code = 200; code < 600; code++) {
        const { reading } = readFailure(step, `${code} anything`);
        const isAnswered = code >= 400;
        if (step === 'content' && !isAnswered) expect(reading, `${step} ${code}`).to.equal('unknown');
        else expect(reading, `${step} ${code}`).not.to.equal('unknown');
        if (code < 500) expect(reading, `${step} ${code}`).not.to.equal('permanent');
        if (['connect', 'ehlo', 'starttls', 'auth', 'mail'].includes(step))
          expect(reading, `${step} ${code}: our own server`).not.to.equal('permanent');
      }
  });

  it('reads an answer of several lines, and a code without words', async () => {
    const several = await meet({
      step: 'rcpt',
      does: '550-5.1.1 The mailbox that you tried\r\n550 5.1.1 does not exist',
    });
    expect(several.error).to.include({ permanent: true, isUnknown: false });
    expect(several.error.message).to.match(/^There is no such address: 550-5\.1\.1 .*does not exist$/);
    const bare = await meet({ step: 'rcpt', does: '550' });
    expect(bare.error).to.include({ permanent: true, answer: '550' });
  });

  it('is unsure when the connection is reset within the content', async () => {
    const { error } = await meet({ step: 'content', does: 'reset' }, 'x'.repeat(3_000_000));
    expect(error).to.include({ permanent: false, isUnknown: true, phase: 'content' });
  });

  it('tries again where nobody listens', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    const { error } = await sendTo(`smtp://127.0.0.1:${port}`);
    expect(error).to.include({ permanent: false, isUnknown: false, phase: 'connect' });
    expect(error.message).to.match(/^Our mail server could not be reached: .*ECONNREFUSED/);
  });

  it('believes no certificate that nobody vouches for, but for this very machine', async () => {
    const server = await startMailServer({ hasTls: true });
    const here = await sendTo(server.url);
    expect(here.error, 'on this machine').to.equal(undefined);
    const { error } = await sendTo(`${server.url}?tls.rejectUnauthorized=true`);
    await server.close();
    expect(error).to.include({ permanent: false, isUnknown: false, phase: 'connect', answer: undefined });
    expect(error.message).to.match(/^No safe connection to our mail server could be made: .*certificate/);
  });

  it('gives no password to another machine in the clear, unless it is told to', async () => {
    const server = await startScriptedServer({ at: 'starttls', does: '502 5.5.1 no TLS', offers: ['AUTH PLAIN'] });
    // Reached by an address that is not the loopback's.
    const url = server.url.replace('//127.0.0.1', '//ana:secret@0.0.0.0');
    const { error } = await sendTo(url);
    expect(error.message).to.equal('No safe connection to our mail server could be made: 502 5.5.1 no TLS');
    expect(server.heard.join()).not.to.match(/AUTH|MAIL/);
    const told = await startScriptedServer({ at: 'connect', does: '220 hello', offers: ['AUTH PLAIN'] });
    const open = await sendTo(`${told.url.replace('//127.0.0.1', '//ana:secret@0.0.0.0')}?requireTLS=false`);
    expect(open.error).to.equal(undefined);
    expect(told.heard.join()).to.match(/AUTH PLAIN .*MAIL FROM/);
    await Promise.all([server.close(), told.close()]);
  });

  it('tries again where the name of the server is not known', async () => {
    const { error } = await sendTo('smtp://no-such-host.invalid:25');
    expect(error).to.include({ permanent: false, isUnknown: false, phase: 'connect' });
    expect(error.message).to.match(
      /^Our mail server (?:could not be reached|fell silent)|^The mail server fell silent/,
    );
  });
});

type Trial = { readonly step: Step; readonly does: string };

/** Rows for `tls` and `unreachable` meet no answer; their servers are their own. */
const EVENTS = ['break', 'silence', 'tls', 'unreachable', 'size'];

function isFirst(row: Row, { step, does }: Trial): boolean {
  const says = EVENTS.includes(does) ? does : does.replace(/<[^>]*>|\S+@\S+/g, '');
  return smtpTable.find((one) => one.at.includes(step) && one.says.test(says)) === row;
}

function expectRead({ reading, cause }: Row, { step, does }: Trial, { error, heard }: Ended): void {
  const about = `${does} at ${step}`;
  expect(error, about).to.be.instanceOf(DeliveryError);
  expect(error.message, about).to.match(new RegExp(`^${causeWords[cause]}[:.]`));
  expect(error.permanent, about).to.equal(reading === 'permanent');
  expect(error.isUnknown, about).to.equal(reading === 'unknown');
  expect(error.refusedUs !== undefined, about).to.equal(reading === 'ours');
  expect(error.answer, about).to.equal(EVENTS.includes(does) ? undefined : does);
  expect(error.phase, about).to.equal(phaseOf(step, reading));
  expect(heard.includes('.'), `${about}: the content left`).to.equal(step === 'content');
}

function phaseOf(step: Step, reading: string): string {
  if (step === 'content') return reading === 'unknown' ? 'content' : 'answered';
  return ['mail', 'rcpt', 'data'].includes(step) ? 'envelope' : 'connect';
}

async function meet({ step, does }: Trial, text = letter.text): Promise<Ended> {
  if (does === 'unreachable') return sendTo('smtp://127.0.0.1:1');
  const server = await startScriptedServer(scriptOf(step, does));
  try {
    return await sendTo(urlFor(server, step, does), { server, text, timeouts: does === 'silence' ? SHORT : LONG });
  } finally {
    await server.close();
  }
}

function scriptOf(step: Step, does: string): Parameters<typeof startScriptedServer>[0] {
  if (does === 'size') return { at: 'content', does: '250 never', offers: ['SIZE 10'] };
  if (does === 'tls') return { at: 'starttls', does: 'plain' };
  return { at: step, does };
}

function urlFor({ url }: ScriptedServer, step: Step, does: string): string {
  if (does === 'tls' && step === 'connect') return url.replace('smtp:', 'smtps:');
  return step === 'auth' ? url.replace('//', '//ana:secret@') : url;
}

type Given = { readonly server?: ScriptedServer; readonly text?: string; readonly timeouts?: typeof LONG };

async function sendTo(url: string, { server, text = letter.text, timeouts = LONG }: Given = {}): Promise<Ended> {
  const channel = channelTo({ url }, { timeouts });
  const error: unknown = await channel
    .send({ ...letter, text }, () => Promise.resolve())
    .then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
  await channel.close();
  return { error: error as DeliveryError, heard: server?.heard ?? [] };
}
