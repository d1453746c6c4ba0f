import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import fc from 'fast-check';
import { openRelay } from '../../src/deliveries/channels/relay.js';
import { DeliveryError } from '../../src/deliveries/delivery.js';
import { hostileText } from '../hostile.js';
import type { Fuzzing } from '../target.js';

/** Nobody answers the mail of a try for longer. */
const WAITS = { connectMs: 250, envelopeMs: 250, answerMs: 250 };
const MOST_MS = 5_000;

/** What the server sends at each step; undefined is what it should, '' nothing at all, 'break' ends the connection. */
type Script = Readonly<Partial<Record<Step, string>>>;
const STEPS = ['connect', 'ehlo', 'mail', 'rcpt', 'data', 'content'] as const;
type Step = (typeof STEPS)[number];
const YES: Readonly<Record<Step, string>> = {
  connect: '220 relay.example ESMTP\r\n',
  ehlo: '250-relay.example\r\n250 8BITMIME\r\n',
  mail: '250 2.1.0 ok\r\n',
  rcpt: '250 2.1.5 ok\r\n',
  data: '354 go on\r\n',
  content: '250 2.0.0 taken\r\n',
};

const code = fc.oneof(
  fc.constantFrom('250', '251', '354', '421', '450', '452', '550', '552', '554', '535', '999', '000', '25', '2500'),
  fc.integer({ min: 100, max: 599 }).map(String),
);
const words = fc.oneof(
  hostileText,
  fc.constantFrom('5.1.1 no', '4.2.2 full', '2.0.0', '5.7.1 <a@b.example> no', 'x'.repeat(5_000), '5.1.1 '.repeat(900)),
);
const line = fc.tuple(code, fc.constantFrom(' ', '-', '', '\t'), words).map((parts) => parts.join(''));
const answer = fc.oneof(
  { weight: 6, arbitrary: line.map((one) => `${one}\r\n`) },
  { weight: 2, arbitrary: fc.array(line, { minLength: 2, maxLength: 4 }).map((all) => `${all.join('\r\n')}\r\n`) },
  { weight: 2, arbitrary: hostileText },
  { weight: 1, arbitrary: line.map((one) => `${one}\n`) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'break',
      '',
      '\r\n',
      '\r\n\r\n',
      '250-',
      '250 ok\r\n250 ok\r\n',
      'HTTP/1.1 400 Bad\r\n\r\n',
    ),
  },
);
const scripts: fc.Arbitrary<Script> = fc
  .array(fc.tuple(fc.constantFrom(...STEPS), answer), { minLength: 1, maxLength: 2 })
  .map((pairs) => Object.fromEntries(pairs));

/** What a server was sent and said in one try, over however many connections. */
type Heard = { readonly script: Script; readonly dots: string[]; isOver: boolean };

/**
 * Whether a server answers one command more than once. Nobody can tell which answer is whose then, and what it says of the
 * content may be what it had said of something else.
 */
function isOutOfStep(script: Script): boolean {
  return Object.values(script).some((says) => {
    const lines = says.split(/\r?\n|\r/).slice(0, -1);
    const codes = new Set(lines.map((one) => /^\d{3}/.exec(one)?.[0]));
    return codes.size > 1 || lines.filter((one) => !/^\d{3}-/.test(one)).length > 1;
  });
}

/** Sends a letter to a server that answers with anything: what is said of it afterwards is never too much. */
export async function fuzzRelay(): Promise<Fuzzing> {
  let heard: Heard = { script: {}, dots: [], isOver: false };
  let late: string | undefined;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const own = heard;
    keep(sockets, socket);
    converse(socket, (step) => {
      const says = own.script[step] ?? YES[step];
      if (step === 'content') own.dots.push(says);
      if (step === 'content' && own.isOver && !isOutOfStep(own.script))
        late = `content left after the end: ${JSON.stringify(own)}`;
      return says;
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const smtpUrl = `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const property = fc.asyncProperty(scripts, async (script) => {
    const own: Heard = { script, dots: [], isOver: false };
    heard = own;
    const relay = openRelay({ smtpUrl, timeouts: WAITS });
    const beganAt = performance.now();
    try {
      const outcome = await relay.submit(MESSAGE).catch((error: unknown) => error);
      own.isOver = true;
      if (performance.now() - beganAt > MOST_MS) throw new Error(`took ${performance.now() - beganAt} ms`);
      judge(outcome, own);
      if (late !== undefined) throw new Error(late);
    } finally {
      relay.close();
    }
  });
  const end = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  };
  return { property, end };
}

function keep(sockets: Set<Socket>, socket: Socket): void {
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
  socket.on('error', () => undefined);
}

const MESSAGE = {
  raw: Buffer.from('From: letters@mail.example\r\nTo: mayor@council.example\r\nSubject: x\r\n\r\nplease\r\n'),
  envelope: { from: 'letters@mail.example', to: 'mayor@council.example' },
  messageId: '<01k@mail.example>',
};

/** @throws Error where the outcome says more than is known */
function judge(outcome: unknown, heard: Heard): void {
  const [said] = heard.dots;
  const refuse = (what: string): never => {
    throw new Error(`${what}: ${JSON.stringify(heard).slice(0, 600)}`, { cause: outcome });
  };
  const mayBeMistaken = isOutOfStep(heard.script);
  if (heard.dots.length > 1 && !mayBeMistaken) refuse('sent twice');
  if (typeof outcome === 'string') {
    if (!mayBeMistaken && (said === undefined || !/^2/.test(said))) refuse('called taken, which it was not');
    return;
  }
  if (!(outcome instanceof DeliveryError)) return refuse('no plain failure');
  const { message, permanent, isUnknown, phase } = outcome;
  if (/[\u0000-\u001f\u007f-\u009f]/.test(message) || !message.isWellFormed() || message.length > 500)
    refuse('a reason that cannot be stored');
  if (permanent && isUnknown) refuse('both for good and unknown');
  if (said === undefined || isUnknown || mayBeMistaken) return;
  if (!/^[45]\d\d/m.test(said)) refuse('known, though nobody knows');
  if (phase !== 'answered') refuse(`in the phase ${phase}`);
}

const VERBS: readonly (readonly [RegExp, Step])[] = [
  [/^(?:EHLO|HELO)/i, 'ehlo'],
  [/^MAIL/i, 'mail'],
  [/^RCPT/i, 'rcpt'],
  [/^DATA/i, 'data'],
];

function converse(socket: Socket, says: (step: Step) => string): void {
  let [rest, isContent] = ['', false];
  const reply = (step: Step): void => {
    const text = says(step);
    if (text === 'break') socket.destroy();
    else socket.write(text);
    // As some servers do: whoever says yes at all waits for the content.
    if (step === 'data') isContent = /^[23]/.test(text);
  };
  socket.on('data', (part) => {
    const lines = (rest + part.toString('latin1')).split('\r\n');
    rest = lines.pop() ?? '';
    for (const one of lines) {
      if (isContent && one !== '.') continue;
      if (isContent) {
        isContent = false;
        reply('content');
        continue;
      }
      const step = VERBS.find(([verb]) => verb.test(one))?.[1];
      if (step) reply(step);
      else socket.write('250 2.0.0 ok\r\n');
    }
  });
  reply('connect');
}
