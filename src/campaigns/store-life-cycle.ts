import { query, type Db } from '../platform/db.js';
import type { Definition } from './campaign.js';
import { isOpen, livedOf, phaseOf, type LifeCycle, type Phase, type Stage } from './life-cycle.js';

/** A campaign as its life is decided about: what the data base says now, not what a page once showed. */
export type StoredLife = {
  readonly life: LifeCycle;
  readonly slug: string;
  readonly organizationId: string;
  readonly versionId: string;
  /** When its newest version was saved. */
  readonly versionAt: number;
  /** Of its newest version. */
  readonly file: Definition['file'];
  /** Whether a second person must approve a version before the campaign opens. */
  readonly needsApproval: boolean;
};

type Row = Pick<StoredLife, 'slug' | 'organizationId' | 'versionId' | 'versionAt'> &
  LifeCycle & { readonly definition: string; readonly needsApproval: number };

export async function findLife(trx: Db, campaignId: string): Promise<StoredLife | undefined> {
  const rows = await query<Row>(
    trx,
    `SELECT campaigns.slug, organization_id AS "organizationId", version_id AS "versionId", stage, stage_at AS "stageAt",
            outcome, opening, closing, definition, needs_approval AS "needsApproval",
            campaign_versions.created_at AS "versionAt"
       FROM campaigns JOIN campaign_versions ON campaign_versions.id = campaigns.version_id
       JOIN organizations ON organizations.id = organization_id WHERE campaigns.id = ?`,
    [campaignId],
  );
  return rows.map(({ definition, needsApproval, slug, organizationId, versionId, versionAt, ...life }) => ({
    slug,
    organizationId,
    versionId,
    versionAt,
    life,
    file: (JSON.parse(definition) as Definition).file,
    needsApproval: needsApproval === 1,
  }))[0];
}

/** One step of a campaign's life. */
export type StageStep = {
  readonly id: string;
  readonly campaignId: string;
  readonly stage: Stage;
  readonly at: number;
  /** null for the command line. */
  readonly userId: string | null;
  readonly who: string;
  readonly why: string;
};

export async function recordStage(trx: Db, step: StageStep): Promise<void> {
  await trx('campaigns').where({ id: step.campaignId }).update({ stage: step.stage, stage_at: step.at });
  await trx('campaign_stages').insert({
    id: step.id,
    campaign_id: step.campaignId,
    stage: step.stage,
    at: step.at,
    user_id: step.userId,
    who: step.who,
    why: step.why,
  });
}

/** The newest steps first. */
export function listStages(db: Db, campaignId: string, limit: number): Promise<Omit<StageStep, 'campaignId'>[]> {
  return query(
    db,
    `SELECT id, stage, at, user_id AS "userId", who, why FROM campaign_stages WHERE campaign_id = ? ORDER BY id DESC LIMIT ?`,
    [campaignId, limit],
  );
}

export async function updateSeason(
  trx: Db,
  campaignId: string,
  season: Pick<LifeCycle, 'opening' | 'closing'>,
): Promise<void> {
  await trx('campaigns').where({ id: campaignId }).update(season);
}

export async function updateOutcome(trx: Db, campaignId: string, outcome: string | null): Promise<void> {
  await trx('campaigns').where({ id: campaignId }).update({ outcome });
}

/** When a campaign stopped by hand since it was last open; undefined where it did not. */
export async function findStop(trx: Db, campaignId: string): Promise<number | undefined> {
  const [row] = await query<{ at: number | null }>(
    trx,
    `SELECT MIN(at) AS at FROM campaign_stages WHERE campaign_id = ?
        AND id > COALESCE((SELECT MAX(id) FROM campaign_stages WHERE campaign_id = ? AND stage = 'live'), '')`,
    [campaignId, campaignId],
  );
  return row?.at ?? undefined;
}

/**
 * Where an organization asks for a second person, a version cannot open a campaign by what its file says: one that was
 * not open before stays what it was until it is approved and opened.
 */
export async function startUnapproved(
  trx: Db,
  version: { readonly campaignId: string; readonly number: number; readonly createdAt: number },
): Promise<void> {
  const { campaignId, number, createdAt } = version;
  const stored = await findLife(trx, campaignId);
  if (!stored?.needsApproval || !isOpen(phaseOf(livedOf(stored), createdAt))) return;
  const [earlier] = await query<{ definition: string }>(
    trx,
    'SELECT definition FROM campaign_versions WHERE campaign_id = ? AND number < ? ORDER BY number DESC LIMIT 1',
    [campaignId, number],
  );
  const stage = phaseUnder(earlier?.definition, stored.life, createdAt);
  if (!isOpen(stage)) await trx('campaigns').where({ id: campaignId }).update({ stage, stage_at: createdAt });
}

/** What a campaign was under an earlier version; a version that cannot be read opened nothing. */
function phaseUnder(definition: string | undefined, life: LifeCycle, at: number): Phase {
  try {
    return definition === undefined
      ? 'draft'
      : phaseOf(livedOf({ file: (JSON.parse(definition) as Definition).file, life }), at);
  } catch {
    return 'draft';
  }
}
