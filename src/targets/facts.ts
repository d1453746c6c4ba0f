import {
  bySeniority,
  committeeTitle,
  type Membership,
  type Office,
  type Official,
  type Roster,
} from '../offices/index.js';

import type { Condition } from './condition.js';
import type { PositionWord } from '../positions/index.js';
import type { PositionOf } from './position.js';
import type { TargetRule } from './rule.js';

/** What a rule is applied with. */
export type Knowing = {
  readonly roster: Roster;
  readonly positionOf: PositionOf;
  readonly except: NonNullable<TargetRule['except']>;
  readonly versions: NonNullable<TargetRule['versions']>;
};

/** An office and its holder with what conditions ask about. */
export type Facts = {
  readonly office: Office;
  readonly holder: Official;
  readonly bodyName: string;
  readonly position: PositionWord;
  /** What the holder is in committees, with their names. */
  readonly places: readonly (Membership & { readonly committee: string })[];
};

export function factsOf({ roster, positionOf }: Knowing, office: Office, holder: Official): Facts {
  const bodyName = roster.bodies.get(office.bodyId)?.name ?? office.bodyId;
  const places = roster.committees.placesOf(holder.key).map((place) => {
    const committee = roster.committees.byId.get(place.committeeId);
    return { ...place, committee: committee ? committeeTitle(committee) : place.committeeId };
  });
  return { office, holder, bodyName, position: positionOf(office, holder), places };
}

/** The places in committees that a condition asks for. */
export function placesFor({ committee, role }: Condition, { places }: Facts): Facts['places'] {
  return places.filter((place) => isOf(committee, place.committeeId) && isOf(role, place.role)).sort(bySeniority);
}

/** Whether a value is among those wanted; where nothing is wanted, any is. */
export function isOf(wanted: readonly string[] | undefined, value: string): boolean {
  return !wanted || wanted.includes(value);
}
