import { addCounts, type Change } from '../counts/index.js';
import { idRecords, query, type Db } from '../platform/db.js';

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
  const rows = await query<{ actionId: string }>(
    trx,
    `UPDATE consents SET withdrawn_at = ?, withdrawn_by = ?
      WHERE partner_id = ? AND withdrawn_at IS NULL AND action_id IN (
            SELECT other.id FROM actions AS mine JOIN supporters AS me ON me.id = mine.supporter_id
              JOIN campaigns ON campaigns.id IN (SELECT campaign_id FROM consent_counts WHERE partner_id = ?)
              JOIN supporters AS same ON same.organization_id = campaigns.organization_id
               AND same.email_key = me.email_key
              JOIN actions AS other ON other.supporter_id = same.id AND other.campaign_id = campaigns.id
             WHERE mine.id = ?)
     RETURNING action_id AS "actionId"`,
    [at, by, partnerId, partnerId, actionId],
  );
  const changed = idRecords(
    trx,
    rows.map((row) => row.actionId),
  );
  const places = await query<{ campaignId: string; day: string }>(
    trx,
    `SELECT campaign_id AS "campaignId", day FROM ${changed.sql} JOIN actions ON actions.id = r.id`,
    [changed.binding],
  );
  await addCounts(trx, { consents: places.map((place) => ({ ...place, partnerId, withdrawn: 1 })) });
  return rows.length;
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
  const places = await query<{ campaignId: string; day: string }>(
    trx,
    'SELECT campaign_id AS "campaignId", day FROM actions WHERE id = ?',
    [actionId],
  );
  return places.flatMap((place) =>
    rows.flatMap(({ partnerId }) => (partnerId === null ? [] : [{ ...place, partnerId, withdrawn: 1 }])),
  );
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
