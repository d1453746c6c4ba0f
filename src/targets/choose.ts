import { divisionsOf, layerOf, narrowPlace, type DivisionId, type Layer, type Place } from '../divisions/index.js';
import { findKnownBody, territoryOf, type Body, type Office, type Roster } from '../offices/index.js';
import { isOfOwnState, type TargetRule } from './rule.js';

/** Which offices a rule addresses for a place. */
export type Choice =
  | { readonly kind: 'certain'; readonly offices: readonly Office[] }
  /**
   * The place is split: `always` are addressed in any case, between the candidates the person has to choose, and
   * `possible` are all offices that further questions may lead to.
   */
  | {
      readonly kind: 'split';
      readonly always: readonly Office[];
      readonly candidates: readonly Candidate[];
      readonly possible: readonly Office[];
    };

/** A division that may be the person's, with the offices that the rule addresses only there. */
export type Candidate = { readonly division: DivisionId; readonly offices: readonly Office[] };

/** Layers from the widest to the narrowest: who knows their district knows their state. */
const LAYERS: readonly Layer[] = ['country', 'state', 'cd', 'constituency', 'sldu', 'sldl', 'ward'];

/** Pure: the offices that a rule starts from, before it is narrowed; the same for the same place and roster, in the rule's order. */
export function chooseOffices(rule: TargetRule, place: Place, roster: Roster): Choice {
  const always = certainOffices(rule, place, roster);
  // The narrowest split layer is asked first, because its answer settles the wider ones.
  const split = layersOf(rule, place, roster).findLast((layer) => (place.layers.get(layer)?.length ?? 0) > 1);
  if (!split) return { kind: 'certain', offices: always };
  const candidates = (place.layers.get(split) ?? []).map((division) => {
    const narrowed = narrowPlace(place, division) ?? place;
    const offices = certainOffices(rule, narrowed, roster).filter((office) => !always.includes(office));
    return { division, offices };
  });
  const possible = rule.kind === 'own' ? officesIn(divisionsOf(place), rule.bodies, roster) : always;
  return { kind: 'split', always, candidates, possible };
}

/** Named offices and whole bodies; of one's own those of the divisions that are certain, whatever the open questions. */
function certainOffices(rule: TargetRule, place: Place, roster: Roster): Office[] {
  if (rule.kind === 'offices') return rule.offices.flatMap((id) => roster.offices.get(id) ?? []);
  if (rule.kind === 'committees') return officesOfCommittees(rule.committees, roster);
  if (rule.kind === 'bodies') return rule.bodies.flatMap((id) => roster.officesOfBody(id));
  const certain = [...place.layers.values()].filter((divisions) => divisions.length === 1).flat();
  return officesIn(certain, rule.bodies, roster);
}

/** What the members of committees hold, each once, the chair first. */
function officesOfCommittees(
  committees: readonly string[],
  { committees: { membersOf }, officesHeldBy }: Roster,
): Office[] {
  const members = committees.flatMap((id) => membersOf(id));
  return [...new Set(members.flatMap(({ person }) => officesHeldBy(person)))];
}

/** The bodies' offices for some divisions, in the bodies' order, each once. */
function officesIn(divisions: readonly DivisionId[], bodyIds: readonly string[], roster: Roster): Office[] {
  const offices = [...new Set(divisions)].flatMap((division) => roster.officesOfDivision(division));
  return bodyIds.flatMap((id) => offices.filter((office) => office.bodyId === id));
}

/** The layers that a rule depends on; the chamber of another state has nothing to ask. */
function layersOf(rule: TargetRule, place: Place, roster: Roster): Layer[] {
  const home = new Set(divisionsOf(place));
  const bodyIds = rule.kind === 'own' ? rule.bodies : [];
  const bodies = bodyIds.flatMap((id) => roster.bodies.get(id) ?? findKnownBody(id) ?? []);
  const concerned = bodies.filter((body) => layerOf(territoryOf(body)) === 'country' || home.has(territoryOf(body)));
  return LAYERS.filter(
    (layer) =>
      concerned.some((body) => layersOfBody(body, roster).includes(layer)) || (layer === 'state' && isOfOwnState(rule)),
  );
}

/** The layers that a body's seats stand for; an own list may mix a senator for the state with members for districts. */
export function layersOfBody({ id, layer }: Body, roster: Roster): readonly Layer[] {
  if (findKnownBody(id)) return [layer];
  return [...new Set([layer, ...roster.officesOfBody(id).flatMap(({ division }) => layerOf(division) ?? [])])];
}
