import { query, records, type Db } from '../platform/db.js';

/** A message of organizers to the senders of letters that failed. */
export type SenderMessage = {
  readonly id: string;
  readonly organizationId: string;
  /** A LetterQuery as JSON. */
  readonly about: string;
  /** The part of the list's address by which the letters were found. */
  readonly foundBy: string;
  readonly subject: string;
  readonly text: string;
  readonly madeAt: number;
  /** When this very text was sent to its writer. */
  readonly testedAt: number | null;
  readonly beganAt: number | null;
  /** The last letter that was looked at. */
  readonly cursor: string;
  /** Letters that it is about so far, and people that it was planned for. */
  readonly letters: number;
  readonly people: number;
  readonly endedAt: number | null;
};

const COLUMNS = `id, organization_id AS "organizationId", about, found_by AS "foundBy", subject, text, made_at AS "madeAt",
  tested_at AS "testedAt", began_at AS "beganAt", cursor, letters, people, ended_at AS "endedAt"`;

/** When somebody was written to about a letter, and under which subject. */
export type TellingAbout = { readonly subject: string; readonly at: number };

export function listTellings(db: Db, deliveryId: string): Promise<TellingAbout[]> {
  return query(
    db,
    `SELECT subject, at FROM message_letters JOIN sender_messages ON sender_messages.id = message_id WHERE delivery_id = ?`,
    [deliveryId],
  );
}

export async function insertMessage(
  trx: Db,
  message: Pick<SenderMessage, 'id' | 'organizationId' | 'about' | 'foundBy' | 'subject' | 'text' | 'madeAt'>,
): Promise<void> {
  await trx('sender_messages').insert({
    id: message.id,
    organization_id: message.organizationId,
    about: message.about,
    found_by: message.foundBy,
    subject: message.subject,
    text: message.text,
    made_at: message.madeAt,
  });
}

/** A message of the organization. */
export async function findMessage(db: Db, organizationId: string, id: string): Promise<SenderMessage | undefined> {
  if (!/^\w{1,40}$/.test(id)) return undefined;
  const sql = `SELECT ${COLUMNS} FROM sender_messages WHERE id = ? AND organization_id = ?`;
  return (await query<SenderMessage>(db, sql, [id, organizationId]))[0];
}

/** A message whatever organization it is of, for the mails that it became. */
export async function findAnyMessage(db: Db, id: string): Promise<SenderMessage | undefined> {
  return (await query<SenderMessage>(db, `SELECT ${COLUMNS} FROM sender_messages WHERE id = ?`, [id]))[0];
}

/** The newest messages of an organization. */
export function listMessages(db: Db, organizationId: string, limit: number): Promise<SenderMessage[]> {
  const sql = `SELECT ${COLUMNS} FROM sender_messages WHERE organization_id = ? ORDER BY id DESC LIMIT ?`;
  return query(db, sql, [organizationId, limit]);
}

/** Changes the words of a message that has not begun; it is then to be tested again. */
export async function rewriteMessage(
  trx: Db,
  { id, subject, text }: Pick<SenderMessage, 'id' | 'subject' | 'text'>,
): Promise<void> {
  await trx.raw(
    `UPDATE sender_messages SET tested_at = CASE WHEN subject = ? AND text = ? THEN tested_at END, subject = ?, text = ?
      WHERE id = ? AND began_at IS NULL`,
    [subject, text, subject, text, id],
  );
}

export async function markTested(trx: Db, { id, subject, text }: SenderMessage, at: number): Promise<void> {
  await trx('sender_messages').where({ id, subject, text }).update({ tested_at: at });
}

/** Lets a message go out that was tested, once; false where it was not tested or has begun. */
export async function beginMessage(trx: Db, id: string, at: number): Promise<boolean> {
  const rows = await query(
    trx,
    `UPDATE sender_messages SET began_at = ? WHERE id = ? AND began_at IS NULL AND tested_at IS NOT NULL RETURNING id`,
    [at, id],
  );
  return rows.length > 0;
}

/** The message that began first and has not come to its end. */
export async function findBegun(db: Db): Promise<SenderMessage | undefined> {
  const sql = `SELECT ${COLUMNS} FROM sender_messages WHERE began_at IS NOT NULL AND ended_at IS NULL ORDER BY began_at LIMIT 1`;
  return (await query<SenderMessage>(db, sql))[0];
}

/** Whom a letter's message goes to. */
export type Recipient = { readonly actionId: string; readonly email: string };

/** Notes that letters are told about by a message, those that no message was about; answers whom to write to. */
export async function noteTold(
  trx: Db,
  message: Pick<SenderMessage, 'id'>,
  { deliveryIds, at }: { readonly deliveryIds: readonly string[]; readonly at: number },
): Promise<{ readonly letters: number; readonly recipients: Recipient[] }> {
  const rows = deliveryIds.map((id) => ({ id }));
  const wanted = records(trx, { id: 'text' }, rows);
  const told = await query<{ id: string }>(
    trx,
    `INSERT INTO message_letters (delivery_id, message_id, action_id, at)
     SELECT deliveries.id, CAST(? AS text), action_id, CAST(? AS bigint)
       FROM ${wanted.sql} JOIN deliveries ON deliveries.id = r.id JOIN letters ON letters.id = letter_id WHERE true
     ON CONFLICT DO NOTHING RETURNING action_id AS id`,
    [message.id, at, wanted.binding],
  );
  const actions = records(
    trx,
    { id: 'text' },
    [...new Set(told.map(({ id }) => id))].map((id) => ({ id })),
  );
  const recipients = await query<Recipient>(
    trx,
    `SELECT actions.id AS "actionId", email FROM ${actions.sql} JOIN actions ON actions.id = r.id
       JOIN supporters ON supporters.id = supporter_id WHERE email <> ''`,
    [actions.binding],
  );
  return { letters: told.length, recipients };
}

/** Notes how far a message has come. */
export async function noteProgress(
  trx: Db,
  step: {
    readonly id: string;
    readonly cursor: string;
    readonly letters: number;
    readonly people: number;
    readonly endedAt: number | null;
  },
): Promise<void> {
  await trx.raw(
    `UPDATE sender_messages SET cursor = ?, letters = letters + ?, people = people + ?, ended_at = ? WHERE id = ?`,
    [step.cursor, step.letters, step.people, step.endedAt, step.id],
  );
}

/** How the mails of a message stand, by their state. */
export async function countMails(db: Db, messageId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await query<{ state: string; mails: number }>(
    db,
    `SELECT state, COUNT(*) AS mails FROM notices WHERE kind = 'message' AND part = ? GROUP BY state`,
    [messageId],
  );
  return new Map(rows.map(({ state, mails }) => [state, mails]));
}

/** The letters of an action that a message is about. */
export async function listMessageLetters(db: Db, messageId: string, actionId: string): Promise<ReadonlySet<string>> {
  const rows = await query<{ id: string }>(
    db,
    'SELECT delivery_id AS id FROM message_letters WHERE message_id = ? AND action_id = ?',
    [messageId, actionId],
  );
  return new Set(rows.map(({ id }) => id));
}
