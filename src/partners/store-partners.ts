import { query, type Db } from '../platform/db.js';
import type { Partner, PartnerState } from './coalition.js';
import { askForRecount } from './store-changes.js';
import { touchCoalitions } from './store-coalitions.js';

/** Keeps others from changing who takes part in a coalition, and who leads it, until this transaction ends. */
export async function lockCoalition(
  trx: Db,
  id: string,
): Promise<{ readonly leadOrganizationId: string | null; readonly endedAt: number | null } | undefined> {
  const rows = await query<{ leadOrganizationId: string | null; endedAt: number | null }>(
    trx,
    `UPDATE coalitions SET name = name WHERE id = ?
     RETURNING lead_organization_id AS "leadOrganizationId", ended_at AS "endedAt"`,
    [id],
  );
  return rows[0];
}

type Seat = { readonly state: PartnerState; readonly organizationId: string | null; readonly leftAt: number | null };

/** A partner as it is stored at this moment; undefined for one of another coalition. */
export async function findSeat(trx: Db, { id, coalitionId }: Pick<Partner, 'id' | 'coalitionId'>) {
  const rows = await query<Seat>(
    trx,
    `SELECT state, organization_id AS "organizationId", left_at AS "leftAt" FROM partners
      WHERE id = ? AND coalition_id = ?`,
    [id, coalitionId],
  );
  return rows[0];
}

/** Makes an organization a partner. */
export async function seatOrganization(
  trx: Db,
  partner: { readonly id: string; readonly coalitionId: string; readonly organizationId: string; readonly at: number },
): Promise<void> {
  await trx('partners').where({ id: partner.id }).update({
    organization_id: partner.organizationId,
    state: 'joined',
    joined_at: partner.at,
    left_at: null,
    left_reason: '',
  });
  await askForRecount(trx, partner.coalitionId, partner.at);
}

/** Whether an organization has a seat in a coalition already, also one that it left. */
export async function findPartnerOf(trx: Db, coalitionId: string, organizationId: string): Promise<string | undefined> {
  const rows = await query<{ id: string }>(
    trx,
    'SELECT id FROM partners WHERE coalition_id = ? AND organization_id = ?',
    [coalitionId, organizationId],
  );
  return rows[0]?.id;
}

/** Notes that a partner takes no part any more; `reason` is the lead's, '' where it left by itself. */
export async function unseat(
  trx: Db,
  partner: { readonly id: string; readonly coalitionId: string; readonly at: number; readonly reason: string },
): Promise<void> {
  await trx('partners')
    .where({ id: partner.id })
    .update({ state: 'left', left_at: partner.at, left_reason: partner.reason });
  await askForRecount(trx, partner.coalitionId, partner.at);
}

export async function updatePartnerState(trx: Db, id: string, state: PartnerState): Promise<void> {
  await trx('partners').where({ id }).update({ state });
  await touchCoalitions(trx);
}

export async function updatePartnerName(trx: Db, id: string, name: string): Promise<void> {
  await trx('partners').where({ id }).update({ name });
  await touchCoalitions(trx);
}

/** What a partner states of itself. */
export type PartnerFacts = Pick<Partner, 'name' | 'members' | 'membersOn' | 'website' | 'privacyUrl'>;

export async function updatePartnerFacts(trx: Db, id: string, facts: PartnerFacts): Promise<void> {
  const { name, members, membersOn, website, privacyUrl } = facts;
  await trx('partners')
    .where({ id })
    .update({ name, members, members_on: membersOn, website, privacy_url: privacyUrl });
  await touchCoalitions(trx);
}

/** Why partners were removed, by their ids. */
export async function listLeftReasons(db: Db, coalitionId: string): Promise<ReadonlyMap<string, string>> {
  const rows = await query<{ id: string; reason: string }>(
    db,
    `SELECT id, left_reason AS reason FROM partners WHERE coalition_id = ? AND left_reason <> ''`,
    [coalitionId],
  );
  return new Map(rows.map(({ id, reason }) => [id, reason]));
}
