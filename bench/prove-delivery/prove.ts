import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { openDb } from '../../src/platform/db.js';
import { programPath } from '../../src/platform/paths.js';
import type { Parts } from '../../src/serve.js';
import { clarion } from './clarion.js';
import { harm, type Ground } from './faults.js';
import { judge, type Verdict } from './judge.js';
import { startMailServer } from './mail-process.js';
import { startProcesses, type Slot } from './processes.js';
import type { Run } from './run.js';
import {
  createDisk,
  createPostgres,
  createRedis,
  freePort,
  type OwnDisk,
  type OwnPostgres,
  type OwnRedis,
} from '../services.js';
import { settle, type Settled } from './settle.js';
import { SERVER_STEPS, WEB_STEPS, WORKER_STEPS } from './steps.js';
import { postActions, type Posted } from './supporters.js';
import type { Tally } from './tally.js';

/** How the program is set up in one part of the proof. */
export type Setup = {
  readonly name: string;
  readonly kind: 'postgres' | 'sqlite';
  readonly parts: Readonly<Record<string, Parts>>;
};

export const setups: readonly Setup[] = [
  {
    name: 'PostgreSQL + Bull',
    kind: 'postgres',
    parts: {
      'web-1': { web: true, worker: false },
      'web-2': { web: true, worker: false },
      'worker-1': { web: false, worker: true },
      'worker-2': { web: false, worker: true },
    },
  },
  {
    name: 'SQLite + embedded',
    kind: 'sqlite',
    parts: { start: { web: true, worker: true }, worker: { web: false, worker: true } },
  },
];

export type Plan = { readonly people: number; readonly overMs: number; readonly postgresUrl: string };

/** What one setup went through and how it came out. */
export type Result = {
  readonly setup: Setup;
  readonly posted: Posted;
  readonly kills: Tally;
  readonly ends: Tally;
  readonly faults: Tally;
  readonly deeds: readonly string[];
  readonly settled: Settled;
  readonly verdict: Verdict;
  /** Named steps at which nobody died: then the proof has a hole. */
  readonly stepsMissed: readonly string[];
  readonly seconds: number;
};

/** Closes what was opened, last opened first, whatever happens. */
type Closing = (() => unknown)[];

/** Takes one setup through the storm and judges it. */
export async function prove(run: Run, setup: Setup, plan: Plan): Promise<Result> {
  const closing: Closing = [];
  try {
    return await proveOn(run, { setup, plan, closing });
  } finally {
    for (const close of closing.reverse()) await Promise.resolve(close()).catch(() => undefined);
  }
}

type Proving = { readonly setup: Setup; readonly plan: Plan; readonly closing: Closing };

async function proveOn(run: Run, proving: Proving): Promise<Result> {
  const { setup, plan, closing } = proving;
  const start = performance.now();
  const services = await openServices(run, proving);
  const mail = await startMailServer(run, Object.keys(setup.parts).length);
  closing.push(mail.close);
  const env = { ...services.env, ...SETTINGS };
  const campaigns = await loadCampaigns(run, env);
  const { slots, addresses } = await seatsOf(setup, env, mail.ports);
  const processes = await startProcesses(run, slots);
  closing.push(processes.stop);
  mail.onKill((port, step) => {
    const slot = slots.find(({ smtpPort }) => smtpPort === port);
    if (slot) processes.kill(slot, step);
  });
  run.say(`${setup.name}: people come, and things go wrong`);
  const weather = { isStormy: true };
  const { people, overMs } = plan;
  const [posted, faults] = await Promise.all([
    postActions(run, { addresses, campaigns, people, overMs, isMore: () => weather.isStormy }),
    storm(run, { ...services, processes, mail }, overMs).finally(() => (weather.isStormy = false)),
  ]);
  run.say(`${setup.name}: fair weather; what is left comes to its end`);
  const db = openDb(services.env.DATABASE_URL);
  closing.push(() => db.destroy());
  const settled = await settle(run, { processes, mail, db, env });
  const log = mail.log();
  const verdict = await judge({ db, env, log, acknowledged: posted.acknowledged });
  const { kills, ends } = processes;
  const deeds = log.flatMap((line) => ('did' in line ? [line.did] : []));
  const seconds = (performance.now() - start) / 1000;
  return { setup, posted, kills, ends, faults, deeds, settled, verdict, stepsMissed: stepsMissed(kills), seconds };
}

