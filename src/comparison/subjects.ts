import { dayText } from '../platform/clock.js';
import { dayOf } from '../platform/clock.js';
import { plain } from '../platform/number-text.js';
import type { Partner } from '../partners/index.js';
import { NO_SOURCE, OTHER_LINKS, type Facts, type Group } from './facts.js';

/** Who brought people, as a row of a table. */
export type Subject = {
  readonly group: Group;
  /** A partner's code, `links` or `none`; with a dot before it where a partner has that code. */
  readonly key: string;
  readonly name: string;
  readonly note?: string;
  readonly members: number | null;
  readonly isPartner: boolean;
};

/** The rows of groups, in the order of the cube; who was only invited is not named before it has brought people. */
export function listSubjects({ coalition, totals }: Facts): Subject[] {
  const codes = new Set(coalition.partners.map(({ code }) => code));
  const keyOf = (key: string): string => (codes.has(key) ? `.${key}` : key);
  const partners = coalition.partners.map((partner): Subject => {
    const note = noteOf(partner, coalition.timeZone);
    const rest = { group: partner.id, key: partner.code, members: partner.members, isPartner: true };
    const isSecret =
      partner.state === 'invited' && !totals.some(({ group, actions }) => group === partner.id && actions > 0);
    return { ...rest, name: isSecret ? '' : partner.name, ...(note && { note }) };
  });
  const rest = { members: null, isPartner: false };
  return [
    ...partners,
    { ...rest, group: OTHER_LINKS, key: keyOf(OTHER_LINKS), name: 'Other links' },
    { ...rest, group: NO_SOURCE, key: keyOf(NO_SOURCE), name: 'No source' },
  ];
}

function noteOf({ state, leftAt, members, membersOn }: Partner, timeZone: string): string {
  const words: string[] = [];
  if (state === 'left') words.push(leftAt === null ? 'left' : `left on ${dayText(dayOf(leftAt, timeZone))}`);
  if (state === 'invited') words.push('invited');
  if (members !== null && membersOn !== null) words.push(`${plain(members)} members as of ${dayText(membersOn)}`);
  return words.join('; ');
}
