import { addCounts } from '../counts/index.js';
import { noteActions } from '../partners/index.js';
import { idRecords, query, type Db } from '../platform/db.js';
import { changesOf, clearedConsentsOf, suspectedCountOf, type Counted } from './count-action.js';

/**
 * Counts suspected actions among the others from now on, as of their day, since a reviewer let letters of theirs go; at
 * most once each.
 */
export async function clearSuspected(trx: Db, letterIds: readonly string[], at: number): Promise<void> {
  const cleared = await setCleared(trx, { letterIds, at, from: 'cleared_at IS NULL' });
  await addChanges(trx, cleared, 1);
  await noteActions(trx, cleared);
}

/** Suspects actions again whose letters a reviewer holds again; answers their supporters. */
export async function suspectAgain(trx: Db, letterIds: readonly string[]): Promise<string[]> {
  const suspected = await setCleared(trx, { letterIds, at: null, from: 'cleared_at IS NOT NULL' });
  await addChanges(trx, suspected, -1);
  return [...new Set(suspected.map(({ supporterId }) => supporterId))];
}

type Clearing = { readonly letterIds: readonly string[]; readonly at: number | null; readonly from: string };

type Row = Omit<Counted, 'divisions' | 'officeIds'> & {
  readonly id: string;
  readonly supporterId: string;
  readonly confirmed: number;
  /** As JSON. */
  readonly divisions: string;
};

function setCleared(trx: Db, { letterIds, at, from }: Clearing): Promise<Row[]> {
  const wanted = idRecords(trx, letterIds);
  return query(
    trx,
    `UPDATE actions SET cleared_at = CAST(? AS bigint) WHERE suspicions IS NOT NULL AND ${from}
        AND id IN (SELECT action_id FROM ${wanted.sql} JOIN letters ON letters.id = r.id)
     RETURNING id, supporter_id AS "supporterId", campaign_id AS "campaignId", day, source, created_at AS "createdAt",
               divisions, variant, postal_area AS area, has_own_words AS "ownWords", must_confirm AS "toConfirm",
               is_first AS "newPeople",
               CASE WHEN must_confirm = 1 AND confirmed_at IS NOT NULL THEN 1 ELSE 0 END AS confirmed`,
    [at, wanted.binding],
  );
}

async function addChanges(trx: Db, rows: readonly Row[], by: 1 | -1): Promise<void> {
  if (rows.length === 0) return;
  const ids = rows.map(({ id }) => id);
  const offices = await listOffices(trx, ids);
  const agreed = await countConsents(trx, ids);
  const counted = rows.map((row) => ({
    ...row,
    divisions: JSON.parse(row.divisions) as string[],
    officeIds: offices.filter(({ id }) => id === row.id).map(({ officeId }) => officeId),
  }));
  const changes = changesOf(counted, by);
  const given = rows.map(({ id, campaignId, day, source, confirmed }) => {
    const optIns = agreed.filter((one) => one.id === id).reduce((sum, one) => sum + one.given, 0);
    return { campaignId, day, source, confirmed: by * confirmed, optIns: by * optIns };
  });
  const consents = rows.flatMap((row) =>
    agreed.flatMap(({ id, partnerId, given: optIns, withdrawn }) =>
      id === row.id && partnerId !== null ? [clearedConsentsOf(row, { partnerId, optIns, withdrawn }, by)] : [],
    ),
  );
  const suspected = rows.map((row) => suspectedCountOf(row, by === 1 ? -1 : 1));
  await addCounts(trx, { ...changes, actions: [...changes.actions, ...given, ...suspected], consents });
}

function listOffices(
  trx: Db,
  actionIds: readonly string[],
): Promise<{ readonly id: string; readonly officeId: string }[]> {
  const wanted = idRecords(trx, actionIds);
  return query(
    trx,
    `SELECT action_id AS id, deliveries.office_id AS "officeId"
       FROM ${wanted.sql} JOIN letters ON action_id = r.id JOIN deliveries ON letter_id = letters.id`,
    [wanted.binding],
  );
}

/** What an action agreed to: towards a partner, or with null towards organizations of the campaign. */
type AgreedTo = {
  readonly id: string;
  readonly partnerId: string | null;
  readonly given: number;
  readonly withdrawn: number;
};

function countConsents(trx: Db, actionIds: readonly string[]): Promise<AgreedTo[]> {
  const wanted = idRecords(trx, actionIds);
  return query(
    trx,
    `SELECT action_id AS id, partner_id AS "partnerId", COUNT(*) AS given, COUNT(withdrawn_at) AS withdrawn
       FROM ${wanted.sql} JOIN consents ON action_id = r.id GROUP BY action_id, partner_id`,
    [wanted.binding],
  );
}
