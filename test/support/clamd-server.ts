import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

/** What the server does in place of an answer, to its last byte; `midway`: it closes after the first part of a file. */
export type ClamdTrouble =
  'silence' | 'closes' | 'midway' | 'resets' | 'half-closes' | 'endless' | { readonly says: string };

/** A virus scanner that speaks clamd's protocol and knows one signature: that of the EICAR test file. */
export type ClamdServer = {
  readonly url: string;
  /** Undefined: it works. */
  trouble: ClamdTrouble | undefined;
  /** StreamMaxLength. */
  maxBytes: number;
  /** How long it takes for a file. */
  delayMs: number;
  /** Every file that arrived whole. */
  readonly files: Buffer[];
  readonly commands: string[];
  /** The most files that it was busy with at a time. */
  readonly mostAtOnce: () => number;
  readonly close: () => Promise<void>;
};

/** The test file of EICAR, put together here, so that no scanner takes this file for one. */
export const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD', '-ANTIVIRUS-TEST-FILE!', '$H+H*'].join('');

/** Listens at a port of this machine, or at a socket with this path. */
export async function startClamdServer(path?: string): Promise<ClamdServer> {
  const sockets = new Set<Socket>();
  const busy = new Set<Socket>();
  let most = 0;
  const state = { trouble: undefined, maxBytes: 25_000_000, delayMs: 0, files: [], commands: [] };
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    serve(socket, clamd, (isBusy) => {
      if (isBusy) busy.add(socket);
      else busy.delete(socket);
      most = Math.max(most, busy.size);
    });
  });
  const clamd: ClamdServer = Object.assign(state, {
    url: '',
    mostAtOnce: () => most,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  });
  if (path === undefined) server.listen(0, '127.0.0.1');
  else server.listen(path);
  await once(server, 'listening');
  const url = path === undefined ? `tcp://127.0.0.1:${(server.address() as AddressInfo).port}` : `unix:${path}`;
  return Object.assign(clamd, { url });
}

function serve(socket: Socket, clamd: ClamdServer, tell: (isBusy: boolean) => void): void {
  let heard = Buffer.alloc(0);
  let command: string | undefined;
  const parts: Buffer[] = [];
  let isDone = false;
  const answer = (text: string): void => {
    isDone = true;
    tell(false);
    // The daemon closes behind its answer, also where more is on the way to it.
    if (!isTroubled(socket, clamd)) socket.end(`${text}\0`, () => socket.destroy());
  };
  const readPart = (): boolean => {
    if (isDone || heard.length < 4) return false;
    const length = heard.readUInt32BE();
    const size = parts.reduce((sum, part) => sum + part.length, 0);
    if (size + length > clamd.maxBytes) {
      answer('INSTREAM size limit exceeded. ERROR');
      return false;
    }
    if (heard.length < 4 + length) return false;
    parts.push(heard.subarray(4, 4 + length));
    heard = heard.subarray(4 + length);
    if (clamd.trouble === 'midway') socket.destroy();
    if (length > 0) return true;
    const file = Buffer.concat(parts);
    clamd.files.push(file);
    const verdict = file.includes(EICAR) ? 'Eicar-Test-Signature FOUND' : 'OK';
    setTimeout(() => answer(`stream: ${verdict}`), clamd.delayMs);
    isDone = true;
    return false;
  };
  socket.on('end', () => clamd.trouble !== 'silence' && socket.end());
  socket.on('data', (part) => {
    heard = Buffer.concat([heard, part]);
    const end = heard.indexOf('\0');
    if (command === undefined && end >= 0) {
      command = heard.toString('latin1', 0, end);
      clamd.commands.push(command);
      tell(true);
      heard = heard.subarray(end + 1);
      if (command === 'zPING') answer('PONG');
      else if (command !== 'zINSTREAM') answer('UNKNOWN COMMAND');
    }
    if (command === 'zINSTREAM') while (readPart());
  });
}

/** Does what was told in place of an answer. */
function isTroubled(socket: Socket, { trouble }: ClamdServer): boolean {
  if (typeof trouble === 'object') socket.end(trouble.says);
  else if (trouble === 'closes') socket.destroy();
  else if (trouble === 'resets' && socket.remoteAddress !== undefined) socket.resetAndDestroy();
  else if (trouble === 'resets') socket.destroy();
  else if (trouble === 'half-closes') socket.end();
  else if (trouble === 'endless') {
    const more = setInterval(() => socket.write('stream: '.repeat(1_000)), 5);
    socket.on('close', () => clearInterval(more));
  }
  return trouble !== undefined && trouble !== 'midway';
}
