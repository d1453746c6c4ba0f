import { query, type Db } from '../platform/db.js';

/** A long work over many letters, which goes on where it stopped, whoever asks for the next step. */
export type LetterWork = {
  readonly id: string;
  readonly organizationId: string;
  /** One of `letterActs`, or `let-go` for letters that a reviewer let go. */
  readonly act: string;
  /** Which letters, as JSON: a query, or for `let-go` their ids. */
  readonly about: string;
  readonly reason: string;
  /** The last letter that was looked at; '' before the first. */
  readonly cursor: string;
  /** How many letters were looked at, and how many of them changed. */
  readonly looked: number;
  readonly changed: number;
  readonly beganAt: number;
  readonly endedAt: number | null;
};

const COLUMNS = `id, organization_id AS "organizationId", act, about, reason, cursor, looked, changed,
  began_at AS "beganAt", ended_at AS "endedAt"`;

export async function insertWork(trx: Db, work: LetterWork): Promise<void> {
  await trx('letter_works').insert({
    id: work.id,
    organization_id: work.organizationId,
    act: work.act,
    about: work.about,
    reason: work.reason,
    cursor: work.cursor,
    looked: work.looked,
    changed: work.changed,
    began_at: work.beganAt,
    ended_at: work.endedAt,
  });
}

/** A work of the organization. */
export async function findWork(db: Db, organizationId: string, id: string): Promise<LetterWork | undefined> {
  if (!/^\w{1,40}$/.test(id)) return undefined;
  const sql = `SELECT ${COLUMNS} FROM letter_works WHERE id = ? AND organization_id = ?`;
  return (await query<LetterWork>(db, sql, [id, organizationId]))[0];
}

/** What a step came to. */
export type WorkStep = {
  readonly cursor: string;
  readonly looked: number;
  readonly changed: number;
  readonly endedAt: number | null;
};

/** Notes a step, unless somebody else's step was noted since. */
export async function noteStep(trx: Db, work: LetterWork, step: WorkStep): Promise<void> {
  await trx.raw(
    `UPDATE letter_works SET cursor = ?, looked = looked + ?, changed = changed + ?, ended_at = ?
      WHERE id = ? AND cursor = ? AND ended_at IS NULL`,
    [step.cursor, step.looked, step.changed, step.endedAt, work.id, work.cursor],
  );
}
