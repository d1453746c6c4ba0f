import { usStateOf, type DivisionId } from '../divisions/index.js';
import { bySeniority, type Office, type Official } from '../offices/index.js';
import { OWN_STATE, type Condition } from './condition.js';
import type { PositionWord } from '../positions/index.js';
import { factsOf, isOf, placesFor, type Facts, type Knowing } from './facts.js';
import type { Order, TargetRule } from './rule.js';
import { whyOf } from './why.js';

/** Someone whom a rule addresses, the reason in words for the supporter, and which letter is for them, if not the default. */
export type Chosen = {
  readonly office: Office;
  readonly holder: Official;
  readonly why: string;
  readonly version?: string;
};

/** Someone whom a rule would address but for an exception, with what the supporter is told. */
export type Excluded = { readonly office: Office; readonly holder: Official; readonly say: string };

/** What a rule makes of some offices. */
export type Picked = {
  readonly chosen: readonly Chosen[];
  readonly excluded: readonly Excluded[];
  /** Offices that would be addressed if anybody held them. */
  readonly vacant: readonly Office[];
  /** How many fallbacks it took: 0 for the rule itself. */
  readonly fallback: number;
};

/** Narrows offices to those that a rule's conditions keep; `homes` are the divisions of the supporter's state. */
export function narrow(
  rule: TargetRule,
  offices: readonly Office[],
  { homes, ...knowing }: Knowing & { readonly homes: readonly DivisionId[] },
): Picked {
  const vacant: Office[] = [];
  const excluded: Excluded[] = [];
  const kept: Facts[] = [];
  for (const office of offices) {
    const holder = knowing.roster.holderOf(office.id);
    if (!holder) {
      if (isKeptVacant(rule.only ?? {}, office, homes)) vacant.push(office);
      continue;
    }
    const facts = factsOf(knowing, office, holder);
    if (!fits(rule.only ?? {}, facts, homes)) continue;
    const exception = knowing.except.find((one) => fits(one, facts, homes));
    if (exception) excluded.push({ office, holder, say: exception.say });
    else kept.push(facts);
  }
  const chosen = inOrder(kept, rule)
    .slice(0, rule.limit)
    .map((facts): Chosen => {
      const version = knowing.versions.find(({ when }) => fits(when, facts, homes))?.name;
      return { office: facts.office, holder: facts.holder, why: whyOf(rule, facts), ...(version && { version }) };
    });
  return { chosen, excluded, vacant, fallback: 0 };
}

/** Whether somebody is what a condition asks for. */
function fits(condition: Condition, facts: Facts, homes: readonly DivisionId[]): boolean {
  const { office, holder, position } = facts;
  const { body, office: offices, party, position: positions, leadership } = condition;
  return (
    isOf(body, office.bodyId) &&
    isOf(offices, office.id) &&
    isInState(condition.state, office, homes) &&
    isOf(positions, position) &&
    (!leadership || Boolean(holder.leadership)) &&
    (!condition.committee || placesFor(condition, facts).length > 0) &&
    (!party || party.some((one) => partyKey(one) === partyKey(holder.party ?? '')))
  );
}

/** A vacant seat is told where the rule asks for a place only; of nobody it cannot be said what they are. */
function isKeptVacant({ state, ...personal }: Condition, office: Office, homes: readonly DivisionId[]): boolean {
  return Object.keys(personal).length === 0 && isInState(state, office, homes);
}

function isInState(wanted: readonly string[] | undefined, office: Office, homes: readonly DivisionId[]): boolean {
  if (!wanted) return true;
  const state = usStateOf(office.division);
  return (
    state !== undefined &&
    wanted.some((one) => (one === OWN_STATE ? homes.includes(state.division) : one.toUpperCase() === state.abbr))
  );
}

/** A party's name as it is compared: rosters write Democrat and Democratic. */
export function partyKey(party: string): string {
  return party
    .trim()
    .toLowerCase()
    .replace(/^democratic$/, 'democrat');
}

/** From who can still be won to who is won. */
const POSITION_RANK: Readonly<Record<PositionWord, number>> = {
  undeclared: 0,
  undecided: 1,
  leans: 2,
  opposes: 3,
  supports: 4,
};

const compare: Readonly<Record<Order, (one: Facts, other: Facts, rule: TargetRule) => number>> = {
  role: (one, other, { only = {} }) => {
    const [place, otherPlace] = [placesFor(only, one)[0], placesFor(only, other)[0]];
    return place && otherPlace ? bySeniority(place, otherPlace) : Number(!place) - Number(!otherPlace);
  },
  leadership: (one, other) => Number(!one.holder.leadership) - Number(!other.holder.leadership),
  position: (one, other) => POSITION_RANK[one.position] - POSITION_RANK[other.position],
  name: (one, other) => one.holder.familyName.localeCompare(other.holder.familyName, 'en'),
};

/** Sorts by the first of the orders, those that are alike by the next; what is alike in all stays in the rule's order. */
function inOrder(all: readonly Facts[], rule: TargetRule): Facts[] {
  const { order: orders = [] } = rule;
  return [...all].sort((one, other) => orders.map((order) => compare[order](one, other, rule)).find(Boolean) ?? 0);
}
