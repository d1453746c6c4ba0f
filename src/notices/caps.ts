import type { NewNotice, NoticeKind } from './notice.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Mails of one group that an address gets in 24 hours at the most, over all campaigns: it may be another person's. */
export const MAILS_PER_DAY = 3;

/** A mail that would have to wait longer for its turn is of no use any more. */
const LONGEST_WAIT_MS = 7 * DAY_MS;

/** Mails that share a cap. */
type Group = 'confirm' | 'copy' | 'news';

const groupOf: Readonly<Record<NoticeKind, Group>> = {
  confirm: 'confirm',
  'confirm-reminder': 'confirm',
  copy: 'copy',
  failed: 'news',
  ask: 'news',
  'ask-reminder': 'news',
  message: 'news',
};

/** A mail that an address got or is about to get. */
export type Planned = Pick<NewNotice, 'addressKey' | 'kind' | 'plannedAt'>;

/**
 * Gives each mail the first moment at which its address has not had too many. What cannot wait is left out then: a copy,
 * since its text stands on the receipt, and what was asked for by a button; so is every mail that would wait for a week.
 */
export function withinCaps(wanted: readonly NewNotice[], earlier: readonly Planned[]): NewNotice[] {
  const planned: Planned[] = [...earlier];
  return wanted.flatMap((notice) => {
    const group = groupOf[notice.kind];
    const moments = planned
      .filter(({ addressKey, kind }) => addressKey === notice.addressKey && groupOf[kind] === group)
      .map(({ plannedAt }) => plannedAt);
    const plannedAt = turnOf(moments, notice.plannedAt);
    const wait = plannedAt - notice.plannedAt;
    if (wait > (canWait(notice) ? LONGEST_WAIT_MS : 0)) return [];
    const turn = { ...notice, plannedAt };
    planned.push(turn);
    return [turn];
  });
}

/** A copy cannot, nor can a mail that somebody asks for by a button, which they may press again. */
function canWait({ kind, part }: NewNotice): boolean {
  return kind !== 'copy' && (kind !== 'confirm' || part === '');
}

/** The first moment from `now` on that is a day behind the third last mail. */
function turnOf(moments: readonly number[], now: number): number {
  const thirdLast = [...moments].sort((a, b) => a - b).at(-MAILS_PER_DAY);
  return thirdLast === undefined ? now : Math.max(now, thirdLast + DAY_MS);
}

/** From when on earlier mails count. */
export function capsSince(now: number): number {
  return now - DAY_MS;
}
