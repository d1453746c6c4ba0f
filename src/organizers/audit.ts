import type { Clock } from '../platform/clock.js';
import type { Db } from '../platform/db.js';
import type { Ids } from '../platform/ids.js';
import { insertAuditEntry, type Act } from './store-audit.js';

export type AuditTools = { readonly clock: Clock; readonly ids: Ids };

/** Notes what somebody did, in the transaction that does it where there is one. */
export async function noteAct(tools: AuditTools, trx: Db, act: Act): Promise<void> {
  await insertAuditEntry(trx, { ...act, id: tools.ids.next(), at: tools.clock.now() });
}
