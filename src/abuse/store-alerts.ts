import { query, type Db } from '../platform/db.js';
import { holdRevision } from '../platform/revisions.js';
import type { SpikeKind } from './spike-rule.js';

/** A spike as it is stored; moments in milliseconds. */
export type Alert = {
  readonly id: string;
  readonly campaignId: string;
  readonly kind: SpikeKind;
  /** A keyed digest of what it is about. */
  readonly about: string;
  /** A mail domain; '' for all else. */
  readonly domain: string;
  /** `203.0.113.0/24`, for a day; null for all else, and afterwards. */
  readonly network: string | null;
  /** Within some minutes, at the last look: how many were such, of how many. */
  readonly seen: number;
  readonly arrived: number;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly settledBy: string | null;
};

export type NewAlert = Omit<Alert, 'firstAt' | 'lastAt' | 'settledBy'> & {
  readonly organizationId: string;
  readonly at: number;
};

/** After so long without a look that found it a spike has ended; the next one is another. */
const ENDS_AFTER_MS = 60 * 60_000;

/** Writes a spike down once, however many processes see it and however long it lasts. */
export async function noteAlert(trx: Db, alert: NewAlert): Promise<void> {
  const { id, organizationId, campaignId, kind, about, domain, network, seen, arrived, at } = alert;
  await holdRevision(trx, 'spike-alerts');
  const known = await query(
    trx,
    `UPDATE spike_alerts SET last_at = ?, network = ?,
            seen = CASE WHEN seen < ? THEN ? ELSE seen END, arrived = CASE WHEN seen < ? THEN ? ELSE arrived END
      WHERE campaign_id = ? AND about = ? AND last_at > ? RETURNING id`,
    [at, network, seen, seen, seen, arrived, campaignId, about, at - ENDS_AFTER_MS],
  );
  if (known.length > 0) return;
  await trx('spike_alerts').insert({
    ...{ id, organization_id: organizationId, campaign_id: campaignId, kind, about, domain, network, seen, arrived },
    ...{ first_at: at, last_at: at },
  });
}

const ALERT = `SELECT id, campaign_id AS "campaignId", kind, about, domain, network, seen, arrived, first_at AS "firstAt",
                      last_at AS "lastAt", settled_by AS "settledBy" FROM spike_alerts`;

/** An organization's alerts, the newest first. */
export function listAlerts(db: Db, organizationId: string, limit: number): Promise<Alert[]> {
  return query(db, `${ALERT} WHERE organization_id = ? ORDER BY last_at DESC, id DESC LIMIT ?`, [
    organizationId,
    limit,
  ]);
}

export async function findAlert(db: Db, organizationId: string, id: string): Promise<Alert | undefined> {
  return (await query<Alert>(db, `${ALERT} WHERE organization_id = ? AND id = ?`, [organizationId, id]))[0];
}

/** How many alerts nobody looked at yet, by campaign. */
export async function countOpenAlerts(db: Db, organizationId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await query<{ campaignId: string; alerts: number }>(
    db,
    `SELECT campaign_id AS "campaignId", COUNT(*) AS alerts FROM spike_alerts
      WHERE organization_id = ? AND settled_at IS NULL GROUP BY campaign_id`,
    [organizationId],
  );
  return new Map(rows.map(({ campaignId, alerts }) => [campaignId, alerts]));
}

/** Notes who looked at an alert, the first of them. */
export async function settleAlert(
  db: Db,
  { organizationId, id, by, at }: { organizationId: string; id: string; by: string; at: number },
): Promise<void> {
  await db.raw(
    `UPDATE spike_alerts SET settled_by = ?, settled_at = ?
      WHERE organization_id = ? AND id = ? AND settled_at IS NULL`,
    [by, at, organizationId, id],
  );
}

/** Forgets networks of alerts that ended before a moment, and alerts of long ago. */
export async function tidyAlerts(
  db: Db,
  { networksBefore, alertsBefore }: { readonly networksBefore: number; readonly alertsBefore: number },
): Promise<void> {
  await db.raw('UPDATE spike_alerts SET network = NULL WHERE network IS NOT NULL AND last_at < ?', [networksBefore]);
  await db.raw('DELETE FROM spike_alerts WHERE last_at < ?', [alertsBefore]);
}
