import {
  districtLabel,
  divisionName,
  divisionsOf,
  layerOf,
  narrowPlace,
  usStateOf,
  type Country,
  type DivisionId,
  type Place,
  type Places,
  type Point,
} from '../divisions/index.js';
import { explainRepresentation, findKnownBody, type Office, type Roster } from '../offices/index.js';
import type { Clock } from '../platform/clock.js';
import { dayOf } from '../platform/clock.js';
import { ConflictError, InputError } from '../platform/errors.js';
import { remember, rememberFor } from '../platform/remember.js';
import type { Followed } from '../platform/revisions.js';
import { asOf, type AsOf } from './as-of.js';
import { applyRule } from './apply-rule.js';
import type { Picked } from './narrow.js';
import { settle, type Exacter, type Settled } from './settle.js';
import { startsAtPlace, type TargetRule } from './rule.js';
import { districtOf, targetOf, type Target } from './target.js';

type Code = { readonly country: Country; readonly postalCode: string };

/** What a person told about where they live: a postal code, a point on the map, or a street address in one line. */
export type Whereabouts = (
  Code | { readonly point: Point } | { readonly country: Country; readonly address: string }
) & {
  /** Answers to "which of these is yours?": a district's label (`WI-02`) or a division id. */
  readonly chosen?: readonly string[] | undefined;
  /** Leaves a layer out of the answer to a code when only a map could tell it, instead of naming the whole state's districts. */
  readonly codeOnly?: boolean;
};

/** Who represents a person, as far as their place is certain. */
export type Finding = {
  /** `exact`: targets are certain. `choose`: the person has to say which candidate is theirs. `none`: nothing is known here. */
  readonly status: 'exact' | 'choose' | 'none';
  readonly place: Place;
  /** Those who are certain; with `choose` the candidates' come on top. */
  readonly targets: readonly Target[];
  /** Offices that are addressed but that nobody holds. */
  readonly vacancies: readonly Office[];
  /** Those whom the rule leaves out, with what the person is told instead. */
  readonly excluded: readonly Exclusion[];
  /** How many fallbacks of the rule it took; 0 where the rule itself found somebody. */
  readonly fallback: number;
  readonly candidates: readonly FoundCandidate[];
  /** Everyone who may represent the person, each once, whichever questions are still open. */
  readonly possible: Holders;
  /** What the person should know: a delegate instead of senators, a code that is no place. */
  readonly notes: readonly string[];
  readonly asOf: AsOf;
};

/** Someone whom the rule leaves out, with the text for the person: "Your senator supports this: thank her instead." */
export type Exclusion = { readonly target: Target; readonly say: string };

/** Who holds some offices, and which of them nobody holds. */
type Holders = Pick<Finding, 'targets' | 'vacancies' | 'excluded' | 'fallback'>;

export type FoundCandidate = Holders & {
  readonly division: DivisionId;
  /** `WI-02`, or the state's name where the question is the state. */
  readonly label: string;
  readonly name: string;
};

export type TargetFinder = {
  /** @throws InputError for a code that cannot be read (`postal_code`) or a choice that is no candidate (`district`) */
  readonly find: (rule: TargetRule, whereabouts: Whereabouts) => Promise<Finding>;
  /** What a street or a position settles of a split code. */
  readonly settle: (code: Code, by: Exacter) => Promise<Settled>;
  /** How else a person of a country may be asked where they live. */
  readonly exacter: Places['exacter'];
  /** The rule behind a look-up without campaign: every known public body that is loaded. */
  readonly everyBody: () => Promise<TargetRule>;
};

export type TargetTools = {
  readonly places: Places;
  readonly roster: Followed<Roster>;
  readonly clock: Clock;
};

export function createTargetFinder(tools: TargetTools): TargetFinder {
  const findings = createFindings();
  return {
    find: async (rule, whereabouts) => {
      const roster = await tools.roster.get();
      const today = dayOf(tools.clock.now(), 'utc');
      const place = await placeOf(tools.places, whereabouts);
      return findings({ rule, roster, today }, narrowToChosen(place, whereabouts.chosen ?? []));
    },
    settle: (code, by) => settle(tools.places, code, by),
    exacter: (country) => tools.places.exacter(country),
    everyBody: async () => everyBodyOf(await tools.roster.get()),
  };
}

/** One rule for each roster, so that what it finds is known again. */
const everyBodyOf = rememberFor((roster: Roster): TargetRule => ({
  kind: 'own',
  bodies: [...roster.bodies.keys()].filter((id) => findKnownBody(id) !== undefined),
}));

/** Of each rule the findings at so many places are kept ready. */
const MOST_FINDINGS = 2_000;

