/** What a member is in a committee. */
export const committeeRoles = ['chair', 'ranking', 'vice-chair', 'member'] as const;

export type CommitteeRole = (typeof committeeRoles)[number];

/** A committee of a chamber, or one of both chambers. */
export type Committee = {
  /** Readable and lasting: `us-senate/ssju`, `us-co-lower/judiciary`. */
  readonly id: string;
  /** The chamber; `us-congress` or `us-co-legislature` for a joint committee. */
  readonly bodyId: string;
  readonly name: string;
  /** The committee that a subcommittee belongs to. */
  readonly parent: string | null;
};

/** Somebody's place in a committee. */
export type Membership = {
  readonly committeeId: string;
  /** The person, as officials are known: `bioguide:G000386`. */
  readonly person: string;
  readonly role: CommitteeRole;
  /** As the source says it: `Chairman`. */
  readonly title: string | null;
  /** The place in the order of the member's party, from 1. */
  readonly rank: number | null;
};

/** Committees in memory. */
export type Committees = {
  readonly byId: ReadonlyMap<string, Committee>;
  /** Chair first, then by rank. */
  readonly membersOf: (committeeId: string) => readonly Membership[];
  readonly placesOf: (person: string) => readonly Membership[];
};

export function committeesOf(committees: readonly Committee[], memberships: readonly Membership[]): Committees {
  const ofCommittee = new Map<string, Membership[]>();
  const ofPerson = new Map<string, Membership[]>();
  for (const one of [...memberships].sort(bySeniority)) {
    ofCommittee.set(one.committeeId, [...(ofCommittee.get(one.committeeId) ?? []), one]);
    ofPerson.set(one.person, [...(ofPerson.get(one.person) ?? []), one]);
  }
  return {
    byId: new Map(committees.map((one) => [one.id, one])),
    membersOf: (id) => ofCommittee.get(id) ?? [],
    placesOf: (person) => ofPerson.get(person) ?? [],
  };
}

/** Chair, ranking member, vice chairs, then the others by the rank in their party. */
export function bySeniority(one: Membership, other: Membership): number {
  const step = committeeRoles.indexOf(one.role) - committeeRoles.indexOf(other.role);
  return step || (one.rank ?? Infinity) - (other.rank ?? Infinity) || 0;
}

/** A committee's name in a sentence: `Judiciary` -> `Judiciary Committee`. */
export function committeeTitle({ name, parent }: Committee): string {
  if (/committee|commission|council|board|caucus|task force|panel|delegation/i.test(name)) return name;
  return `${name} ${parent === null ? 'Committee' : 'Subcommittee'}`;
}
