import { listLetterPage, type LetterQuery } from '../deliveries/index.js';
import { mustNotSend } from '../platform/copies.js';
import { alone } from '../platform/db.js';
import { MESSAGE_STATES } from './message.js';
import { PLAN_LOCK, putMails, type PlanTools } from './plan.js';
import { findBegun, noteProgress, noteTold, type SenderMessage } from './store-messages.js';

/** Letters of one step. */
const STEP = 200;

/**
 * Plans the mails of a message that organizers let go out, a step at a time, wherever a worker lives; so it goes on after
 * a restart. Answers how many letters the step looked at.
 */
export async function planMessages(tools: PlanTools): Promise<number> {
  if (!(await findBegun(tools.db))) return 0;
  return alone(tools.db, PLAN_LOCK, async (trx) => {
    const message = (await mustNotSend(trx)) ? undefined : await findBegun(trx);
    if (!message) return 0;
    const rows = await listLetterPage(trx, meantBy(message), { after: message.cursor || undefined, limit: STEP });
    const now = tools.clock.now();
    const ids = rows.map(({ id }) => id);
    const { letters, recipients } = await noteTold(trx, message, { deliveryIds: ids, at: now });
    const mails = recipients.map(({ actionId, email }) => {
      return { actionId, email, kind: 'message', part: message.id, at: now } as const;
    });
    await putMails(tools, trx, mails);
    const cursor = rows.at(-1)?.id ?? message.cursor;
    const endedAt = rows.length < STEP ? now : null;
    await noteProgress(trx, { id: message.id, cursor, letters, people: recipients.length, endedAt });
    return Math.max(rows.length, 1);
  });
}

/** The letters of a message; never any but those that failed or are unknown. */
function meantBy({ about }: SenderMessage): LetterQuery {
  const asked = JSON.parse(about) as LetterQuery;
  return { ...asked, ...messageQuery(asked) };
}

/** The part of a query whose senders may be written to; nothing where there is none. */
export function messageQuery(asked: LetterQuery): LetterQuery {
  const states = MESSAGE_STATES.filter((state) => !asked.states?.length || asked.states.includes(state));
  return { ...asked, states, campaignIds: states.length > 0 ? asked.campaignIds : [] };
}
