import { query, writing, type Db } from '../platform/db.js';

const DAY_MS = 86_400_000;

/** Mails to return addresses that nobody understood wait so long for somebody to settle them. */
export const KEPT_MAIL_DAYS = 90;

/** The address of an invitation to a coalition that nobody answered is kept so long after it ran out. */
export const LATE_INVITATION_DAYS = 30;

/** What belongs to no organization's period: which rows are over, and what empties them. */
const OLD: readonly { readonly over: string; readonly empty: string; readonly days: number }[] = [
  {
    over: 'kept_mails WHERE raw IS NOT NULL AND received_at < :before',
    empty: `UPDATE kept_mails SET raw = NULL, settled_at = COALESCE(settled_at, CAST(:now AS bigint)), settled_as = 'expired'
             WHERE raw IS NOT NULL AND received_at < :before`,
    days: KEPT_MAIL_DAYS,
  },
  {
    over: `coalition_invitations WHERE email <> '' AND expires_at < :before`,
    empty: `UPDATE coalition_invitations SET email = '', email_key = '' WHERE email <> '' AND expires_at < :before`,
    days: LATE_INVITATION_DAYS,
  },
  {
    over: 'geocoder_answers WHERE expires_at < :before',
    empty: 'DELETE FROM geocoder_answers WHERE expires_at < :before',
    days: 0,
  },
];

/** Forgets what has run out. Nothing is written where nothing has; any number of processes may do so. */
export async function forgetOld(db: Db, now: number): Promise<void> {
  for (const { over, empty, days } of OLD) {
    const moments = { now, before: now - days * DAY_MS };
    const [one] = await query(db, ...bound(`SELECT 1 AS one FROM ${over} LIMIT 1`, moments));
    if (one) await writing(db, (trx) => trx.raw(...bound(empty, moments)));
  }
}

/** The statement with its moments, `:now` and `:before`, as parameters. */
function bound(
  sql: string,
  moments: { readonly now: number; readonly before: number },
): [sql: string, bindings: number[]] {
  const bindings: number[] = [];
  const placed = sql.replace(/:(now|before)\b/g, (_, name: 'now' | 'before') => {
    bindings.push(moments[name]);
    return '?';
  });
  return [placed, bindings];
}
