import { insertRecords, isPostgres, query, records, type Db } from '../../platform/db.js';
import { reasonText, type Delivery } from '../delivery.js';
import { DELIVERY_COLUMNS } from '../store.js';

/** What a mail to a letter's return address was. */
export type NoteKind = 'hard' | 'soft' | 'delayed' | 'arrived' | 'complaint' | 'auto-reply' | 'reply';

/** A mail that came to a letter's return address, without its text. */
export type BounceNote = {
  readonly id: string;
  readonly deliveryId: string;
  /** The same for the same mail. */
  readonly mailKey: string;
  readonly receivedAt: number;
  readonly kind: NoteKind;
  /** `5.1.1`; '' where none was given. */
  readonly status: string;
  /** What the other server said; '' for what people or their programs write. */
  readonly answer: string;
};

const NOTE_COLUMNS = {
  id: 'text',
  delivery_id: 'text',
  mail_key: 'text',
  received_at: 'bigint',
  kind: 'text',
  status: 'text',
  answer: 'text',
} as const;

/** Notes a mail; false where it was noted before. */
export async function insertNote(trx: Db, note: BounceNote): Promise<boolean> {
  const row = {
    id: note.id,
    delivery_id: note.deliveryId,
    mail_key: note.mailKey,
    received_at: note.receivedAt,
    kind: note.kind,
    status: note.status,
    answer: reasonText(note.answer),
  };
  const from = records(trx, NOTE_COLUMNS, [row]);
  const names = Object.keys(NOTE_COLUMNS).join(', ');
  const inserted = await query(
    trx,
    `INSERT INTO bounces (${names}) SELECT ${names} FROM ${from.sql} WHERE true
      ON CONFLICT (delivery_id, mail_key) DO NOTHING RETURNING id`,
    [from.binding],
  );
  return inserted.length > 0;
}

export async function isNoted(db: Db, mail: Pick<BounceNote, 'deliveryId' | 'mailKey'>): Promise<boolean> {
  const rows = await query(db, 'SELECT id FROM bounces WHERE delivery_id = ? AND mail_key = ?', [
    mail.deliveryId,
    mail.mailKey,
  ]);
  return rows.length > 0;
}

/** How many mails of a kind came for a letter since a moment. */
export async function countNotes(
  db: Db,
  of: { readonly deliveryId: string; readonly kind: NoteKind; readonly since: number },
): Promise<number> {
  const rows = await query<{ count: number }>(
    db,
    'SELECT count(*) AS count FROM bounces WHERE delivery_id = ? AND kind = ? AND received_at >= ?',
    [of.deliveryId, of.kind, of.since],
  );
  return rows[0]?.count ?? 0;
}

/** The newest notes, or those of one letter. */
export function listNotes(
  db: Db,
  of: { readonly deliveryId: string | undefined; readonly limit: number },
): Promise<BounceNote[]> {
  const where = of.deliveryId === undefined ? '' : 'WHERE delivery_id = ?';
  return query(
    db,
    `SELECT id, delivery_id AS "deliveryId", mail_key AS "mailKey", received_at AS "receivedAt", kind, status, answer
       FROM bounces ${where} ORDER BY id DESC LIMIT ?`,
    [...(of.deliveryId === undefined ? [] : [of.deliveryId]), of.limit],
  );
}

export async function findDelivery(db: Db, id: string): Promise<Delivery | undefined> {
  return (await query<Delivery>(db, `SELECT ${DELIVERY_COLUMNS} FROM deliveries WHERE id = ?`, [id]))[0];
}

/** Whether the letter's supporter was erased: nothing that other servers say of it is kept then. */
export async function isOfErased(db: Db, deliveryId: string): Promise<boolean> {
  const rows = await query(
    db,
    `SELECT deliveries.id FROM deliveries JOIN letters ON letters.id = letter_id JOIN actions ON actions.id = action_id
       JOIN supporters ON supporters.id = supporter_id WHERE deliveries.id = ? AND erased_at IS NOT NULL`,
    [deliveryId],
  );
  return rows.length > 0;
}

/** A delivery's row, kept from changing until the transaction ends. */
export async function lockDelivery(trx: Db, id: string): Promise<Delivery | undefined> {
  const sql = `SELECT ${DELIVERY_COLUMNS} FROM deliveries WHERE id = ?${isPostgres(trx) ? ' FOR UPDATE' : ''}`;
  return (await query<Delivery>(trx, sql, [id]))[0];
}

/** Lets a note wait until its letter's sending has ended. */
export async function markPending(trx: Db, noteId: string): Promise<void> {
  await trx.raw('UPDATE bounces SET pending = 1 WHERE id = ?', [noteId]);
}

