import { isPostgres, query, type Db } from '../platform/db.js';

/**
 * So often the owner of an address may say of a campaign that somebody else wrote first: who owns the address could send
 * one more letter by each.
 */
export const MOST_DISOWNED = 3;

/** An action, as far as it decides whether the owner of its address is asked whose it is. */
export type Claim = {
  readonly actionId: string;
  readonly campaignId: string;
  readonly supporterId: string;
  readonly email: string;
  readonly createdAt: number;
  readonly confirmedAt: number | null;
  /** 0 or 1. */
  readonly mustConfirm: number;
  /** 0 for never. */
  readonly disownedAt: number;
  /** The action that counts for the person in the campaign; null where all were disowned. */
  readonly currentId: string | null;
  /** How many of the person's actions in the campaign were disowned. */
  readonly disowned: number;
  /** How often somebody wrote again after it. */
  readonly repeats: number;
};

/**
 * `settled`: it is its owner's, or nothing was written after it. `asked`: its owner may say that it is not theirs. `open`:
 * it was disowned, and nothing stands in its place. `replaced`: another action does.
 */
export type ClaimState = 'settled' | 'asked' | 'open' | 'replaced';

export function claimStateOf({ disownedAt, confirmedAt, currentId, disowned, repeats }: Claim): ClaimState {
  if (disownedAt > 0) return currentId === null ? 'open' : 'replaced';
  return confirmedAt === null && repeats > 0 && disowned < MOST_DISOWNED ? 'asked' : 'settled';
}

/** undefined also where the person was erased. */
export async function findClaim(db: Db, actionId: string): Promise<Claim | undefined> {
  const ofPerson = `FROM actions AS own WHERE own.campaign_id = actions.campaign_id AND own.supporter_id = actions.supporter_id`;
  const [row] = await query<Claim>(
    db,
    `SELECT actions.id AS "actionId", campaign_id AS "campaignId", supporter_id AS "supporterId", email,
            actions.created_at AS "createdAt", confirmed_at AS "confirmedAt", must_confirm AS "mustConfirm",
            disowned_at AS "disownedAt", (SELECT own.id ${ofPerson} AND own.disowned_at = 0) AS "currentId",
            (SELECT COUNT(*) ${ofPerson} AND own.disowned_at > 0) AS disowned,
            (SELECT COUNT(*) FROM repeats WHERE repeats.action_id = actions.id) AS repeats
       FROM actions JOIN supporters ON supporters.id = supporter_id WHERE actions.id = ? AND erased_at IS NULL`,
    [actionId],
  );
  return row;
}

/** Whether the owner of an action's address is to be asked which letter is theirs. */
export async function isAskedWhose(db: Db, actionId: string): Promise<boolean> {
  const claim = await findClaim(db, actionId);
  return claim !== undefined && claimStateOf(claim) === 'asked';
}

/** The same with the person kept from being erased, and from settling it elsewhere, until the transaction ends. */
export async function lockClaim(trx: Db, actionId: string): Promise<Claim | undefined> {
  await query(
    trx,
    `SELECT id FROM supporters WHERE id = (SELECT supporter_id FROM actions WHERE id = ?)
      ${isPostgres(trx) ? 'FOR NO KEY UPDATE' : ''}`,
    [actionId],
  );
  return findClaim(trx, actionId);
}

/** Notes that an action is not its owner's, unless they confirmed it; answers whether it is so now. Its mails end. */
export async function disownAction(trx: Db, actionId: string, at: number): Promise<boolean> {
  const rows = await query(
    trx,
    `UPDATE actions SET disowned_at = ?, notice = NULL, notice_at = NULL
      WHERE id = ? AND disowned_at = 0 AND confirmed_at IS NULL RETURNING id`,
    [at, actionId],
  );
  return rows.length > 0;
}

/** Notes that the owner of the address says that an action is theirs, where nothing waits for that. */
export async function ownAction(trx: Db, actionId: string, at: number): Promise<void> {
  await trx.raw(
    `UPDATE actions SET confirmed_at = ?
      WHERE id = ? AND must_confirm = 0 AND confirmed_at IS NULL AND disowned_at = 0`,
    [at, actionId],
  );
}

/** The deliveries of an action, locked until the transaction ends. */
export async function lockDeliveries(trx: Db, actionId: string): Promise<string[]> {
  const rows = await query<{ id: string }>(
    trx,
    `SELECT deliveries.id FROM deliveries JOIN letters ON letters.id = letter_id WHERE action_id = ? ORDER BY deliveries.id
      ${isPostgres(trx) ? 'FOR UPDATE OF deliveries' : ''}`,
    [actionId],
  );
  return rows.map(({ id }) => id);
}

/** What was written again counts as written after another action from now on. */
export async function moveRepeats(trx: Db, from: string, to: string): Promise<void> {
  await trx('repeats').where({ action_id: from }).update({ action_id: to });
}

/** Since when somebody agrees to hear from their organization, by what they still agree to. */
export async function renewOptIn(trx: Db, supporterId: string, organization: string): Promise<void> {
  await trx.raw(
    `UPDATE supporters SET opted_in_at = (
            SELECT MIN(given_at) FROM actions JOIN consents ON consents.action_id = actions.id
             WHERE actions.supporter_id = supporters.id AND consents.organization = ? AND partner_id IS NULL
               AND withdrawn_at IS NULL)
      WHERE id = ? AND opted_in_at IS NOT NULL`,
    [organization, supporterId],
  );
}
