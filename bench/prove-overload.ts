/**
 * Proves that the server outlives those who mean it ill, on this machine's loopback only: thousands of connections that
 * rest, some hundred that send their headers bit by bit, and readers who take nothing of their answers, while somebody
 * opens pages all the time. Prints one table; exit 1 where somebody got no answer, or the server did not recover.
 * While the process is far behind, a page may be refused with 503; that is counted.
 * `npm run prove:overload -- [--connections N] [--slow N]`
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { tableText } from '../src/platform/command-line.js';
import { plainLoad } from './plain-load.js';
import { startProgram, type MeasuredServer } from './processes.js';

const PAGE = '/c/reauthorize-tvpa';

/** Beside the connections: files, the data base, the program's own. */
const OTHER_FILES = 500;

/** The server gives headers 10 s and looks every 2 s. */
const SLOW_SENDERS_MS = 15_000;

/** Connections that are opened at once; the system's own queue of them is no longer. */
const AT_ONCE = 200;

const { values } = parseArgs({
  options: {
    connections: { type: 'string', default: '10000' },
    slow: { type: 'string', default: '500' },
    /** Set where the limit of open files was raised already. */
    raised: { type: 'boolean', default: false },
  },
});
const [resting, slow] = [Number(values.connections), Number(values.slow)];

if (values.raised || openFiles() >= resting + OTHER_FILES) await prove();
else process.exitCode = withMoreFiles();

/** How many files this process may open, as its shell says. */
function openFiles(): number {
  const limit = execFileSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }).trim();
  return limit === 'unlimited' ? Infinity : Number(limit);
}

/** Runs this once more in a shell that may open more files; answers how that ended. */
function withMoreFiles(): number {
  const script = `ulimit -n ${resting + OTHER_FILES} && exec "$0" "$@"`;
  const args = [fileURLToPath(import.meta.url), '--raised', '--connections', String(resting), '--slow', String(slow)];
  const { status } = spawnSync('sh', ['-c', script, process.execPath, ...args], { stdio: 'inherit' });
  return status ?? 1;
}

async function prove(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'clarion-overload-'));
  const server = await startProgram({ folder });
  try {
    const rows = await run(server);
    process.stdout.write(`${tableText(rows)}\n`);
  } finally {
    await server.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Row = readonly string[];

async function run(server: MeasuredServer): Promise<Row[]> {
  const port = Number(new URL(server.url).port);
  await lookAt(server, 'a page, nobody else there');
  const alone = await lookAt(server, 'a page, nobody else there');
  const rested = await rest(port);
  const beside = await lookAt(server, `a page beside ${rested.length} connections at rest`);
  const again = await answeredAgain(rested);
  const dripping = await drip(port);
  const besideSlow = await lookAt(server, `a page beside ${slow} slow senders too`);
  const stalled = await stall(port);
  const besideStalled = await lookAt(server, `a page beside ${slow} who take nothing of their answers too`);
  await sleep(SLOW_SENDERS_MS);
  const cut = dripping.sockets.filter(({ destroyed, readableEnded }) => destroyed || readableEnded).length;
  dripping.stop();
  for (const socket of [...rested, ...stalled]) socket.destroy();
  const after = await lookAt(server, 'a page when all have gone');
  if (again < resting || cut < slow) process.exitCode = 1;
  return [
    ['', 'pages/s', 'p50 ms', 'p99 ms', 'refused', 'MB'],
    ...[alone, beside, besideSlow, besideStalled, after],
    [`connections at rest that were answered when they asked again: ${again} of ${resting}`],
    [`slow senders that were cut off: ${cut} of ${slow}`],
  ];
}

async function lookAt(server: MeasuredServer, what: string): Promise<Row> {
  const result = await plainLoad({ url: server.url + PAGE, connections: 10, seconds: 2 });
  const { 200: right = 0, 503: refused = 0, ...others } = result.statuses;
  if (right + refused === 0 || result.errors > 0 || Object.keys(others).length > 0) process.exitCode = 1;
  const figures = [result.perSecond, result.p50Ms, result.p99Ms, refused, server.residentMb()];
  return [what, ...figures.map((figure) => figure.toFixed(0))];
}

/** Connections that have asked once and stay open. */
async function rest(port: number): Promise<Socket[]> {
  const sockets: Socket[] = [];
  while (sockets.length < resting) {
    const count = Math.min(AT_ONCE, resting - sockets.length);
    const opened = await Promise.all(Array.from({ length: count }, () => open(port)));
    await Promise.all(opened.map(ask));
    sockets.push(...opened);
  }
  return sockets;
}

async function answeredAgain(sockets: readonly Socket[]): Promise<number> {
  let answered = 0;
  for (let at = 0; at < sockets.length; at += AT_ONCE) {
    const some = sockets.slice(at, at + AT_ONCE).filter(({ destroyed }) => !destroyed);
    const answers = await Promise.all(some.map(ask));
    answered += answers.filter((answer) => answer.startsWith('HTTP/1.1 200')).length;
  }
  return answered;
}

/** Senders of headers that never end. */
async function drip(port: number): Promise<{ readonly sockets: readonly Socket[]; readonly stop: () => void }> {
  const sockets = await Promise.all(Array.from({ length: slow }, () => open(port)));
  for (const socket of sockets) socket.resume().write(`GET ${PAGE} HTTP/1.1\r\nHost: letters.example\r\n`);
  const timer = setInterval(() => {
    for (const socket of sockets) if (socket.writable) socket.write('X-Slow: 1\r\n');
  }, 1_000);
  const stop = (): void => {
    clearInterval(timer);
    for (const socket of sockets) socket.destroy();
  };
  return { sockets, stop };
}

/** Readers who ask for the page many times over and read nothing. */
async function stall(port: number): Promise<Socket[]> {
  const sockets = await Promise.all(Array.from({ length: slow }, () => open(port)));
  const asked = `GET ${PAGE} HTTP/1.1\r\nHost: letters.example\r\n\r\n`.repeat(50);
  for (const socket of sockets) socket.pause().write(asked);
  return sockets;
}

async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').setEncoding('latin1');
  // The server may hang up at any moment; what matters is counted.
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** The answer's first part; empty where the server hung up. */
function ask(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    socket.once('data', resolve as (part: unknown) => void);
    socket.once('close', () => resolve(''));
    socket.write(`HEAD ${PAGE} HTTP/1.1\r\nHost: letters.example\r\n\r\n`);
  });
}
