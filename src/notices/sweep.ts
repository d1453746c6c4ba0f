import { setTimeout } from 'node:timers/promises';
import { errorFacts, type Log } from '../platform/log.js';
import { planNotices, type PlanTools } from './plan.js';
import { planMessages } from './plan-messages.js';
import { claimDueNotices, sendNotice, type SendTools } from './send.js';

/** Mails on the wire at once in one process; letters go first. */
const MAILS_AT_ONCE = 5;

const SWEEP_EVERY_MS = 5_000;

export type NoticeTools = PlanTools & SendTools;

/** Mail to supporters, planned and sent. Any number of processes may do so over one data base. */
export type Notices = {
  /** Plans and begins to send what is due, as far as there is room beside what is in hand; answers how much that was. */
  readonly sweep: () => Promise<number>;
  /** Plans and sends all that is due, to its end. */
  readonly sendDue: () => Promise<void>;
  /** Resolves when another mail can be taken in hand. */
  readonly room: () => Promise<void>;
  /** Resolves when nothing is in hand. */
  readonly idle: () => Promise<void>;
};

export function createNotices(tools: NoticeTools): Notices {
  const inHand = new Set<Promise<void>>();
  const idle = async (): Promise<void> => {
    while (inHand.size > 0) await Promise.all(inHand);
  };
  const room = async (): Promise<void> => {
    if (inHand.size >= MAILS_AT_ONCE) await Promise.race(inHand);
  };
  const sweep = async (): Promise<number> => {
    const planned = (await planNotices(tools)) + (await planMessages(tools));
    const places = MAILS_AT_ONCE - inHand.size;
    const claimed = places > 0 ? await claimDueNotices(tools, places) : [];
    for (const notice of claimed) {
      const sending = sendNotice(tools, notice).finally(() => inHand.delete(sending));
      inHand.add(sending);
    }
    return planned + claimed.length;
  };
  const sendDue = async (): Promise<void> => {
    for (let done = await sweep(); done > 0; done = await sweep()) await idle();
  };
  return { sweep, sendDue, room, idle };
}

/** Sweeps again and again; `stop` resolves when nothing is in hand any more. */
export function keepNoticing(
  notices: Notices,
  { log }: { readonly log: Log },
  everyMs = SWEEP_EVERY_MS,
): { readonly stop: () => Promise<void> } {
  const stopping = new AbortController();
  const sweepUntilStopped = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const done = await notices.sweep().catch((error: unknown) => {
        log.error(errorFacts(error), 'a sweep of mails to supporters failed; the next one follows');
        return 0;
      });
      const pause = setTimeout(everyMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      // More may be due than there was room for: it is looked again as soon as a place is free.
      await (done > 0 ? Promise.race([notices.room(), pause]) : pause);
    }
  };
  const loop = sweepUntilStopped();
  return {
    stop: async () => {
      stopping.abort();
      await loop;
      await notices.idle();
    },
  };
}
