/**
 * Measures one and two `clarion web`, then one and two `clarion worker`, over the same PostgreSQL and Redis. Where load,
 * PostgreSQL and programs share two cores, two cannot be quicker than one by the clock; so each process is also given the
 * same small share of a core, and then two must do what two shares allow, unless something in PostgreSQL or Redis makes
 * one wait for the other. What each letter costs whom is what the capacity plan counts with.
 * `npm run bench:scale -- [--rounds N] [--seconds N] [--share N] [--postgres URL]`
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { LET_IN, turnProtectionOff } from './action/let-in.js';
import { isMain } from './action/is-main.js';
import { startSink } from './delivery/fork.js';
import { startProgram, type MeasuredServer } from './processes.js';
import { canGovern, startGovernor } from './scale/govern.js';
import { measureWebs } from './scale/measure-webs.js';
import { measureWorkers } from './scale/measure-workers.js';
import { watch } from './scale/spent.js';
import { createPostgres, createRedis } from './services.js';
import { measuredText, type Measured } from './table.js';

export type ScaleOptions = {
  readonly rounds: number;
  /** Of each load in each round. */
  readonly seconds: number;
  readonly postgres: string;
  /** Of a core, for each process that is held to one; a fifth where nothing is said. */
  readonly share?: number;
};

/** Web processes, then workers over the letters that the web processes took. */
export async function measureScale({ share = 0.2, ...options }: ScaleOptions): Promise<Measured[]> {
  if (!canGovern)
    return [{ what: 'scale-out: this system does not tell what a process uses', ratio: NaN, aim: undefined }];
  const folder = mkdtempSync(join(tmpdir(), 'clarion-scale-'));
  const postgres = await createPostgres(options.postgres, 'scale');
  const redis = await createRedis(folder);
  const sink = await startSink();
  const governor = startGovernor();
  const watching = watch(postgres, redis);
  const webs: MeasuredServer[] = [];
  const env = {
    ...LET_IN,
    DATABASE_URL: postgres.url,
    REDIS_URL: redis.url,
    SMTP_URL: sink.url,
    MAIL_FROM: 'letters@mail.example',
  };
  const plan = { ...options, share, governor, watching };
  try {
    for (const name of ['one', 'two']) webs.push(await startProgram({ folder: join(folder, name), env }));
    await turnProtectionOff(postgres.url);
    const ofWebs = await measureWebs(webs, plan);
    for (const web of webs.splice(0)) await web.kill();
    return [...ofWebs, ...(await measureWorkers({ folder, env }, plan))];
  } finally {
    await governor.close();
    for (const web of webs) await web.kill();
    await sink.close();
    await watching.close();
    await redis.close();
    await postgres.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

if (isMain(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '4' },
      share: { type: 'string', default: '0.2' },
      postgres: { type: 'string', default: 'postgres://root@127.0.0.1:5432/test' },
    },
  });
  const [rounds, seconds, share] = [values.rounds, values.seconds, values.share].map(Number);
  if (!rounds || !seconds || !share) throw new Error('Numbers above 0 are wanted.');
  const measured = await measureScale({ rounds, seconds, share, postgres: values.postgres });
  process.stdout.write(`${measuredText(measured)}\n`);
}
