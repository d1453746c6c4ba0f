import { insertRecords, query, type Db } from '../platform/db.js';

/** That somebody was erased, or is going to be once their letters have left. It names nobody. */
export type Erasure = {
  readonly id: string;
  readonly organizationId: string;
  readonly supporterId: string;
  /** A keyed digest of the canonical address. */
  readonly addressDigest: string;
  /** They asked an organizer for it, did it by a mailed link, or the organization's period was over. */
  readonly why: 'asked' | 'by-themselves' | 'retention';
  /** What happens to letters that have not left. */
  readonly waiting: 'cancel' | 'finish';
  readonly userId: string | null;
  readonly who: string;
  readonly askedAt: number;
  /** null while letters are still on their way. */
  readonly doneAt: number | null;
  readonly actions: number;
};

const ERASURE = `SELECT id, organization_id AS "organizationId", supporter_id AS "supporterId",
  address_digest AS "addressDigest", why, waiting, user_id AS "userId", who, asked_at AS "askedAt",
  done_at AS "doneAt", actions FROM erasures`;

export async function findErasure(db: Db, supporterId: string): Promise<Erasure | undefined> {
  return (await query<Erasure>(db, `${ERASURE} WHERE supporter_id = ?`, [supporterId]))[0];
}

/** Erasures of people who had an address, newest first; one who came again may have been erased again. */
export function listErasuresOf(db: Db, organizationId: string, addressDigest: string): Promise<Erasure[]> {
  const sql = `${ERASURE} WHERE organization_id = ? AND address_digest = ? ORDER BY asked_at DESC LIMIT 20`;
  return query(db, sql, [organizationId, addressDigest]);
}

/** Erasures that wait for letters to leave, the oldest first, behind one of them. */
export function listOpenErasures(db: Db, after: Pick<Erasure, 'askedAt' | 'id'>, limit: number): Promise<Erasure[]> {
  const sql = `${ERASURE} WHERE done_at IS NULL AND (asked_at, id) > (CAST(? AS bigint), ?) ORDER BY asked_at, id LIMIT ?`;
  return query(db, sql, [after.askedAt, after.id, limit]);
}

/** Notes that people are to be erased; who asks again may change what happens to letters that have not left. */
export async function insertErasures(trx: Db, erasures: readonly Erasure[]): Promise<void> {
  const columns = {
    id: 'text',
    organization_id: 'text',
    supporter_id: 'text',
    address_digest: 'text',
    why: 'text',
    waiting: 'text',
    user_id: 'text',
    who: 'text',
    asked_at: 'bigint',
    done_at: 'bigint',
    actions: 'bigint',
  } as const;
  const rows = erasures.map((one) => ({
    ...one,
    organization_id: one.organizationId,
    supporter_id: one.supporterId,
    address_digest: one.addressDigest,
    user_id: one.userId,
    asked_at: one.askedAt,
    done_at: one.doneAt,
  }));
  const conflict = 'ON CONFLICT (supporter_id) DO UPDATE SET waiting = excluded.waiting';
  await insertRecords(trx, { table: 'erasures', columns, conflict }, rows);
}

export async function endErasure(
  trx: Db,
  supporterId: string,
  { at, actions }: { readonly at: number; readonly actions: number },
): Promise<void> {
  await trx('erasures').where({ supporter_id: supporterId }).update({ done_at: at, actions });
}
