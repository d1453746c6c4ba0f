import { noteAct } from '../organizers/index.js';
import { forgetPeople } from '../partners/index.js';
import { writing, type Db } from '../platform/db.js';
import { keepDoing, type Keeping } from '../platform/keep-doing.js';
import type { Log } from '../platform/log.js';
import { erasureDigest, finishErasures, withdrawAll, type EraseTools } from './erase.js';
import { daysOf } from './periods.js';
import { cutoff, FIRST, stepContacts, stepPeople, stepTexts, type Step } from './retention.js';
import { lockPeople, wipePeople } from './store-erase.js';
import { insertErasures } from './store-erasures.js';
import { forgetOld } from './store-forget-old.js';
import { listAllSettings, type PeopleSettings } from './store-organization.js';
import {
  emptyRepeats,
  listCampaignIds,
  listEnded,
  listQuiet,
  listUsed,
  wipeContacts,
  wipeTexts,
  type Place,
} from './store-retention.js';
import { claimRun, endRun, findRun, insertRun, noteStep } from './store-runs.js';

const DAY_MS = 86_400_000;

/** A process that is silent for so long has lost its run to the next one. */
const LEASE_MS = 5 * 60_000;

/** For how many days a second letter under an address is kept, which nobody sends; its receipt shows it for as long. */
const KEEP_REPEATS_DAYS = 30;

const LOOK_EVERY_MS = 30_000;

export type KeepTools = EraseTools & { readonly log: Log };

/** Erases what is to be erased again and again until it is stopped; any number of processes may. */
export function keepPeriods(tools: KeepTools, everyMs = LOOK_EVERY_MS): Keeping {
  const failed = 'erasing failed; it goes on in a moment';
  return keepDoing(tools.log, { everyMs, failed, work: (signal) => eraseDue(tools, signal) });
}

/** Finishes erasures that waited for letters, forgets what has run out, and once a day erases what organizations keep no longer. */
export async function eraseDue(tools: KeepTools, signal?: AbortSignal): Promise<void> {
  await finishErasures(tools);
  const now = tools.clock.now();
  await writing(tools.db, (trx) => emptyRepeats(trx, cutoff(KEEP_REPEATS_DAYS, now)));
  await forgetOld(tools.db, now);
  for (const organization of await listAllSettings(tools.db)) {
    if (signal?.aborted) return;
    const days = daysOf(organization, 'texts');
    if (days !== undefined) await writing(tools.db, (trx) => emptyRepeats(trx, cutoff(days, now), organization.id));
    await runFor(tools, organization, signal);
  }
}

/** A run in hand: whose it is, and until when it is this process's. */
type Running = { readonly tools: KeepTools; readonly organization: PeopleSettings; leaseUntil: number };

async function runFor(tools: KeepTools, organization: PeopleSettings, signal?: AbortSignal): Promise<void> {
  const { db, clock } = tools;
  const now = clock.now();
  const organizationId = organization.id;
  const run = await findRun(db, organizationId);
  if (run && run.dueAt > now) return;
  if (!run) await writing(db, (trx) => insertRun(trx, organizationId, now));
  const leaseUntil = now + LEASE_MS;
  if (!(await writing(db, (trx) => claimRun(trx, { organizationId, now, leaseUntil })))) return;
  const running: Running = { tools, organization, leaseUntil };
  const isWhole =
    (await runContacts(running, signal)) && (await runTexts(running, signal)) && (await runPeople(running, signal));
  if (isWhole) await finishRun(running);
}

async function runContacts(running: Running, signal?: AbortSignal): Promise<boolean> {
  const { db, clock } = running.tools;
  const days = daysOf(running.organization, 'contacts');
  if (days === undefined) return true;
  const before = cutoff(days, clock.now());
  return inEachCampaign(running, (campaignId) =>
    goAlong(running, signal, {
      step: (after) => stepContacts(db, { campaignId, before, after }),
      wipe: async (trx, ids) => {
        await wipeContacts(trx, await listUsed(trx, ids, before));
        return { texts: 0, people: 0 };
      },
    }),
  );
}

async function runTexts(running: Running, signal?: AbortSignal): Promise<boolean> {
  const { db, clock } = running.tools;
  const days = daysOf(running.organization, 'texts');
  if (days === undefined) return true;
  const before = cutoff(days, clock.now());
  return inEachCampaign(running, (campaignId) =>
    goAlong(running, signal, {
      step: (after) => stepTexts(db, { campaignId, before, after }),
      // Looked at once more in the transaction: a letter may have been sent again meanwhile.
      wipe: async (trx, ids) => ({
        texts: await wipeTexts(trx, await listEnded(trx, ids, before), clock.now()),
        people: 0,
      }),
    }),
  );
}

