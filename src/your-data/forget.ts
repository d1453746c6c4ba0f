import { noteAct } from '../organizers/index.js';
import { eraseSupporter, type EraseTools } from '../people/index.js';
import { writing } from '../platform/db.js';
import { listKept, type Kept } from './store.js';

/** What the log says of who did it. */
export const BY_THEMSELVES = 'the person';

/**
 * Erases somebody from every organization that keeps something of them, letters that wait withdrawn. The row that the
 * link belongs to comes last, so that the link still works where this broke off in the middle.
 */
export async function forgetPerson(tools: EraseTools, { emailKey, supporterId }: Kept): Promise<void> {
  const kept = await listKept(tools.db, emailKey);
  const own = (one: Kept): number => (one.supporterId === supporterId ? 1 : 0);
  for (const one of [...kept].sort((a, b) => own(a) - own(b))) {
    const wish = { userId: null, who: BY_THEMSELVES, waiting: 'cancel', why: 'by-themselves' } as const;
    const { isDone, onTheirWay } = await eraseSupporter(tools, one, wish);
    const detail = isDone ? '' : `waits for ${onTheirWay} ${onTheirWay === 1 ? 'letter' : 'letters'} on the way`;
    await noteDone(tools, one, { did: 'erased their own data', detail });
  }
}

/** Notes what a person did with their own data; it names nobody. */
export async function noteDone(
  tools: EraseTools,
  { organizationId, supporterId }: Kept,
  { did, detail = '' }: { readonly did: string; readonly detail?: string },
): Promise<void> {
  const act = { organizationId, userId: null, who: BY_THEMSELVES, about: `supporter:${supporterId}`, did, detail };
  await writing(tools.db, (trx) => noteAct(tools, trx, act));
}
