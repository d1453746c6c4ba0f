import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import ipaddr from 'ipaddr.js';

/** What a name server knows of a name; `fails` is its answer to every question about it. */
export type Zone = Readonly<
  Record<
    string,
    {
      /** Each text is cut into strings of 255 octets. */
      readonly txt?: readonly string[];
      readonly mx?: readonly string[];
      readonly ip?: readonly string[];
      readonly fails?: 'SERVFAIL' | 'silence';
    }
  >
>;

/** A real name server on this machine, over UDP. */
export type DnsServer = { readonly address: string; zone: Zone; readonly close: () => Promise<void> };

const TYPES = { A: 1, MX: 15, TXT: 16, AAAA: 28 } as const;
const NOERROR = 0;
const SERVFAIL = 2;
const NXDOMAIN = 3;

export async function startDnsServer(zone: Zone = {}): Promise<DnsServer> {
  const told = { zone };
  const socket = createSocket('udp4');
  socket.on('message', (query, peer) => {
    const answer = answerTo(query, told.zone);
    if (answer) socket.send(answer, peer.port, peer.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    get zone() {
      return told.zone;
    },
    set zone(next) {
      told.zone = next;
    },
    close: () =>
      new Promise((resolve) => {
        socket.close(resolve);
      }),
  };
}

/** A message with the question repeated and its answers (RFC 1035, section 4). */
function answerTo(query: Buffer, zone: Zone): Buffer | undefined {
  const { name, end } = readName(query, 12);
  const type = query.readUInt16BE(end);
  const known = zone[name.toLowerCase()];
  if (known?.fails === 'silence') return undefined;
  const code = known?.fails ? SERVFAIL : known ? NOERROR : NXDOMAIN;
  const records = known && code === NOERROR ? dataOf(known, type) : [];
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8580 | code, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(records.length, 6);
  return Buffer.concat([header, query.subarray(12, end + 4), ...records.map((data) => recordOf(type, data))]);
}

function dataOf({ txt = [], mx = [], ip = [] }: Zone[string], type: number): Buffer[] {
  if (type === TYPES.TXT) return txt.map(textData);
  if (type === TYPES.MX) return mx.map((host, index) => Buffer.concat([Buffer.from([0, 10 + index]), nameData(host)]));
  const bytes = ip.map((address) => ipaddr.parse(address).toByteArray());
  const length = { [TYPES.A]: 4, [TYPES.AAAA]: 16 }[type];
  return bytes.filter((address) => address.length === length).map((address) => Buffer.from(address));
}

/** The name is a pointer to the question. */
function recordOf(type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(60, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

function textData(text: string): Buffer {
  const strings = text.match(/.{1,255}/g) ?? [''];
  return Buffer.concat(strings.map((part) => Buffer.concat([Buffer.from([part.length]), Buffer.from(part)])));
}

function nameData(name: string): Buffer {
  const labels = name.split('.').filter(Boolean);
  return Buffer.concat([
    ...labels.map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])),
    Buffer.from([0]),
  ]);
}

function readName(message: Buffer, start: number): { readonly name: string; readonly end: number } {
  const labels: string[] = [];
  let at = start;
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.'), end: at + 1 };
}
