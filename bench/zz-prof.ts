import { mkdtempSync } from 'node:fs';
import { load } from './load.js';
import { createPeople, CAMPAIGN } from './action/people.js';
import { SECRET, startProgram, startHello } from './processes.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { createPostgres } from './services.js';
const folder = mkdtempSync('/tmp/prof-');
const connections = Number(process.argv[2] ?? 50);
const pg = process.argv[3] === 'pg' ? await createPostgres('postgres://root@127.0.0.1:5432/test', 'prof') : undefined;
const server = await startProgram({ folder, env: pg ? { DATABASE_URL: pg.url } : {}, nodeArgs: process.env['PROF'] ? ['--cpu-prof', '--cpu-prof-dir=' + folder] : [] });
const hello = await startHello();
const people = createPeople(SECRET);
const form = { url: `${server.url}/c/${CAMPAIGN}`, method: 'POST' as const, headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: people.form };
await load({ ...form, connections, seconds: 2 });
for (let i = 0; i < 2; i++) {
  const h0 = hello.processorSeconds()!; const h = await load({ url: hello.url, connections, seconds: 2 }); const h1 = hello.processorSeconds()!;
  const c0 = server.processorSeconds()!; const r = await load({ ...form, connections, seconds: 4 }); const c1 = server.processorSeconds()!;
  const count = r.perSecond * 4;
  console.log('hello/s', Math.round(h.perSecond), 'cpu us', Math.round((h1 - h0) * 1e6 / (h.perSecond * 2)), '| form/s', Math.round(r.perSecond), 'ratio', (r.perSecond / h.perSecond).toFixed(2), 'cpu us', Math.round((c1 - c0) * 1e6 / count), 'p50', r.p50Ms, 'p99', r.p99Ms, JSON.stringify(r.statuses));
}
process.kill(server.pid, 'SIGTERM');
await sleep(4000);
await hello.kill();
console.log(folder);
await pg?.close();
process.exit(0);
