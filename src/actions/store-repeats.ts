import { suspicionsIn } from '../abuse/index.js';
import { isPostgres, query, records, type Db, type Records } from '../platform/db.js';
import type { NewAction } from './action.js';
import type { CountPlace } from './count-action.js';
import { typedOf } from './repeat.js';

/** An action about to be stored, with the person's stored id. */
export type Pending = { readonly action: NewAction; readonly supporterId: string };

/** What a person sent to a campaign before. */
type First = CountPlace & {
  readonly id: string;
  /** None where a reviewer let it go. */
  readonly suspicions: NewAction['suspicions'];
  readonly token: string;
  readonly supporterId: string;
  readonly requestKey: string;
  /** 0 for none. */
  readonly disownedAt: number;
};

/** The first action of somebody who wrote again, and the receipt that this request is answered with. */
export type Again = CountPlace & {
  readonly id: string;
  readonly suspicions: NewAction['suspicions'];
  /** The same request again, which gets the same receipt; or another one, which gets one of its own. */
  readonly kind: 'retry' | 'repeat';
  readonly receipt: { readonly id: string; readonly token: string };
};

/**
 * Finds what the same person sent to the same campaign before, by the id of the new action, and stores a receipt for each
 * request that is another one: whoever types an address must not see that it had acted. A request whose key belongs to
 * somebody else is left out.
 */
export async function findFirsts(trx: Db, pending: readonly Pending[]): Promise<Map<string, Again>> {
  if (pending.length === 0) return new Map();
  const found = await listFirsts(trx, pending);
  const again = pending.flatMap(({ action, supporterId }) => {
    const own = found.filter((row) => row.campaignId === action.campaignId && row.supporterId === supporterId);
    const same = own.find(({ requestKey }) => requestKey === action.requestKey);
    const first = same ?? own.find(({ disownedAt }) => disownedAt === 0) ?? own[0];
    return first ? [{ action, first, ids: own.map(({ id }) => id) }] : [];
  });
  const others = again.filter(({ action, first }) => action.requestKey !== first.requestKey);
  const stored = await insertRepeats(trx, others);
  return new Map(
    again.flatMap(({ action, first, ids }): [string, Again][] => {
      if (action.requestKey === first.requestKey) return [[action.id, { ...first, kind: 'retry', receipt: first }]];
      const own = stored.find((row) => row.campaignId === action.campaignId && row.requestKey === action.requestKey);
      if (!own || !ids.includes(own.actionId)) return [];
      return [[action.id, { ...first, kind: own.id === action.id ? 'repeat' : 'retry', receipt: own }]];
    }),
  );
}

async function listFirsts(trx: Db, pending: readonly Pending[]): Promise<First[]> {
  const wanted = records(
    trx,
    { campaign_id: 'text', supporter_id: 'text' },
    pending.map(({ action, supporterId }) => ({ campaign_id: action.campaignId, supporter_id: supporterId })),
  );
  const found = await readFirsts(trx, wanted, '');
  const isLocked = isPostgres(trx) && found.some(({ suspicions }) => suspicions !== null);
  // Whether they are suspected stays so until what they agree to now is counted.
  const rows = isLocked ? await readFirsts(trx, wanted, 'ORDER BY id FOR SHARE') : found;
  return rows.map(({ isCleared, ...row }) => ({ ...row, suspicions: isCleared ? [] : suspicionsIn(row.suspicions) }));
}

type FirstRow = Omit<First, 'suspicions'> & { readonly suspicions: string | null; readonly isCleared: number };

function readFirsts(trx: Db, { sql, binding }: Records, lock: string): Promise<FirstRow[]> {
  return query(
    trx,
    `SELECT id, token, campaign_id AS "campaignId", day, source, supporter_id AS "supporterId",
            request_key AS "requestKey", disowned_at AS "disownedAt", suspicions,
            CASE WHEN cleared_at IS NULL THEN 0 ELSE 1 END AS "isCleared"
       FROM actions WHERE (campaign_id, supporter_id) IN (SELECT campaign_id, supporter_id FROM ${sql}) ${lock}`,
    [binding],
  );
}

type Stored = {
  readonly id: string;
  readonly token: string;
  readonly campaignId: string;
  readonly requestKey: string;
  readonly actionId: string;
};

const COLUMNS = {
  id: 'text',
  campaign_id: 'text',
  action_id: 'text',
  version_id: 'text',
  token: 'text',
  request_key: 'text',
  typed: 'private',
  created_at: 'bigint',
  notice_at: 'bigint',
} as const;

/** Stores receipts of repeats, and answers those of their keys, which may be there from before. */
async function insertRepeats(
  trx: Db,
  repeats: readonly { readonly action: NewAction; readonly first: First }[],
): Promise<Stored[]> {
  if (repeats.length === 0) return [];
  const rows = repeats.map(({ action, first }) => ({
    id: action.id,
    campaign_id: action.campaignId,
    action_id: first.id,
    version_id: action.versionId,
    token: action.token,
    request_key: action.requestKey,
    typed: JSON.stringify(typedOf(action)),
    created_at: action.createdAt,
    notice_at: action.createdAt,
  }));
  const from = records(trx, COLUMNS, rows);
  const names = Object.keys(COLUMNS).join(', ');
  await trx.raw(
    `INSERT INTO repeats (${names}) SELECT ${names} FROM ${from.sql}
      WHERE NOT EXISTS (SELECT 1 FROM actions
                         WHERE actions.campaign_id = r.campaign_id AND actions.request_key = r.request_key)
     ON CONFLICT DO NOTHING`,
    [from.binding],
  );
  return query<Stored>(
    trx,
    `SELECT id, token, campaign_id AS "campaignId", request_key AS "requestKey", action_id AS "actionId" FROM repeats
      WHERE (campaign_id, request_key) IN (SELECT r.campaign_id, r.request_key FROM ${from.sql})`,
    [from.binding],
  );
}
