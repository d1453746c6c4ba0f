import type { Campaigns } from '../campaigns/index.js';
import type { Db } from '../platform/db.js';
import { NotFoundError } from '../platform/errors.js';
import { findReceipt, listLetterParts, listLetterStandings } from './letters-store.js';
import type { ReceiptParts } from './receipt.js';

const NO_RECEIPT = 'There is no receipt at this address. Please check that the whole link was copied.';

/** Everything that a receipt shows. @throws NotFoundError */
export async function loadReceipt(
  tools: { readonly db: Db; readonly campaigns: Campaigns },
  token: string,
): Promise<Omit<ReceiptParts, 'token' | 'baseUrl'>> {
  const receipt = await findReceipt(tools.db, token);
  const campaign = (await tools.campaigns.list()).find((one) => one.id === receipt?.campaignId);
  if (!receipt || !campaign) throw new NotFoundError(NO_RECEIPT);
  const standings = await listLetterStandings(tools.db, receipt.actionId);
  const letterIds = standings.map(({ letterId }) => letterId);
  const parts = await listLetterParts(tools.db, letterIds);
  const version = (await tools.campaigns.versions([receipt.versionId])).get(receipt.versionId) ?? campaign;
  return { campaign, receipt, standings, parts, version };
}

/** The delivery that a form names, if it belongs to the receipt. @throws NotFoundError */
export async function findOwnDelivery(db: Db, token: string, named: unknown): Promise<string> {
  const receipt = await findReceipt(db, token);
  const standings = receipt ? await listLetterStandings(db, receipt.actionId) : [];
  const own = standings.find(({ deliveryId }) => deliveryId === named);
  if (!own) throw new NotFoundError(NO_RECEIPT);
  return own.deliveryId;
}
