import type { Office, Official, Roster } from '../offices/index.js';
import type { PositionOf, PositionWord } from './position.js';
import type { TargetRule } from './rule.js';

/** What a rule is applied with. */
export type Knowing = {
  readonly roster: Roster;
  readonly positionOf: PositionOf;
  readonly except: NonNullable<TargetRule['except']>;
};

/** An office and its holder with what conditions ask about. */
export type Facts = {
  readonly office: Office;
  readonly holder: Official;
  readonly bodyName: string;
  readonly position: PositionWord;
};

export function factsOf({ roster, positionOf }: Knowing, office: Office, holder: Official): Facts {
  const bodyName = roster.bodies.get(office.bodyId)?.name ?? office.bodyId;
  return { office, holder, bodyName, position: positionOf(office, holder) };
}
