import type { Roster } from '../offices/index.js';

/** An office and who holds it, in words. */
export type OfficeFacts = {
  readonly id: string;
  /** As it stands in addresses: an id's slashes would part them. */
  readonly key: string;
  readonly name: string;
  readonly body: string;
  readonly title: string;
  /** '' while the office is vacant. */
  readonly holder: string;
  readonly party: string;
  /** The holder's key in the roster; '' while the office is vacant. */
  readonly person: string;
};

/** What the roster says of an office today; of one that is gone only its id is known. */
export function officeOf(roster: Roster, officeId: string): OfficeFacts {
  const office = roster.offices.get(officeId);
  const holder = roster.holderOf(officeId);
  return {
    id: officeId,
    key: officeKey(officeId),
    name: office?.name ?? officeId,
    body: office ? (roster.bodies.get(office.bodyId)?.name ?? '') : '',
    title: office?.title ?? '',
    holder: holder?.name ?? '',
    party: holder?.party ?? '',
    person: holder?.key ?? '',
  };
}

export function officeKey(officeId: string): string {
  return officeId.replaceAll('/', '~');
}

export function officeIdOf(key: string): string {
  return key.replaceAll('~', '/');
}