/** On a busy machine processes start slowly and die seldom: then the storm lasts longer, up to so many times. */
const LONGEST_STORM = 3;

/** Lasts until somebody has died at every step. Who has not been let in by its end comes to processes that live on. */
async function storm(run: Run, ground: Ground, overMs: number): Promise<Tally> {
  const start = performance.now();
  const isOver = (): boolean => {
    const goneMs = performance.now() - start;
    const isEnough = stepsMissed(ground.processes.kills).length === 0;
    return goneMs > overMs * LONGEST_STORM || (goneMs > overMs && isEnough);
  };
  const faults = await harm(run, ground, isOver);
  for (const step of stepsMissed(ground.processes.kills)) run.say(`nobody died ${step}`);
  await ground.processes.calm();
  return faults;
}

const SETTINGS = {
  SECRET: 'a secret for this proof only',
  MAIL_FROM: 'letters@mail.example',
  LOG_LEVEL: 'warn',
} as const;

function stepsMissed(kills: Tally): string[] {
  const died = new Set(kills.entries().map(([step]) => step));
  return [...WEB_STEPS, ...WORKER_STEPS, ...SERVER_STEPS].filter((step) => !died.has(step));
}

type Services = {
  readonly env: { readonly DATABASE_URL: string; readonly REDIS_URL?: string };
  readonly postgres?: OwnPostgres;
  readonly redis?: OwnRedis;
  readonly disk?: OwnDisk;
};

async function openServices(run: Run, { setup, plan, closing }: Proving): Promise<Services> {
  if (setup.kind === 'sqlite') {
    const disk = createDisk(run.file('disk'));
    closing.push(disk.close);
    return { disk, env: { DATABASE_URL: `sqlite:${disk.folder}/clarion.sqlite` } };
  }
  const postgres = await createPostgres(plan.postgresUrl, 'prove');
  closing.push(postgres.close);
  const redis = await createRedis(run.file('.'));
  closing.push(redis.close);
  return { postgres, redis, env: { DATABASE_URL: postgres.url, REDIS_URL: redis.url } };
}

/** The shipped campaign for a city, and its twin that sends unknown letters again by itself. */
async function loadCampaigns(run: Run, env: Readonly<Record<string, string>>): Promise<string[]> {
  const shipped = programPath('campaigns', 'harbourview-hotel-training');
  const twin = run.file('harbourview-resending');
  mkdirSync(twin);
  cpSync(shipped, twin, { recursive: true });
  const file = `${twin}/campaign.yaml`;
  writeFileSync(file, `${readFileSync(file, 'utf8')}\ndelivery:\n  if_unknown: resend\n`);
  for (const folder of [shipped, twin]) await clarion(env, ['campaigns', 'load', folder]);
  return ['harbourview-hotel-training', 'harbourview-resending'];
}

async function seatsOf(
  setup: Setup,
  env: Readonly<Record<string, string>>,
  mailPorts: readonly number[],
): Promise<{ readonly slots: readonly Slot[]; readonly addresses: readonly string[] }> {
  const slots: Slot[] = [];
  const addresses: string[] = [];
  for (const [at, [name, parts]] of Object.entries(setup.parts).entries()) {
    const [port, smtpPort] = [await freePort(), mailPorts[at] ?? 0];
    const own = { PORT: String(port), SMTP_URL: `smtp://127.0.0.1:${smtpPort}` };
    slots.push({ name, parts, smtpPort, env: { ...env, ...own } });
    if (parts.web) addresses.push(`http://127.0.0.1:${port}`);
  }
  return { slots, addresses };
}
