import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

/** Where a conversation can go wrong. */
export type ScriptStep = 'connect' | 'ehlo' | 'starttls' | 'auth' | 'mail' | 'rcpt' | 'data' | 'content';

/** What the server does at one step: an answer word for word, nothing, or an end to the connection. */
export type Script = {
  readonly at: ScriptStep;
  /** `550 5.1.1 no`, `silence`, `break`, `reset`, or at STARTTLS `plain`: yes, and then no TLS. */
  readonly does: string;
  /** What EHLO offers besides, `SIZE 10`. */
  readonly offers?: readonly string[];
};

/** A mail server that says yes to all but one step; where smtp-server is too well-behaved. */
export type ScriptedServer = {
  readonly url: string;
  /** Every line it was sent, content included. */
  readonly heard: string[];
  readonly close: () => Promise<void>;
};

const YES: Readonly<Record<ScriptStep, string>> = {
  connect: '220 scripted.example ESMTP',
  ehlo: '250 scripted.example',
  starttls: '220 go ahead',
  auth: '235 2.7.0 welcome',
  mail: '250 2.1.0 ok',
  rcpt: '250 2.1.5 ok',
  data: '354 go on',
  content: '250 2.0.0 taken',
};

const VERBS: readonly (readonly [RegExp, ScriptStep])[] = [
  [/^(?:EHLO|HELO)/i, 'ehlo'],
  [/^STARTTLS/i, 'starttls'],
  [/^AUTH/i, 'auth'],
  [/^MAIL/i, 'mail'],
  [/^RCPT/i, 'rcpt'],
  [/^DATA/i, 'data'],
];

export async function startScriptedServer(script: Script): Promise<ScriptedServer> {
  const heard: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    converse(socket, script, heard);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function converse(socket: Socket, script: Script, heard: string[]): void {
  let isContent = false;
  let isPlain = false;
  let rest = '';
  const reply = (step: ScriptStep): void => {
    if (step === script.at) {
      isPlain = script.does === 'plain';
      act(socket, script.does);
      return;
    }
    if (step === 'data') isContent = true;
    if (step !== 'ehlo') socket.write(`${YES[step]}\r\n`);
    else socket.write([...offers(script).map((offer) => `250-${offer}\r\n`), `${YES.ehlo}\r\n`].join(''));
  };
  const hear = (line: string): void => {
    heard.push(line);
    if (isContent && line !== '.') return;
    if (isContent) {
      isContent = false;
      reply('content');
      return;
    }
    const step = VERBS.find(([verb]) => verb.test(line))?.[1];
    if (step) reply(step);
    else socket.write('250 2.0.0 ok\r\n');
  };
  socket.on('data', (part) => {
    if (isPlain) {
      socket.write('500 this is no command\r\n');
      return;
    }
    const lines = (rest + part.toString('latin1')).split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) hear(line);
    // What breaks behind the content does so before its end.
    if (isContent && script.at === 'content' && script.does === 'reset') socket.resetAndDestroy();
  });
  reply('connect');
}

function offers({ at, offers: besides = [] }: Script): readonly string[] {
  return ['8BITMIME', ...(at === 'starttls' ? ['STARTTLS'] : []), ...(at === 'auth' ? ['AUTH PLAIN'] : []), ...besides];
}

function act(socket: Socket, does: string): void {
  if (does === 'break') socket.destroy();
  else if (does === 'reset') socket.resetAndDestroy();
  else if (does === 'plain') socket.write(`${YES.starttls}\r\n`);
  else if (/^\d/.test(does)) socket.write(`${does}\r\n`);
}
