import { query, records, type Db } from '../platform/db.js';
import type { NewAction } from './action.js';
import type { CountPlace } from './count-action.js';

/** An action about to be stored, with the person's stored id. */
export type Pending = { readonly action: NewAction; readonly supporterId: string };

/** What a person sent to a campaign before. */
export type First = CountPlace & {
  readonly id: string;
  readonly token: string;
  readonly supporterId: string;
  readonly requestKey: string;
};

/**
 * Finds what the same person sent to the same campaign before, by the id of the new action. When it was not the same
 * request, somebody typed a known address anew: the receipt is then guarded, since it may be somebody else who is
 * looking.
 */
export async function findFirsts(trx: Db, pending: readonly Pending[]): Promise<Map<string, First>> {
  if (pending.length === 0) return new Map();
  const wanted = records(
    trx,
    { campaign_id: 'text', supporter_id: 'text' },
    pending.map(({ action, supporterId }) => ({ campaign_id: action.campaignId, supporter_id: supporterId })),
  );
  const found = await query<First>(
    trx,
    `SELECT id, token, campaign_id AS "campaignId", day, source, supporter_id AS "supporterId",
            request_key AS "requestKey" FROM actions
      WHERE (campaign_id, supporter_id) IN (SELECT campaign_id, supporter_id FROM ${wanted.sql})`,
    [wanted.binding],
  );
  const firsts = new Map<string, First>();
  for (const { action, supporterId } of pending) {
    const first = found.find((row) => row.campaignId === action.campaignId && row.supporterId === supporterId);
    if (!first) continue;
    firsts.set(action.id, first);
    if (first.requestKey !== action.requestKey) {
      await trx('actions').where({ id: first.id, guarded_at: null }).update({ guarded_at: action.createdAt });
    }
  }
  return firsts;
}
