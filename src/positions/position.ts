/** Where an official stands on what a campaign asks for; nobody is called undeclared who said something. */
export const positionWords = ['supports', 'leans', 'undecided', 'opposes', 'undeclared'] as const;

export type PositionWord = (typeof positionWords)[number];

/** The words as organizers and lawmakers' staff read them. */
export const positionLabels: Readonly<Record<PositionWord, string>> = {
  supports: 'Supports',
  leans: 'Leans towards it',
  undecided: 'Undecided',
  opposes: 'Opposes',
  undeclared: 'Not known',
};

/** What somebody recorded of the holder of an office, with what it rests on. */
export type PositionEntry = {
  readonly id: string;
  readonly campaignId: string;
  readonly officeId: string;
  /** The holder's key in the roster; an entry does not pass to their successor. */
  readonly person: string;
  readonly name: string;
  readonly position: PositionWord;
  /** The day on which it became known, `2027-03-10`. */
  readonly knownOn: string;
  /** A web address, or words such as "call with her chief of staff". */
  readonly source: string;
  readonly note: string;
  readonly recordedBy: string;
  readonly recordedAt: number;
  readonly removedAt: number | null;
};

/** The entries that count: of each person in an office the newest by day, of one day the one recorded last. */
export function newestEntries(entries: readonly PositionEntry[]): PositionEntry[] {
  const newest = new Map<string, PositionEntry>();
  for (const entry of [...entries].sort(fromOldest))
    if (entry.removedAt === null) newest.set(`${entry.officeId} ${entry.person}`, entry);
  return [...newest.values()];
}

/** From the oldest to the newest. */
export function fromOldest(one: PositionEntry, other: PositionEntry): number {
  return one.knownOn.localeCompare(other.knownOn) || (one.id < other.id ? -1 : 1);
}
