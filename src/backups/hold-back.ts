import { holdRestored } from '../deliveries/index.js';
import { momentText, type Clock } from '../platform/clock.js';
import { isLoaded, mustNotSend, noteHome } from '../platform/copies.js';
import { alone, type Db } from '../platform/db.js';
import type { Ids } from '../platform/ids.js';
import { keepDoing, type Keeping } from '../platform/keep-doing.js';
import type { Log } from '../platform/log.js';
import { closeCopies, dropMails, findCopied, markAsCopy, newestMoment } from './store.js';

export type HoldBackTools = { readonly db: Db; readonly clock: Clock; readonly ids: Ids };

/** What was held back in a data base that was restored. */
export type HeldBack = {
  /** Of what moment the backup is. */
  readonly takenAt: number;
  readonly heldLetters: number;
  /** Mails to supporters and members that are not sent any more. */
  readonly endedMails: number;
};

/** Any number that no other lock of the data base has. */
const LOCK = 7_511_903;

/** Letters of one statement. */
const STEP = 1_000;

const LOOK_EVERY_MS = 2_000;

/**
 * In a data base that was restored from a backup, holds back every letter that waits or is on its way, and ends every
 * mail that waits: they may have been sent since. All of it in one transaction, before which no worker sends anything.
 * Answers undefined where this is no copy, or was looked at before.
 */
export async function holdBack({ db, clock, ids }: HoldBackTools): Promise<HeldBack | undefined> {
  if (!(await mustNotSend(db))) return undefined;
  return alone(db, LOCK, async (trx) => {
    const at = clock.now();
    if (await isLoaded(trx)) {
      await markAsCopy(trx, { id: ids.next(), takenAt: (await newestMoment(trx)) ?? at });
      await noteHome(trx, at);
    }
    const takenAt = await findCopied(trx);
    if (takenAt === undefined) return undefined;
    const since = `The database was restored from a backup of ${momentText(takenAt, 'utc')}`;
    const reason = `${since}; this letter may have been sent after it.`;
    const heldLetters = await holdAll(trx, { at, reason, eventId: ids.next });
    const endedMails = await dropMails(trx, { at, reason: `${since}; this mail may have been sent after it.` });
    await closeCopies(trx, at);
    return { takenAt, heldLetters, endedMails };
  });
}

async function holdAll(trx: Db, deed: Omit<Parameters<typeof holdRestored>[1], 'limit'>): Promise<number> {
  for (let letters = 0; ;) {
    const held = await holdRestored(trx, { ...deed, limit: STEP });
    if (held === 0) return letters;
    letters += held;
  }
}

/** What was held back, as a line for who started the program. */
export function heldBackText({ takenAt, heldLetters, endedMails }: HeldBack): string {
  return `This database was restored from a backup of ${momentText(takenAt, 'utc')}. What may have been sent since is held back: ${heldLetters} letters, and ${endedMails} mails that are not sent any more. New letters go out. What to do now: clarion restore settle`;
}

/** Looks again and again, for a dump may be loaded under a running worker; until then its claims find nothing. */
export function keepHoldingBack(tools: HoldBackTools & { readonly log: Log }, everyMs = LOOK_EVERY_MS): Keeping {
  const failed = 'letters of a restored data base could not be held back, so nothing is sent; it is tried again';
  const work = async (): Promise<void> => {
    const held = await holdBack(tools);
    if (held)
      tools.log.warn(
        { letters: held.heldLetters, mails: held.endedMails },
        'the data base was restored; letters are held back',
      );
  };
  return keepDoing(tools.log, { everyMs, failed, work });
}
