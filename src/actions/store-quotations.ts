import { insertRecords, query, type Db } from '../platform/db.js';
import type { NewAction } from './action.js';
import { quotedAs } from './quotation.js';

export type QuotationState = 'new' | 'shown' | 'hidden' | 'withdrawn';

/** Own words of a supporter who agreed to be quoted. */
export type Quotation = {
  /** The action's id. */
  readonly id: string;
  readonly words: string;
  /** `Ana, 80202` or `A constituent`, as the supporter chose. */
  readonly by: string;
  readonly state: QuotationState;
  readonly consent: string;
};

type Row = {
  readonly id: string;
  readonly words: string;
  readonly withName: number;
  readonly givenName: string;
  readonly locality: string | null;
  readonly area: string;
  readonly state: QuotationState;
  readonly consent: string;
};

const COLUMNS = `quotations.id, own_words AS words, with_name AS "withName", given_name AS "givenName", locality,
                 postal_area AS area, quotations.state, consent`;

/** Words of somebody whose address is not confirmed or not theirs, or who took their letter back, are nobody's to quote. */
const IS_THEIRS = `own_words IS NOT NULL AND own_words <> '' AND disowned_at = 0
  AND (must_confirm = 0 OR confirmed_at IS NOT NULL)`;

export async function insertQuotations(trx: Db, actions: readonly NewAction[]): Promise<void> {
  const columns = {
    id: 'text',
    campaign_id: 'text',
    consent: 'text',
    with_name: 'bigint',
    given_at: 'bigint',
    state: 'text',
  } as const;
  await insertRecords(
    trx,
    { table: 'quotations', columns },
    actions.flatMap(({ id, campaignId, quotation, createdAt }) => {
      if (!quotation) return [];
      const with_name = quotation.withName ? 1 : 0;
      return [
        { id, campaign_id: campaignId, consent: quotation.consent, with_name, given_at: createdAt, state: 'new' },
      ];
    }),
  );
}

/** A campaign's quotations in a state, the oldest first. */
export async function listQuotations(
  db: Db,
  campaignId: string,
  { state, after, limit }: { readonly state: QuotationState; readonly after: string; readonly limit: number },
): Promise<Quotation[]> {
  const rows = await query<Row>(
    db,
    `SELECT ${COLUMNS} FROM quotations JOIN actions ON actions.id = quotations.id
      WHERE quotations.campaign_id = ? AND quotations.state = ? AND quotations.id > ? AND ${IS_THEIRS}
        AND EXISTS (SELECT 1 FROM letters JOIN deliveries ON deliveries.letter_id = letters.id
                     WHERE letters.action_id = quotations.id AND deliveries.state <> 'cancelled')
      ORDER BY quotations.id LIMIT ?`,
    [campaignId, state, after, limit],
  );
  return rows.map(asQuotation);
}

/** What an office's report may quote: chosen by an organizer, agreed to, in a letter to this office. */
export async function listQuotationsFor(
  db: Db,
  { campaignId, officeId }: { readonly campaignId: string; readonly officeId: string },
  limit: number,
): Promise<Quotation[]> {
  const rows = await query<Row>(
    db,
    `SELECT ${COLUMNS} FROM quotations JOIN actions ON actions.id = quotations.id
       JOIN letters ON letters.action_id = quotations.id AND letters.office_id = ?
       JOIN deliveries ON deliveries.letter_id = letters.id AND deliveries.state <> 'cancelled'
      WHERE quotations.campaign_id = ? AND quotations.state = 'shown' AND ${IS_THEIRS}
      ORDER BY quotations.id LIMIT ?`,
    [officeId, campaignId, limit],
  );
  return rows.map(asQuotation);
}

/** Notes an organizer's choice; answers whether the campaign has such a quotation that was not withdrawn. */
export async function decideQuotation(
  trx: Db,
  of: { readonly campaignId: string; readonly id: string },
  choice: { readonly state: 'new' | 'shown' | 'hidden'; readonly by: string; readonly at: number },
): Promise<boolean> {
  const rows = await query<{ id: string }>(
    trx,
    `UPDATE quotations SET state = ?, looked_by = ?, looked_at = ?
      WHERE campaign_id = ? AND id = ? AND state <> 'withdrawn' RETURNING id`,
    [choice.state, choice.by, choice.at, of.campaignId, of.id],
  );
  return rows.length > 0;
}

/** Whether an action's own words may be quoted now. */
export async function mayBeQuoted(db: Db, actionId: string): Promise<boolean> {
  const rows = await query(db, `SELECT id FROM quotations WHERE id = ? AND state <> 'withdrawn'`, [actionId]);
  return rows.length > 0;
}

/** Takes the consent back for good. */
export async function withdrawQuotation(trx: Db, actionId: string): Promise<void> {
  await trx.raw(`UPDATE quotations SET state = 'withdrawn' WHERE id = ?`, [actionId]);
}

function asQuotation({ withName, givenName, locality, area, ...row }: Row): Quotation {
  const { id, words, state, consent } = row;
  return { id, words, state, consent, by: quotedAs({ withName: withName === 1, givenName, place: locality ?? area }) };
}
