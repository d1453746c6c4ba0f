import type { Country, DivisionId, Layer } from '../divisions/index.js';

/** A chamber or council: `us-senate`, `us-co-lower`, `harbourview-council`. */
export type Body = {
  readonly id: string;
  readonly name: string;
  readonly country: Country;
  /** The layer of the divisions that its offices stand for. */
  readonly layer: Layer;
};

/** An elected position; it exists also while nobody holds it. */
export type Office = {
  /** Readable and lasting: `us-house/co/1`, `us-senate/co/class-2`. */
  readonly id: string;
  readonly bodyId: string;
  readonly division: DivisionId;
  /** `U.S. Representative for Colorado's 1st congressional district` */
  readonly name: string;
  /** How its holder is addressed: `Representative`. */
  readonly title: string;
};

/** How an official can be reached, as the roster says. */
export type Contact = {
  readonly email: string | null;
  readonly phone: string | null;
  /** The office's own web form. */
  readonly formUrl: string | null;
  readonly website: string | null;
};

/** Someone who holds an office, as a roster names them. */
export type Person = Contact & {
  /** The same person in the next file from this source: `bioguide:D000197`. */
  readonly key: string;
  readonly name: string;
  readonly familyName: string;
  /** What follows "Dear", where the roster says; else title and family name. */
  readonly salutation: string | null;
  readonly party: string | null;
  /** What they lead in their chamber: `Senate Majority Leader`; where the source tells. */
  readonly leadership?: string | null;
  /** Outside identifiers: `{bioguide: "D000197"}`. */
  readonly ids: Readonly<Record<string, string>>;
  /** Days as `2025-01-03`; the planned end of the term, not of the holding. */
  readonly startsOn: string | null;
  readonly termEndsOn: string | null;
};

/** A person who holds an office, from one day until replaced, or is going to hold it. */
export type Official = Person & {
  readonly id: string;
  readonly officeId: string;
  /** The day from which they no longer hold it, `2027-01-03`, where a roster that was loaded ahead tells. */
  readonly leavesOn: string | null;
};

/** Whether a person's time in an office lies ahead. */
export function isStillToCome(person: Pick<Person, 'startsOn'>, today: string): boolean {
  return person.startsOn !== null && person.startsOn > today;
}

/** Whether a roster that was loaded ahead let an official leave by now. */
export function hasLeft(official: Pick<Official, 'leavesOn'>, today: string): boolean {
  return official.leavesOn !== null && official.leavesOn <= today;
}

/** Who holds each office on a day, by its id: of several the one who came last. */
export function holdersOn(officials: readonly Official[], today: string): Map<string, Official> {
  const holders = new Map<string, Official>();
  for (const official of officials) {
    if (hasLeft(official, today) || isStillToCome(official, today)) continue;
    const rival = holders.get(official.officeId);
    if (!rival || (official.startsOn ?? '') >= (rival.startsOn ?? '')) holders.set(official.officeId, official);
  }
  return holders;
}

/** The name after "Dear": `Representative DeGette`. */
export function salutationOf(office: Office, person: Person): string {
  return person.salutation ?? [office.title, person.familyName].filter(Boolean).join(' ');
}

/** Whether the term was to end before a day: the holder may have changed since the roster was made. */
export function isTermOver(person: Pick<Person, 'termEndsOn'>, today: string): boolean {
  return person.termEndsOn !== null && person.termEndsOn < today;
}

/** A web address safe to put in a link, or null: rosters hold typing errors and worse. */
export function webAddress(text: string | undefined): string | null {
  const tidy = text?.trim() ?? '';
  const parsed = URL.canParse(tidy) ? new URL(tidy) : undefined;
  return parsed && ['http:', 'https:'].includes(parsed.protocol) && parsed.username === '' ? tidy : null;
}
