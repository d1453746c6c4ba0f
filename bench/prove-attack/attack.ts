import { mkdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDb, type Db } from '../../src/platform/db.js';
import { clarion } from '../prove-delivery/clarion.js';
import { KINDS, sendKind, type Kind, type Sent } from './bots.js';
import { createClient } from './client.js';
import { countUnderWay, listLetters, listRepeats, reconciles, watchProtection, type StoredLetter } from './evidence.js';
import { openMailbox, type Mailbox } from './mailbox.js';
import { openLinks, sendPeople, type Person } from './people.js';
import { probe, type Probed } from './probers.js';
import { startBoth, type Program } from './program.js';
import { CAMPAIGN, type Run } from './run.js';

export type AttackPlan = {
  readonly bots: number;
  readonly people: number;
  readonly overMs: number;
  readonly folder: string;
  /** `DATABASE_URL` and `REDIS_URL`, for the program over PostgreSQL and Redis. */
  readonly services: Readonly<Record<string, string>>;
  readonly say: (line: string) => void;
};

/** All that one run left behind. */
export type Outcome = {
  readonly people: readonly Person[];
  readonly sent: readonly Sent[];
  readonly probed: Probed;
  readonly mailbox: Mailbox;
  /** Before a reviewer looked, and after one let all letters of people go. */
  readonly before: readonly StoredLetter[];
  readonly after: readonly StoredLetter[];
  /** Letters that had reached their offices before a reviewer looked. */
  readonly unread: ReadonlySet<string>;
  readonly repeats: ReadonlySet<string>;
  readonly linksOpened: number;
  readonly protection: readonly string[];
  readonly isReconciled: boolean;
  readonly seconds: number;
};

/** Longest time for letters to leave after the last one was taken. */
const SETTLES_MS = 180_000;

/** Links of confirmation are opened so long after the last letter. */
const MAILS_TAKE_MS = 15_000;

/** Runs the program, lets people and bots at it, then a reviewer, and gathers what became of each letter. */
export async function attack(plan: AttackPlan): Promise<Outcome> {
  const start = performance.now();
  const { folder, services } = plan;
  mkdirSync(folder, { recursive: true });
  const mailbox = await openMailbox();
  const program = await startBoth({ folder, smtpUrl: mailbox.url, services });
  const db = openDb(program.env['DATABASE_URL'] ?? '');
  try {
    const met = await meet({ plan, program, mailbox, db });
    const unread = new Set(mailbox.letters.keys());
    const before = await listLetters(db);
    await reviewPeople({ plan, program, db }, { people: met.people, letters: before });
    const after = await listLetters(db);
    const isReconciled = await reconciles(db, program.env, after.length);
    const seconds = (performance.now() - start) / 1_000;
    return { ...met, mailbox, unread, before, after, repeats: await listRepeats(db), isReconciled, seconds };
  } finally {
    await db.destroy();
    await program.close();
    await mailbox.close();
  }
}

type Stage = { readonly plan: AttackPlan; readonly program: Program; readonly db: Db };
type Met = Pick<Outcome, 'people' | 'sent' | 'probed' | 'linksOpened' | 'protection'>;

/** Lets people and bots come, and waits until nothing is under way. */
async function meet({ plan, program, mailbox, db }: Stage & { readonly mailbox: Mailbox }): Promise<Met> {
  const client = createClient(program.url);
  const began = performance.now();
  const { bots, people: count, overMs, say } = plan;
  const at = (share: number): Promise<void> => sleep(Math.max(0, began + share * overMs - performance.now()));
  const run: Run = { client, mailbox, bots, people: count, at, opens: new Set(), listed: [] };
  const stopWatching = watchProtection(db, CAMPAIGN);
  let isOver = false;
  const opening = openLinks(run, () => isOver);
  const kinds = (Object.keys(KINDS) as Kind[]).filter((kind) => kind !== 'probers');
  say(`${count} people and ${bots} bots come, for ${Math.round(overMs / 1_000)} s.`);
  const [people, probed, ...sent] = await Promise.all([
    sendPeople(run),
    probe(run),
    ...kinds.map((kind) => sendKind(run, kind)),
  ]);
  say('All have sent. Letters leave, and links in mails are opened.');
  await sleep(MAILS_TAKE_MS);
  await settled(db);
  isOver = true;
  const linksOpened = await opening;
  const protection = await stopWatching();
  client.close();
  return { people, probed, sent: [...sent.flat(), ...probed.sent], linksOpened, protection };
}

/** Resolves once nothing is on its way, and once more after a while in which mails were opened. */
async function settled(db: Db): Promise<void> {
  const giveUpAt = performance.now() + SETTLES_MS;
  for (let quiet = 0; quiet < 5 && performance.now() < giveUpAt;) {
    quiet = (await countUnderWay(db)) === 0 ? quiet + 1 : 0;
    await sleep(2_000);
  }
}

const AT_ONCE = 100;

/** A reviewer lets go what people wrote. */
async function reviewPeople(
  { program, db, plan }: Stage,
  { people, letters }: { readonly people: readonly Person[]; readonly letters: readonly StoredLetter[] },
): Promise<void> {
  const receipts = new Set(people.map(({ receipt }) => receipt));
  const held = letters.filter(({ token, hold }) => hold === 'review' && receipts.has(token));
  plan.say(`A reviewer lets ${held.length} letters of people go.`);
  for (let at = 0; at < held.length; at += AT_ONCE) {
    const ids = held.slice(at, at + AT_ONCE).map(({ deliveryId }) => deliveryId);
    await clarion(program.env, ['deliveries', 'review', 'approve', ...ids]);
  }
  await settled(db);
}
