import { suspicionsIn, type Suspicion } from '../abuse/index.js';
import { query, type Db } from '../platform/db.js';
import { inTurn } from '../platform/in-turn.js';

/** What became of suspected people's letters so far. */
export const SCREENED_FATES = ['waiting', 'let-go', 'not-sent'] as const;
export type ScreenedFate = (typeof SCREENED_FATES)[number];

/** Suspected people of a campaign, by what became of their letters. */
export type Screened = Readonly<Record<ScreenedFate, number>>;

type Row = {
  readonly campaignId: string;
  readonly suspicions: string;
  readonly fate: ScreenedFate;
  readonly people: number;
};

/**
 * Suspected people of some campaigns since a moment: by campaign with what became of their letters, and by reason, where
 * one with two reasons counts under both. Of each campaign the newest `most` are looked at.
 */
export async function readScreened(
  db: Db,
  campaignIds: readonly string[],
  { since, most }: { readonly since: number; readonly most: number },
): Promise<{
  readonly byCampaign: ReadonlyMap<string, Screened>;
  readonly byReason: ReadonlyMap<Suspicion, number>;
}> {
  const rows = (await inTurn(campaignIds, (id) => readOne(db, id, { since, most }))).flat();
  const byCampaign = new Map<string, Screened>();
  const byReason = new Map<Suspicion, number>();
  for (const { campaignId, suspicions, fate, people } of rows) {
    const known = byCampaign.get(campaignId) ?? { waiting: 0, 'let-go': 0, 'not-sent': 0 };
    byCampaign.set(campaignId, { ...known, [fate]: known[fate] + people });
    for (const kind of suspicionsIn(suspicions)) byReason.set(kind, (byReason.get(kind) ?? 0) + people);
  }
  return { byCampaign, byReason };
}

function readOne(db: Db, campaignId: string, { since, most }: { since: number; most: number }): Promise<Row[]> {
  return query(
    db,
    `SELECT campaign_id AS "campaignId", suspicions, fate, COUNT(*) AS people FROM (
       SELECT campaign_id, suspicions,
              CASE WHEN cleared_at IS NOT NULL THEN 'let-go'
                   WHEN EXISTS (SELECT 1 FROM letters JOIN deliveries ON letter_id = letters.id
                                 WHERE action_id = actions.id AND (state || '') = 'held') THEN 'waiting'
                   ELSE 'not-sent' END AS fate
         FROM actions WHERE campaign_id = ? AND created_at >= ? AND suspicions IS NOT NULL
        ORDER BY created_at DESC LIMIT ?
     ) AS suspected GROUP BY campaign_id, suspicions, fate`,
    [campaignId, since, most],
  );
}
