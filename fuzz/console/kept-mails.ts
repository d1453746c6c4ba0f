import fc from 'fast-check';
import { fillParts } from '../../test/support/console-seed.js';
import { reportMail } from '../../test/support/bounce-mails.js';
import { mutate, mutations } from '../files/mutate.js';
import { hostileText } from '../hostile.js';
import { ask } from '../ask.js';
import { checkAnswer } from '../check-answer.js';
import type { Fuzzing } from '../target.js';
import { openConsole } from './open-console.js';

const TYPES = [
  ...['text/plain', 'text/html; charset=utf-16', 'multipart/report; report-type=delivery-status; boundary=b'],
  ...[
    'multipart/mixed; boundary=b',
    'multipart/alternative; boundary="b"',
    'message/delivery-status',
    'message/rfc822',
  ],
  ...[
    'message/feedback-report',
    'text/rfc822-headers',
    'application/octet-stream',
    'multipart/mixed',
    'text/plain; charset=x',
  ],
];
const ENCODINGS = ['7bit', 'base64', 'quoted-printable', 'x-uuencode', ''];
const HEADERS = [
  'From',
  'To',
  'Subject',
  'Message-ID',
  'Auto-Submitted',
  'Return-Path',
  'Reply-To',
  'X-Failed-Recipients',
  'Final-Recipient',
  'Status',
  'Action',
];
const VALUES = [
  ...[
    '<>',
    'MAILER-DAEMON@mx.example',
    '=?utf-8?B?4p=?=',
    '=?x?Q?=00?=',
    'auto-replied',
    '5.1.1',
    'failed',
    'rfc822; a@b.example',
  ],
];

const header = fc
  .tuple(fc.constantFrom(...HEADERS), fc.oneof(fc.constantFrom(...VALUES), hostileText))
  .map(([name, value]) => `${name}: ${value}`);
const { mail } = fc.letrec<{ mail: string; body: string }>((tie) => ({
  mail: fc
    .tuple(fc.array(header, { maxLength: 5 }), fc.constantFrom(...TYPES), fc.constantFrom(...ENCODINGS), tie('body'))
    .map(([headers, type, encoding, body]) =>
      [...headers, `Content-Type: ${type}`, `Content-Transfer-Encoding: ${encoding}`, '', body].join('\r\n'),
    ),
  body: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.array(hostileText, { maxLength: 6 }).map((lines) => lines.join('\r\n')),
    fc.array(tie('mail'), { maxLength: 3 }).map((parts) => `--b\r\n${parts.join('\r\n--b\r\n')}\r\n--b--\r\n`),
  ),
}));

const KINDS = ['bounced', 'noted', 'forwarded', 'kept', 'repeated', 'refused'];
const MOST_MS = 2_000;

/** Takes mails that nobody ever wrote, to a letter and to none, and opens the page of each that is kept for a person. */
export async function fuzzKeptMails(): Promise<Fuzzing> {
  const open = await openConsole(() => []);
  const raw = fc.oneof(
    mail.map((text) => Buffer.from(text)),
    fc.tuple(mail, mutations).map(([text, done]) => mutate(Buffer.from(text), done)),
    fc.tuple(hostileText, mutations).map(([text, done]) => mutate(reportMail({ text }), done)),
  );
  const sender = fc.constantFrom(undefined, '', 'mayor@council.example');
  const property = fc.asyncProperty(raw, sender, fc.boolean(), async (given, envelopeFrom, isKnown) => {
    await open.next();
    const { db, takeMail } = open.program.world();
    const [letter] = isKnown
      ? await db('deliveries').where({ state: 'sent' }).limit(1).select<{ id: string }[]>('id')
      : [];
    const before = process.cpuUsage();
    const taken = await takeMail({ raw: given, deliveryId: letter?.id, envelopeFrom }).catch(notNow);
    const { user, system } = process.cpuUsage(before);
    if (!KINDS.includes(taken)) throw new Error(`neither taken nor refused: ${taken}`);
    if ((user + system) / 1000 > MOST_MS) throw new Error(`took ${(user + system) / 1000} ms`);
    if (taken === 'kept') await openPage(open);
  });
  return { property, end: open.program.close };
}

/** Too many of a kind in a day wait until tomorrow. */
function notNow(error: unknown): string {
  if ((error as Error).constructor.name === 'NotNowError') return 'refused';
  throw error;
}

async function openPage({ program, seeded, headers }: Awaited<ReturnType<typeof openConsole>>): Promise<void> {
  const [newest] = await program.world().db('kept_mails').orderBy('id', 'desc').limit(1).select<{ id: string }[]>('id');
  const { owner } = seeded();
  const path = owner.base + fillParts('/letters/kept/:mail', { mail: newest?.id ?? '' });
  checkAnswer(await ask({ port: program.port, method: 'get', path, headers: headers() }));
}
