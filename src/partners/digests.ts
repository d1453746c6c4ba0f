import {
  DeliveryError,
  GIVE_UP_AFTER_MS,
  pauseBeforeRetry,
  type Mailer,
  type SupporterMail,
} from '../deliveries/index.js';
import { rootOf } from '../counts/index.js';
import type { Clock } from '../platform/clock.js';
import { lastRestoredAt, mustNotSend } from '../platform/copies.js';
import { writing, type Db } from '../platform/db.js';
import type { Ids } from '../platform/ids.js';
import { keepDoing, type Keeping } from '../platform/keep-doing.js';
import { errorFacts, type Log } from '../platform/log.js';
import type { Seal } from '../platform/seal.js';
import type { Coalition } from './coalition.js';
import type { Coalitions } from './coalitions.js';
import { listCoalitionMilestones } from './coalition-milestones.js';
import { readNumbers } from './coalition-numbers.js';
import { unsubscribeLink } from './digest-choice.js';
import { digestWeek, weekBefore, type DigestWeek } from './digest-week.js';
import { digestWords, type DigestFacts, type Sums } from './digest-words.js';
import {
  claimDigest,
  endDigest,
  endLost,
  insertDigests,
  listReaderOf,
  listReaders,
  sumSources,
  type Digest,
  type DigestEnd,
  type Reader,
  type SourceSum,
} from './store-digests.js';

export type DigestTools = {
  readonly db: Db;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly seal: Seal;
  readonly log: Log;
  readonly mailer: Mailer;
  readonly coalitions: Coalitions;
  readonly baseUrl: string;
};

/** Longer than a mail server may take to answer the final dot. */
const LEASE_MS = 15 * 60_000;

const LOOK_EVERY_MS = 60_000;

/** Plans and sends digests again and again until it is stopped; any number of processes may. */
export function keepDigests(tools: DigestTools, everyMs = LOOK_EVERY_MS): Keeping {
  const failed = 'digests could not be planned or sent; the next look follows';
  return keepDoing(tools.log, { everyMs, failed, work: (signal) => sendDigests(tools, signal) });
}

/** Plans what is due by now and sends it, one mail after the other. */
export async function sendDigests(tools: DigestTools, signal?: AbortSignal): Promise<void> {
  const { db, clock } = tools;
  if (await mustNotSend(db)) return;
  const restoredAt = await lastRestoredAt(db);
  for (const coalition of await tools.coalitions.list()) await plan(tools, coalition, restoredAt);
  await writing(db, (trx) => endLost(trx, clock.now()));
  while (!signal?.aborted) {
    const now = clock.now();
    const digest = await writing(db, async (trx) =>
      (await mustNotSend(trx)) ? undefined : claimDigest(trx, { now, leaseUntil: now + LEASE_MS }),
    );
    if (!digest) return;
    const end = await trySending(tools, digest).catch((error: unknown) => endAfter(tools, digest, error));
    await writing(db, (trx) => endDigest(trx, digest, end));
  }
}

/** A week that was due when a backup was restored may have been sent after the backup was made: it is left out. */
async function plan({ db, clock, ids }: DigestTools, coalition: Coalition, restoredAt: number): Promise<void> {
  const now = clock.now();
  const week = digestWeek(now, coalition.timeZone);
  if (
    !week ||
    week.dueAt <= restoredAt ||
    coalition.endedAt !== null ||
    coalition.createdAt > week.dueAt ||
    coalition.campaignIds.length === 0
  )
    return;
  const readers = await listReaders(db, coalition, week);
  if (readers.length === 0) return;
  const about = { coalitionId: coalition.id, weekOn: week.weekOn, plannedAt: now };
  await writing(db, (trx) =>
    insertDigests(
      trx,
      readers.map((userId) => ({ id: ids.next(), userId, ...about })),
    ),
  );
}

