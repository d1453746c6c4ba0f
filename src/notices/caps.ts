import type { NewNotice, NoticeKind } from './notice.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Mails of one group that an address gets in 24 hours at the most, over all campaigns: it may be another person's. */
export const MAILS_PER_DAY = 3;

/**
 * Mails of all groups together that an address gets in 24 hours, but for those that organizers write: whoever types a
 * stranger's address has no more than these sent there, however many campaigns there are.
 */
export const ALL_MAILS_PER_DAY = 5;

/** A mail that would have to wait longer for its turn is of no use any more. */
const LONGEST_WAIT_MS = 7 * DAY_MS;

/** Mails that share a cap. */
type Group = 'confirm' | 'copy' | 'news' | 'again' | 'link';

const groupOf: Readonly<Record<NoticeKind, Group>> = {
  confirm: 'confirm',
  'confirm-reminder': 'confirm',
  copy: 'copy',
  failed: 'news',
  ask: 'news',
  'ask-reminder': 'news',
  message: 'news',
  again: 'again',
  link: 'link',
};

/** A mail that an address got or is about to get. */
export type Planned = Pick<NewNotice, 'addressKey' | 'kind' | 'plannedAt'>;

/**
 * Gives each mail the first moment at which its address has not had too many. What cannot wait is left out then: a copy,
 * since its text stands on the receipt, and what was asked for by a button or by writing again; so is every mail that would wait for a week.
 */
export function withinCaps(wanted: readonly NewNotice[], earlier: readonly Planned[]): NewNotice[] {
  const planned: Planned[] = [...earlier];
  return wanted.flatMap((notice) => {
    const group = groupOf[notice.kind];
    const own = planned.filter(({ addressKey }) => addressKey === notice.addressKey);
    const inGroup = own.filter(({ kind }) => groupOf[kind] === group);
    const inGroupAt = turnOf(inGroup, MAILS_PER_DAY, notice.plannedAt);
    const unasked = own.filter(({ kind }) => kind !== 'message');
    const plannedAt = notice.kind === 'message' ? inGroupAt : turnOf(unasked, ALL_MAILS_PER_DAY, inGroupAt);
    const wait = plannedAt - notice.plannedAt;
    if (wait > (canWait(notice) ? LONGEST_WAIT_MS : 0)) return [];
    const turn = { ...notice, plannedAt };
    planned.push(turn);
    return [turn];
  });
}

/** A copy cannot, nor can a mail that somebody asks for by a button or by writing again, which they may do once more. */
function canWait({ kind, part }: NewNotice): boolean {
  return kind !== 'copy' && kind !== 'again' && kind !== 'link' && (kind !== 'confirm' || part === '');
}

/** The first moment from `now` on that is a day behind the mail that many mails ago. */
function turnOf(mails: readonly Pick<Planned, 'plannedAt'>[], most: number, now: number): number {
  const moments = mails.map(({ plannedAt }) => plannedAt).sort((a, b) => a - b);
  const before = moments.at(-most);
  return before === undefined ? now : Math.max(now, before + DAY_MS);
}

/** From when on earlier mails count. */
export function capsSince(now: number): number {
  return now - DAY_MS;
}