/** Notes that waited and whose letter is no longer being sent, oldest first. */
export function listReady(db: Db, limit: number): Promise<(BounceNote & { readonly state: string })[]> {
  return query(
    db,
    `SELECT bounces.id, delivery_id AS "deliveryId", mail_key AS "mailKey", received_at AS "receivedAt", kind, status,
            answer, deliveries.state
       FROM bounces JOIN deliveries ON deliveries.id = bounces.delivery_id
      WHERE pending = 1 AND deliveries.state <> 'sending' ORDER BY bounces.id LIMIT ?`,
    [limit],
  );
}

export async function clearPending(trx: Db, noteIds: readonly string[]): Promise<void> {
  const done = records(
    trx,
    { id: 'text' },
    noteIds.map((id) => ({ id })),
  );
  await trx.raw(`UPDATE bounces SET pending = 0 WHERE id IN (SELECT r.id FROM ${done.sql})`, [done.binding]);
}

/** A mail that nobody understood. */
export type KeptMail = {
  readonly id: string;
  readonly mailKey: string;
  readonly deliveryId: string | null;
  readonly receivedAt: number;
  readonly why: string;
  /** Base64; null once it is settled. */
  readonly raw: string | null;
  readonly settledAt: number | null;
  readonly settledAs: string | null;
};

/** Keeps a mail for a person; once for the same mail. */
export function insertKept(trx: Db, mail: Omit<KeptMail, 'settledAt' | 'settledAs'>): Promise<void> {
  const columns = {
    id: 'text',
    mail_key: 'text',
    delivery_id: 'text',
    received_at: 'bigint',
    why: 'text',
    raw: 'private',
  } as const;
  const row = {
    id: mail.id,
    mail_key: mail.mailKey,
    delivery_id: mail.deliveryId,
    received_at: mail.receivedAt,
    why: mail.why,
    raw: mail.raw,
  };
  return insertRecords(trx, { table: 'kept_mails', columns, conflict: 'ON CONFLICT (mail_key) DO NOTHING' }, [row]);
}

/** How many mails about a letter were kept since a moment. */
export async function countKept(db: Db, deliveryId: string, since: number): Promise<number> {
  const rows = await query<{ count: number }>(
    db,
    'SELECT count(*) AS count FROM kept_mails WHERE delivery_id = ? AND received_at >= ?',
    [deliveryId, since],
  );
  return rows[0]?.count ?? 0;
}

const KEPT_COLUMNS = `id, mail_key AS "mailKey", delivery_id AS "deliveryId", received_at AS "receivedAt", why,
  settled_at AS "settledAt", settled_as AS "settledAs"`;

/** Mails that wait for a person, oldest first, without their text. */
export function listKept(db: Db, limit: number): Promise<Omit<KeptMail, 'raw'>[]> {
  return query(db, `SELECT ${KEPT_COLUMNS} FROM kept_mails WHERE settled_at IS NULL ORDER BY id LIMIT ?`, [limit]);
}

/** Those that are about letters of the campaigns. */
export async function listKeptOf(
  db: Db,
  campaignIds: readonly string[],
  { limit, id }: { readonly limit: number; readonly id?: string },
): Promise<(KeptMail & { readonly campaignId: string })[]> {
  if (campaignIds.length === 0) return [];
  const columns = KEPT_COLUMNS.replace(/^id/, 'kept_mails.id');
  return query(
    db,
    `SELECT ${columns}, raw, campaign_id AS "campaignId" FROM kept_mails JOIN deliveries ON deliveries.id = delivery_id
      WHERE settled_at IS NULL AND campaign_id IN (${campaignIds.map(() => '?').join(', ')})
        ${id === undefined ? '' : 'AND kept_mails.id = ?'} ORDER BY kept_mails.id LIMIT ?`,
    [...campaignIds, ...(id === undefined ? [] : [id]), limit],
  );
}

export async function findKept(db: Db, id: string): Promise<KeptMail | undefined> {
  return (await query<KeptMail>(db, `SELECT ${KEPT_COLUMNS}, raw FROM kept_mails WHERE id = ?`, [id]))[0];
}

/** Closes a kept mail and forgets its text; false where it was closed before. */
export async function closeKept(
  trx: Db,
  closed: { readonly id: string; readonly at: number; readonly as: string; readonly deliveryId: string | null },
): Promise<boolean> {
  const rows = await query(
    trx,
    `UPDATE kept_mails SET raw = NULL, settled_at = ?, settled_as = ?, delivery_id = ?
      WHERE id = ? AND settled_at IS NULL RETURNING id`,
    [closed.at, closed.as, closed.deliveryId, closed.id],
  );
  return rows.length > 0;
}
