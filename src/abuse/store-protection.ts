import { query, type Db } from '../platform/db.js';
import type { AttackReason } from './attack-rule.js';

/** `auto` is on by rule alone; `on` and `off` are what an organizer chose. */
export const PROTECTION_MODES = ['auto', 'on', 'off'] as const;
export type ProtectionMode = (typeof PROTECTION_MODES)[number];

/** How a campaign is protected, as it is stored; moments in milliseconds. */
export type StoredProtection = {
  readonly mode: ProtectionMode;
  /** Who chose the mode, and when; null where nobody did. */
  readonly setBy: string | null;
  readonly setAt: number | null;
  /** By rule: since when reasons went on, until when it is on, and the newest reason. */
  readonly onSince: number | null;
  readonly onUntil: number | null;
  readonly reason: AttackReason | null;
};

const UNTOUCHED: StoredProtection = {
  mode: 'auto',
  setBy: null,
  setAt: null,
  onSince: null,
  onUntil: null,
  reason: null,
};

/** How a campaign is protected; by rule where nobody chose. */
export async function readProtection(db: Db, campaignId: string): Promise<StoredProtection> {
  const [row] = await query<StoredProtection>(
    db,
    `SELECT mode, set_by AS "setBy", set_at AS "setAt", on_since AS "onSince", on_until AS "onUntil", reason
       FROM protections WHERE campaign_id = ?`,
    [campaignId],
  );
  return row ?? UNTOUCHED;
}

/** Notes which mode somebody chose for a campaign; all processes follow within seconds. */
export async function writeProtection(
  db: Db,
  chosen: {
    readonly campaignId: string;
    readonly mode: ProtectionMode;
    readonly setBy: string;
    readonly setAt: number;
  },
): Promise<void> {
  await db.raw(
    `INSERT INTO protections (campaign_id, mode, set_by, set_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (campaign_id) DO UPDATE SET mode = excluded.mode, set_by = excluded.set_by, set_at = excluded.set_at`,
    [chosen.campaignId, chosen.mode, chosen.setBy, chosen.setAt],
  );
}

/** Notes a reason to protect a campaign by rule; what was still on counts from when it went on. */
export async function extendProtection(
  db: Db,
  because: { readonly campaignId: string; readonly reason: AttackReason; readonly at: number; readonly until: number },
): Promise<void> {
  const { campaignId, reason, at, until } = because;
  await db.raw(
    `INSERT INTO protections (campaign_id, mode, on_since, on_until, reason) VALUES (?, 'auto', ?, ?, ?)
     ON CONFLICT (campaign_id) DO UPDATE SET
       on_since = CASE WHEN protections.on_until > excluded.on_since THEN protections.on_since ELSE excluded.on_since END,
       on_until = excluded.on_until, reason = excluded.reason`,
    [campaignId, at, until, reason],
  );
}
