import { addCounts, isCountedSql, type Change } from '../counts/index.js';
import { idRecords, isPostgres, query, type Db } from '../platform/db.js';

/** Who noted that a consent is taken back: the person, the partner, or the organization that runs the campaign. */
export type WithdrawnBy = 'person' | 'partner' | 'campaign';

/** Notes that a partner took people along in a file. */
export async function markExported(
  trx: Db,
  partnerId: string,
  { actionIds, at }: { readonly actionIds: readonly string[]; readonly at: number },
): Promise<void> {
  const wanted = idRecords(trx, actionIds);
  await trx.raw(
    `UPDATE consents SET exported_at = ? WHERE partner_id = ? AND action_id IN (SELECT r.id FROM ${wanted.sql})`,
    [at, partnerId, wanted.binding],
  );
}

/**
 * Takes back all that one person agreed to towards a partner, in whichever campaign, by one of their actions; answers
 * how many consents that were. The rows stay, as the proof of what was agreed to and until when.
 */
export async function withdrawConsents(
  trx: Db,
  { actionId, partnerId }: { readonly actionId: string; readonly partnerId: string },
  { at, by }: { readonly at: number; readonly by: WithdrawnBy },
): Promise<number> {
  const actions = await lockTheirs(trx, { actionId, partnerId });
  const theirs = idRecords(trx, [...actions.keys()]);
  const rows = await query<{ actionId: string }>(
    trx,
    `UPDATE consents SET withdrawn_at = ?, withdrawn_by = ?
      WHERE partner_id = ? AND withdrawn_at IS NULL AND action_id IN (SELECT r.id FROM ${theirs.sql})
     RETURNING action_id AS "actionId"`,
    [at, by, partnerId, theirs.binding],
  );
  await addCounts(trx, {
    consents: rows.flatMap((row) => withdrawnCountsOf(actions.get(row.actionId), partnerId)),
  });
  return rows.length;
}

/** Where an action is counted, and whether it is: those of suspected people are not. */
type Place = { readonly campaignId: string; readonly day: string; readonly isCounted: number };

/**
 * All actions of one person in campaigns that the partner has people of, by id. Whether they are suspected stays so until
 * what is taken back now is counted.
 */
async function lockTheirs(
  trx: Db,
  { actionId, partnerId }: { readonly actionId: string; readonly partnerId: string },
): Promise<ReadonlyMap<string, Place>> {
  const rows = await query<Place & { readonly id: string }>(
    trx,
    `SELECT other.id, other.campaign_id AS "campaignId", other.day, ${isCounted('other')} AS "isCounted"
       FROM actions AS mine JOIN supporters AS me ON me.id = mine.supporter_id
       JOIN campaigns ON campaigns.id IN (SELECT campaign_id FROM consent_counts WHERE partner_id = ?)
       JOIN supporters AS same ON same.organization_id = campaigns.organization_id AND same.email_key = me.email_key
       JOIN actions AS other ON other.supporter_id = same.id AND other.campaign_id = campaigns.id
      WHERE mine.id = ? ORDER BY other.id ${isPostgres(trx) ? 'FOR SHARE OF other' : ''}`,
    [partnerId, actionId],
  );
  return new Map(rows.map(({ id, ...place }) => [id, place]));
}

function isCounted(actions: string): string {
  return `CASE WHEN ${isCountedSql(actions)} THEN 1 ELSE 0 END`;
}

function withdrawnCountsOf(place: Place | undefined, partnerId: string): Change<'consents'>[] {
  if (!place || place.isCounted === 0) return [];
  const { campaignId, day } = place;
  return [{ partnerId, campaignId, day, withdrawn: 1 }];
}

/**
 * Takes back all that one action agreed to, towards whomever, and nothing that its person agreed to elsewhere; answers what
 * is to be counted.
 */
export async function disownConsents(
  trx: Db,
  actionId: string,
  { at, by }: { readonly at: number; readonly by: WithdrawnBy },
): Promise<Change<'consents'>[]> {
  const rows = await query<{ partnerId: string | null }>(
    trx,
    `UPDATE consents SET withdrawn_at = ?, withdrawn_by = ? WHERE action_id = ? AND withdrawn_at IS NULL
     RETURNING partner_id AS "partnerId"`,
    [at, by, actionId],
  );
  const places = await query<Place>(
    trx,
    `SELECT campaign_id AS "campaignId", day, ${isCounted('actions')} AS "isCounted" FROM actions WHERE id = ?`,
    [actionId],
  );
  return rows.flatMap(({ partnerId }) => (partnerId === null ? [] : withdrawnCountsOf(places[0], partnerId)));
}

/** Notes that who typed an address took back what its owner had taken back before; towards all partners where none is named. */
export async function redateWithdrawal(
  trx: Db,
  { actionId, partnerId }: { readonly actionId: string; readonly partnerId: string | undefined },
  { from, to }: { readonly from: number; readonly to: number },
): Promise<void> {
  const meant = trx('consents').where({ action_id: actionId, withdrawn_at: from }).whereNotNull('partner_id');
  await (partnerId === undefined ? meant : meant.where({ partner_id: partnerId })).update({ withdrawn_at: to });
}

/** What somebody agreed to towards a partner by one action. */
export type ConsentToPartner = {
  readonly partnerId: string;
  readonly name: string;
  readonly text: string;
  readonly givenAt: number;
  readonly withdrawnAt: number | null;
  readonly exportedAt: number | null;
};

export function listConsentsToPartners(db: Db, actionId: string): Promise<ConsentToPartner[]> {
  return query(
    db,
    `SELECT partner_id AS "partnerId", name, text, given_at AS "givenAt", withdrawn_at AS "withdrawnAt",
            exported_at AS "exportedAt"
       FROM consents JOIN partners ON partners.id = partner_id WHERE action_id = ? ORDER BY name, partner_id`,
    [actionId],
  );
}