/** Goes along each campaign of the organization, until one was not gone along to its end. */
async function inEachCampaign(running: Running, along: (campaignId: string) => Promise<boolean>): Promise<boolean> {
  for (const campaignId of await listCampaignIds(running.tools.db, running.organization.id))
    if (!(await along(campaignId))) return false;
  return true;
}

function runPeople(running: Running, signal?: AbortSignal): Promise<boolean> {
  const { tools, organization } = running;
  const organizationId = organization.id;
  const days = daysOf(organization, 'people');
  if (days === undefined) return Promise.resolve(true);
  const before = cutoff(days, tools.clock.now());
  return goAlong(running, signal, {
    step: (after) => stepPeople(tools.db, { organizationId, before, after }),
    wipe: async (trx, ids) => ({ texts: 0, people: await erasePeople(tools, trx, { ids, before }) }),
  });
}

type Along = {
  readonly step: (after: Place) => Promise<Step>;
  readonly wipe: (trx: Db, ids: readonly string[]) => Promise<{ readonly texts: number; readonly people: number }>;
};

/** Goes along a list step by step, each in a transaction of its own; false where it was stopped or lost its run. */
async function goAlong(running: Running, signal: AbortSignal | undefined, { step, wipe }: Along): Promise<boolean> {
  const { tools, organization } = running;
  for (let after: Place | undefined = FIRST; after;) {
    if (signal?.aborted) return false;
    const { ids, next }: Step = await step(after);
    const now = tools.clock.now();
    const lease = { organizationId: organization.id, now, leaseUntil: running.leaseUntil };
    const until = now + LEASE_MS;
    const isOurs = await writing(tools.db, async (trx) => {
      // Nobody else's run from here on: the row stays locked while this step is written.
      if (!(await noteStep(trx, lease, { texts: 0, people: 0, next: until }))) return false;
      const done = ids.length > 0 ? await wipe(trx, ids) : { texts: 0, people: 0 };
      return noteStep(trx, { ...lease, leaseUntil: until }, { ...done, next: until });
    });
    if (!isOurs) return false;
    running.leaseUntil = until;
    after = next;
  }
  return true;
}

/** Erases people whose period is over, as far as that still holds once they are locked; answers how many. */
async function erasePeople(
  tools: KeepTools,
  trx: Db,
  { ids, before }: { readonly ids: readonly string[]; readonly before: number },
): Promise<number> {
  const locked = await lockPeople(trx, ids);
  const quiet = new Set(await listQuiet(trx, ids, before));
  const over = locked.filter(({ supporter: { id, erasedAt, optedInAt } }) => {
    return quiet.has(id) && erasedAt === null && optedInAt === null;
  });
  if (over.length === 0) return 0;
  const at = tools.clock.now();
  await withdrawAll(tools, trx, { people: over, by: 'retention' });
  await insertErasures(
    trx,
    over.map(({ supporter, actionIds }) => ({
      id: tools.ids.next(),
      organizationId: supporter.organizationId,
      supporterId: supporter.id,
      addressDigest: erasureDigest(tools.seal, supporter.emailKey),
      why: 'retention' as const,
      waiting: 'cancel' as const,
      userId: null,
      who: 'Clarion',
      askedAt: at,
      doneAt: at,
      actions: actionIds.length,
    })),
  );
  await forgetPeople(
    tools,
    trx,
    over.map(({ supporter }) => supporter.id),
  );
  await wipePeople(trx, over, at);
  return over.length;
}

async function finishRun({ tools, organization }: Running): Promise<void> {
  const now = tools.clock.now();
  await writing(tools.db, async (trx) => {
    const run = await findRun(trx, organization.id);
    await endRun(trx, organization.id, { at: now, dueAt: now + DAY_MS });
    if (!run || run.texts + run.people === 0) return;
    await noteAct(tools, trx, {
      organizationId: organization.id,
      userId: null,
      who: 'Clarion',
      did: 'erased what is kept no longer',
      about: '',
      detail: `texts of ${counted(run.texts, 'action', 'actions')}, ${counted(run.people, 'person', 'people')}`,
    });
  });
}

function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
