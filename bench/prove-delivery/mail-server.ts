/**
 * A mail server in a process of its own that misbehaves by schedule and notes, before it answers, every letter that it
 * takes. Each process of the program has a port of its own here, so that the server knows whom it talks with.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { openSync, writeSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createRandom } from '../numbers.js';
import { chooseDeed, deliveryIdIn, killAt, refusalOf, type Deed, type Moment } from './misbehaviour.js';
import { converse, type Mail } from './smtp-session.js';

/** What the server is told at its start. */
export type MailServerOrder = { readonly seed: number; readonly ports: number; readonly logFile: string };

/** `bad`: things go wrong; `fair`: only refusals for good are left; `closed`: no connection is taken. */
export type Weather = 'bad' | 'fair' | 'closed';

/** What the server tells. */
export type MailServerMessage =
  | { readonly kind: 'listening'; readonly ports: readonly number[] }
  | { readonly kind: 'kill'; readonly port: number; readonly step: NonNullable<Deed['kills']> };

/** One line of the server's log. */
export type LogLine = { readonly did: string } | TakenLine;

/** A letter that was taken. */
export type TakenLine = {
  readonly deliveryId: string;
  readonly messageId: string;
  readonly to: string;
  /** Of the text behind the header. */
  readonly digest: string;
};

const order = JSON.parse(process.argv[2] ?? '') as MailServerOrder;
const random = createRandom(order.seed);
const log = openSync(order.logFile, 'a');
const sockets = new Set<Socket>();
let weather: Weather = 'bad';
let letters = 0;

const servers = Array.from({ length: order.ports }, (_, at) => createServer((socket) => welcome(socket, at)));
for (const server of servers) await listen(server, 0);
const ports = servers.map((server) => (server.address() as AddressInfo).port);
tell({ kind: 'listening', ports });

process.on('message', (wanted: Weather) => void change(wanted));
process.on('disconnect', () => process.exit());

function welcome(socket: Socket, at: number): void {
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
  converse(socket, {
    deed: (moment, from) => deedAt(moment, from),
    take: (mail) => write(takenLine(mail)),
    kill: (step) => tell({ kind: 'kill', port: ports[at] ?? 0, step }),
  });
}

function deedAt(moment: Moment, from: string): Deed | undefined {
  const refusal = refusalOf(moment, deliveryIdIn(from));
  const isBad = weather === 'bad' && refusal === undefined;
  const kill = isBad && moment === 'dot' ? killAt(++letters) : undefined;
  const deed = refusal ?? kill ?? (isBad ? chooseDeed(moment, random) : undefined);
  if (deed) write({ did: deed.name });
  return deed;
}

function takenLine({ from, to, content }: Mail): TakenLine {
  const body = content.slice(content.indexOf('\r\n\r\n'));
  const messageId = /^Message-ID:\s*(<[^>]*>)/im.exec(content)?.[1] ?? '';
  return { deliveryId: deliveryIdIn(from), messageId, to, digest: createHash('sha256').update(body).digest('hex') };
}

async function change(wanted: Weather): Promise<void> {
  const wasClosed = weather === 'closed';
  weather = wanted;
  if (wanted === 'closed') {
    write({ did: 'refuses connections' });
    for (const server of servers) server.close();
    for (const socket of sockets) socket.destroy();
  } else if (wasClosed) for (const [at, server] of servers.entries()) await listen(server, ports[at] ?? 0);
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
}

/** One write a line: it is out of this process before the server answers. */
function write(line: LogLine): void {
  writeSync(log, JSON.stringify(line) + '\n');
}

function tell(message: MailServerMessage): void {
  process.send?.(message);
}
