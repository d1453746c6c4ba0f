import type { Socket } from 'node:net';
import type { Deed, Moment } from './misbehaviour.js';

/** A mail whose final dot was read. */
export type Mail = { readonly from: string; readonly to: string; readonly content: string };

/** What a conversation asks the server behind it. */
export type Host = {
  /** What goes wrong at this moment; undefined is a yes. */
  readonly deed: (moment: Moment, from: string) => Deed | undefined;
  /** Notes for good that a mail was taken. */
  readonly take: (mail: Mail) => void;
  readonly kill: (step: NonNullable<Deed['kills']>) => void;
};

/** A conversation and how far it has come. */
type Talk = {
  readonly socket: Socket;
  readonly host: Host;
  unread: string;
  /** The content of a mail is coming. */
  isReading: boolean;
  isDeaf: boolean;
  from: string;
  to: string;
};

/** Speaks SMTP (RFC 5321) with one client, as badly as the host asks. */
export function converse(socket: Socket, host: Host): void {
  const talk: Talk = { socket, host, unread: '', isReading: false, isDeaf: false, from: '', to: '' };
  socket.setEncoding('latin1');
  socket.on('error', () => undefined);
  socket.on('data', (part) => {
    talk.unread += part.toString();
    while (readOne(talk));
  });
  answer(talk, 'connect', '220 mail.example ESMTP');
}

/** Takes one command, or one content to its final dot; answers whether there was one. */
function readOne(talk: Talk): boolean {
  const mark = talk.isReading ? '\r\n.\r\n' : '\r\n';
  const at = talk.unread.indexOf(mark);
  if (at < 0 || talk.isDeaf) return false;
  const read = talk.unread.slice(0, at);
  talk.unread = talk.unread.slice(at + mark.length);
  if (talk.isReading) endContent(talk, read);
  else obey(talk, read);
  return true;
}

function obey(talk: Talk, line: string): void {
  const verb = line.slice(0, 4).toUpperCase();
  const address = /<([^>]*)>/.exec(line)?.[1] ?? '';
  if (verb === 'MAIL') {
    talk.from = address;
    answer(talk, 'MAIL', '250 2.1.0 Yes');
  } else if (verb === 'RCPT') {
    talk.to = address;
    answer(talk, 'RCPT', '250 2.1.5 Yes');
  } else if (verb === 'DATA') talk.isReading = answer(talk, 'DATA', '354 Go on') && answer(talk, 'content');
  else if (verb === 'QUIT') talk.socket.end('221 2.0.0 Goodbye\r\n');
  else talk.socket.write('250 Yes\r\n');
}

function endContent(talk: Talk, content: string): void {
  const { host, from, to } = talk;
  talk.isReading = false;
  const deed = host.deed('dot', from);
  if (!deed || deed.takes) host.take({ from, to, content });
  if (deed?.kills) host.kill(deed.kills);
  if (deed) misbehave(talk, deed);
  else talk.socket.write('250 2.0.0 Taken\r\n');
}

/** Says yes, unless something goes wrong here; answers whether nothing does. */
function answer(talk: Talk, moment: Moment, yes?: string): boolean {
  const deed = talk.host.deed(moment, talk.from);
  if (deed) misbehave(talk, deed);
  else if (yes !== undefined) talk.socket.write(yes + '\r\n');
  return deed === undefined;
}

function misbehave(talk: Talk, deed: Deed): void {
  const { socket } = talk;
  if (deed.resets) socket.resetAndDestroy();
  if (deed.hangs || deed.kills || deed.resets) {
    talk.isDeaf = true;
    return;
  }
  const reply = deed.reply ?? '';
  setTimeout(() => {
    if (reply.startsWith('421')) socket.end(reply + '\r\n');
    else if (!socket.destroyed) socket.write(reply + '\r\n');
  }, deed.waitMs ?? 0);
}