/** Finds whom a rule addresses at a place; the same rule, roster, day and place have the same finding. */
function createFindings(): typeof findingOf {
  const findingsBy = new WeakMap<TargetRule, Looking & { readonly at: (place: Place) => Finding }>();
  return (looking, place) => {
    const known = findingsBy.get(looking.rule);
    if (known?.roster === looking.roster && known.today === looking.today) return known.at(place);
    const at = remember(MOST_FINDINGS, (one: Place) => findingOf(looking, one));
    findingsBy.set(looking.rule, { ...looking, at });
    return at(place);
  };
}

async function placeOf(places: Places, whereabouts: Whereabouts): Promise<Place> {
  if ('postalCode' in whereabouts) {
    return places.findByCode(whereabouts.postalCode, whereabouts.country, whereabouts.codeOnly);
  }
  if ('address' in whereabouts) return places.findByAddress(whereabouts.address, whereabouts.country);
  const place = await places.findByPoint(whereabouts.point);
  if (place) return place;
  throw new ConflictError(
    'no-maps',
    'Points need district maps, which are not loaded here; they come with `clarion data import districts FILE`. Please look up by ZIP code.',
  );
}

type Looking = { readonly rule: TargetRule; readonly roster: Roster; readonly today: string };

function findingOf(looking: Looking, place: Place): Finding {
  const { rule, roster } = looking;
  const notes = [
    ...(place.explanation ? [place.explanation] : []),
    ...(place.notes ?? []),
    ...representationNotes(place),
  ];
  if (startsAtPlace(rule) && place.layers.size === 0)
    return { status: 'none', place, ...nobody, candidates: [], possible: nobody, notes, asOf: {} };
  const decision = applyRule(rule, place, roster);
  if (decision.kind === 'certain') {
    const certain = holdersOf(looking, decision.picked);
    const dates = asOf(place, certain.targets, roster);
    return { status: 'exact', place, ...certain, candidates: [], possible: certain, notes, asOf: dates };
  }
  const candidates = decision.candidates.map(({ division, picked }) => ({
    division,
    label: candidateLabel(division),
    name: divisionName(division),
    ...holdersOf(looking, picked),
  }));
  const possible = holdersOf(looking, decision.possible);
  const always = holdersOf(looking, decision.always);
  return {
    status: 'choose',
    place,
    ...always,
    candidates,
    possible,
    notes,
    asOf: asOf(place, possible.targets, roster),
  };
}

const nobody: Holders = { targets: [], vacancies: [], excluded: [], fallback: 0 };

function holdersOf(looking: Looking, { chosen, excluded, vacant, fallback }: Picked): Holders {
  return {
    targets: chosen.map(({ office, holder, ...reason }) => ({ ...targetOf(looking, office, holder), ...reason })),
    vacancies: vacant,
    excluded: excluded.map(({ office, holder, say }) => ({ target: targetOf(looking, office, holder), say })),
    fallback,
  };
}

/** Narrows the place by each answer; an answer that another one settled already is let pass. */
function narrowToChosen(place: Place, chosen: readonly string[]): Place {
  // A code that is no place has its own explanation; a district does not mend it.
  if (place.layers.size === 0) return place;
  let narrowed = place;
  for (const answer of chosen) {
    const isMeant = (division: DivisionId): boolean =>
      division === answer || candidateLabel(division).toLowerCase() === answer.trim().toLowerCase();
    const division = divisionsOf(place).find(isMeant);
    if (!division) throw foreignChoice(place, answer);
    narrowed = narrowPlace(narrowed, division) ?? narrowed;
  }
  return narrowed;
}

function foreignChoice(place: Place, answer: string): InputError {
  const candidates = [...place.layers.values()].filter((divisions) => divisions.length > 1).flat();
  const labels = [...new Set(candidates.map(candidateLabel))];
  const certain = divisionsOf(place).map(districtOf).filter(Boolean);
  const whereItLies = certain.length > 0 ? `It lies in ${certain.join(', ')}.` : 'Leave the district out.';
  const remedy = labels.length > 0 ? `Choose one of ${labels.join(', ')}.` : whereItLies;
  return new InputError([
    { field: 'district', message: `${answer} does not lie in ${place.code || 'this place'}. ${remedy}` },
  ]);
}

function candidateLabel(division: DivisionId): string {
  return layerOf(division) === 'state' ? divisionName(division) : districtLabel(division);
}

function representationNotes(place: Place): string[] {
  const states = (place.layers.get('state') ?? []).flatMap((division) => usStateOf(division) ?? []);
  return states.flatMap((state) => explainRepresentation(state) ?? []);
}
