import type { Db } from '../platform/db.js';
import type { Seal } from '../platform/seal.js';
import { personKeys } from './key.js';
import { insertForgotten, listAddresses, noteAddresses } from './store-inbox.js';
import { holdCoalition } from './store-people.js';

/**
 * Lets coalitions forget the digests of people's addresses, in the transaction that takes the addresses away and before
 * it does: their actions are counted again under what stands there then. Who is also the supporter of another organization
 * is counted there as before, so that one person may count as two from then on.
 */
export async function forgetPeople(
  { seal }: { readonly seal: Seal },
  trx: Db,
  supporterIds: readonly string[],
): Promise<void> {
  const used = await listAddresses(trx, supporterIds);
  for (const coalitionId of [...new Set(used.map((one) => one.coalitionId))]) {
    // Nobody counts until this is written, or an action that comes now could be counted and then forgotten.
    const held = await holdCoalition(trx, coalitionId, { waits: true });
    if (!held) continue;
    const addresses = used.filter((one) => one.coalitionId === coalitionId).map(({ address }) => address);
    await noteAddresses(trx, coalitionId, addresses);
    await insertForgotten(trx, coalitionId, addresses.map(personKeys({ seal }, held)));
  }
}
