import { alone } from '../platform/db.js';
import { PLAN_LOCK, putMails, type PlanTools } from './plan.js';
import { findFacts } from './store-facts.js';

/** Plans the mail with a receipt's own link, as far as the address's caps let it. */
export async function planLink(
  tools: Pick<PlanTools, 'db' | 'ids' | 'seal' | 'clock'>,
  actionId: string,
): Promise<void> {
  const at = tools.clock.now();
  await alone(tools.db, PLAN_LOCK, async (trx) => {
    const facts = await findFacts(trx, actionId);
    if (facts) await putMails(tools, trx, [{ actionId, email: facts.email, kind: 'link', part: String(at), at }]);
  });
}