async function trySending(tools: DigestTools, digest: Digest): Promise<DigestEnd> {
  const mail = await compose(tools, digest);
  if (!mail) return { state: 'dropped', reason: 'Nobody is to get it any more.', at: tools.clock.now() };
  const { state, response } = await tools.mailer.send(mail);
  return { state, reason: response, at: tools.clock.now() };
}

/** A mail of the rows as they are now; undefined where the coalition ended, or the reader left it or wants none. */
async function compose(tools: DigestTools, digest: Digest): Promise<SupporterMail | undefined> {
  const coalition = (await tools.coalitions.list()).find(({ id }) => id === digest.coalitionId);
  if (!coalition || coalition.endedAt !== null) return undefined;
  const readers = await listReaderOf(tools.db, coalition, digest.userId);
  const [reader] = readers;
  if (!reader) return undefined;
  const facts = await readFacts(tools, coalition, { readers, digest });
  return {
    id: digest.id,
    to: { name: reader.name, address: reader.email },
    fromName: coalition.name,
    ...digestWords(facts),
    unsubscribeUrl: facts.unsubscribeUrl,
  };
}

type About = { readonly readers: readonly Reader[]; readonly digest: Digest };

async function readFacts(tools: DigestTools, coalition: Coalition, { readers, digest }: About): Promise<DigestFacts> {
  const { db, baseUrl } = tools;
  const week = weekBefore(digest.weekOn, coalition.timeZone);
  const lastWeek = await sumSources(db, coalition.id, week);
  const inAll = await sumSources(db, coalition.id, { fromOn: '', toOn: week.toOn });
  const own = coalition.partners.filter((partner) =>
    readers.some(({ organizationId }) => organizationId === partner.organizationId),
  );
  const { slug } = coalition;
  return {
    coalition,
    week,
    numbers: await readNumbers(db, coalition),
    lastWeek: sumOf(lastWeek),
    own: own.map(({ name, code }) => ({
      name,
      lastWeek: sumOf(lastWeek.filter(({ source }) => rootOf(source) === code)),
      inAll: sumOf(inAll.filter(({ source }) => rootOf(source) === code)),
    })),
    milestones: await newMilestones(db, coalition, week),
    compareUrl: `${baseUrl}/compare/${slug}`,
    consoleUrl: `${baseUrl}/console/${readers[0]?.organization ?? ''}/coalitions/${slug}`,
    unsubscribeUrl: unsubscribeLink(tools, digest),
  };
}

/** What was recorded since the last digest, whenever it happened, and what the numbers reached in the week. */
async function newMilestones(db: Db, coalition: Coalition, { dueBefore, dueAt, fromOn, weekOn }: DigestWeek) {
  const recorded = await listCoalitionMilestones(db, coalition, { recorded: { from: dueBefore, before: dueAt } });
  return recorded.filter(({ id, on }) => id !== '' || (on >= fromOn && on < weekOn));
}

function sumOf(rows: readonly SourceSum[]): Sums {
  const sum = (of: (row: SourceSum) => number): number => rows.reduce((total, row) => total + of(row), 0);
  return {
    actions: sum((row) => row.actions),
    letters: sum((row) => row.letters),
    ownWords: sum((row) => row.ownWords),
  };
}

/** What follows a failed try: another one, or the end. A mail that may have arrived is not sent twice. */
function endAfter({ clock, ids, log }: DigestTools, digest: Digest, error: unknown): DigestEnd {
  const at = clock.now();
  if (!(error instanceof DeliveryError))
    log.error({ ...errorFacts(error), digest: digest.id }, 'sending a digest failed in an unexpected way');
  const { message, permanent, isUnknown } =
    error instanceof DeliveryError ? error : { message: 'It could not be made.', permanent: false, isUnknown: false };
  if (isUnknown) return { state: 'unknown', reason: message, at };
  if (permanent || at - digest.plannedAt >= GIVE_UP_AFTER_MS) return { state: 'failed', reason: message, at };
  return { state: 'waiting', reason: message, at, dueAt: at + pauseBeforeRetry(digest.attempts, ids.fraction()) };
}
