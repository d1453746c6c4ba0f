import type { FailureReason } from '../deliveries/index.js';
import { dayOf, dayText } from '../platform/clock.js';
import { idRecords, query, type Db } from '../platform/db.js';
import { GoneError } from '../platform/errors.js';
import type { Typed } from './repeat.js';

/** An action, or what somebody typed who wrote again, as its receipt shows it. */
export type ReceiptRow = {
  /** The action, or the first action of the address where this is the receipt of a repeat. */
  readonly actionId: string;
  readonly campaignId: string;
  readonly versionId: string;
  /** The source that the action is counted for; '' for none. */
  readonly source: string;
  readonly createdAt: number;
  /** The submission was to be confirmed by mail before it goes out. */
  readonly mustConfirm: boolean;
  /** When somebody typed this person's address anew and was shown this receipt, as was done before 2027. */
  readonly guardedAt: number | null;
  /** When the owner of the address said that somebody else wrote it; 0 for never. */
  readonly disownedAt: number;
  /** When the organization's period for keeping texts was over. */
  readonly textsErasedAt: number | null;
  /** For how many days the organization keeps texts; null for as long as the campaign. */
  readonly keepTextsDays: number | null;
};

/** The receipt of a repeat; what was typed is null once it is kept no longer. */
export type RepeatRow = { readonly id: string; readonly receipt: ReceiptRow; readonly typed: Typed | null };

type Stored = Omit<ReceiptRow, 'mustConfirm'> & { readonly mustConfirm: number; readonly erasedAt: number | null };

/** What a token is made of; PostgreSQL fails on a parameter with a NUL in it. */
const TOKEN = /^[\w-]+$/;

const OF_PERSON = `JOIN supporters ON supporters.id = supporter_id
       JOIN organizations ON organizations.id = supporters.organization_id`;

/** The receipt of an action, by the secret in its address or by the action. @throws GoneError where the person was erased */
export async function findReceipt(
  db: Db,
  by: { readonly token: string } | { readonly actionId: string },
): Promise<ReceiptRow | undefined> {
  const [column, value] = 'token' in by ? ['token', by.token] : ['actions.id', by.actionId];
  if (!TOKEN.test(value)) return undefined;
  const [row] = await query<Stored>(
    db,
    `SELECT actions.id AS "actionId", campaign_id AS "campaignId", version_id AS "versionId", source,
            actions.created_at AS "createdAt", must_confirm AS "mustConfirm", guarded_at AS "guardedAt", texts_erased_at AS "textsErasedAt",
            disowned_at AS "disownedAt", keep_texts_days AS "keepTextsDays", erased_at AS "erasedAt"
       FROM actions ${OF_PERSON} WHERE ${column} = ?`,
    [value],
  );
  return row && notErased(row);
}

type StoredRepeat = Stored & { readonly id: string; readonly typed: string | null };

const REPEATS = `SELECT repeats.id, typed, repeats.action_id AS "actionId", repeats.campaign_id AS "campaignId",
            repeats.version_id AS "versionId", repeats.created_at AS "createdAt", keep_texts_days AS "keepTextsDays",
            erased_at AS "erasedAt"
       FROM repeats JOIN actions ON actions.id = repeats.action_id ${OF_PERSON}`;

/** The receipt of a repeat. @throws GoneError where the person was erased */
export async function findRepeat(db: Db, token: string): Promise<RepeatRow | undefined> {
  if (!TOKEN.test(token)) return undefined;
  const [row] = await query<StoredRepeat>(db, `${REPEATS} WHERE repeats.token = ?`, [token]);
  return row && asRepeat(row);
}

/** The newest of what was written again after an action and is kept. @throws GoneError where the person was erased */
export async function listRepeats(db: Db, actionId: string, limit: number): Promise<RepeatRow[]> {
  const rows = await query<StoredRepeat>(
    db,
    `${REPEATS} WHERE repeats.action_id = ? AND typed IS NOT NULL ORDER BY repeats.created_at DESC, repeats.id DESC LIMIT ?`,
    [actionId, limit],
  );
  return rows.map(asRepeat);
}

function asRepeat({ id, typed: stored, ...rest }: StoredRepeat): RepeatRow {
  const typed = stored === null ? null : (JSON.parse(stored) as Typed);
  const own = { source: typed?.source ?? '', mustConfirm: typed?.mustConfirm ? 1 : 0 };
  const receipt = notErased({ ...rest, ...own, guardedAt: null, disownedAt: 0, textsErasedAt: null });
  return { id, typed, receipt };
}

function notErased({ erasedAt, mustConfirm, ...receipt }: Stored): ReceiptRow {
  if (erasedAt !== null) throw new GoneError(`${ERASED} ${dayText(dayOf(erasedAt, 'utc'))}. ${STAYS}`);
  return { ...receipt, mustConfirm: mustConfirm === 1 };
}

const ERASED = 'All data of the person whose receipt this was were erased on';
const STAYS = 'That letters were written is still counted, without saying by whom.';

/** Changes what a repeat's receipt shows. */
export async function updateTyped(trx: Db, id: string, typed: Typed): Promise<void> {
  await trx('repeats')
    .where({ id })
    .whereNotNull('typed')
    .update({ typed: JSON.stringify(typed) });
}

/** What a person noted of a letter on a receipt that shows it as it was taken; see the table receipt_notes. */
export type ReceiptNote = {
  readonly deliveryId: string;
  readonly kind: 'back' | 'sent' | 'failed';
  readonly at: number;
  readonly why: FailureReason | null;
};

/** Keeps a note; the same one again changes nothing. */
export async function recordNote(trx: Db, { deliveryId, kind, at, why }: ReceiptNote): Promise<void> {
  await trx.raw(
    `INSERT INTO receipt_notes (delivery_id, kind, at, why) VALUES (?, ?, ?, CAST(? AS text))
     ON CONFLICT (delivery_id) DO UPDATE SET kind = excluded.kind, at = excluded.at, why = excluded.why
      WHERE receipt_notes.kind <> excluded.kind`,
    [deliveryId, kind, at, why],
  );
}

export async function deleteNote(trx: Db, deliveryId: string): Promise<void> {
  await trx('receipt_notes').where({ delivery_id: deliveryId }).delete();
}

/** The notes of letters, by the ids of their deliveries. */
export async function listNotes(db: Db, deliveryIds: readonly string[]): Promise<ReadonlyMap<string, ReceiptNote>> {
  const wanted = idRecords(db, deliveryIds);
  const rows = await query<ReceiptNote>(
    db,
    `SELECT delivery_id AS "deliveryId", kind, at, why FROM ${wanted.sql} JOIN receipt_notes ON delivery_id = r.id`,
    [wanted.binding],
  );
  return new Map(rows.map((row) => [row.deliveryId, row]));
}
