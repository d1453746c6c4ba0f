import { findKnownBody, type Roster } from '../offices/index.js';
import { OWN_STATE } from './condition.js';
import { mayAddress } from './may-address.js';
import { stepsOf, type TargetRule } from './rule.js';

/** A rule in words for organizers, and what is loaded of the offices that it may address. */
export type RuleInWords = {
  /** A sentence for the rule and for each fallback. */
  readonly sentences: readonly string[];
  /** Offices of which the rule may choose, over all supporters. */
  readonly offices: number;
  readonly vacant: number;
  /** Held by somebody who has an e-mail address. */
  readonly byMail: number;
};

/** Says whom a rule addresses, and counts the offices that it may choose from before it is narrowed. */
export function describeRule(rule: TargetRule, roster: Roster): RuleInWords {
  const offices = [...roster.offices.keys()].filter((id) => mayAddress(rule, id));
  const holders = offices.map((id) => roster.holderOf(id));
  const except = rule.except?.length ?? 0;
  return {
    sentences: [
      ...stepsOf(rule).map((step, index) => `${FALLBACKS[index] ?? ''}${stepText(step, roster)}`),
      ...(except > 0 ? [`${except === 1 ? 'One exception is' : `${except} exceptions are`} told something else.`] : []),
    ],
    offices: offices.length,
    vacant: holders.filter((holder) => holder === undefined).length,
    byMail: holders.filter((holder) => Boolean(holder?.email)).length,
  };
}

const FALLBACKS = ['', 'Where that leaves nobody: ', 'Where that leaves nobody either: '];

function stepText(step: TargetRule, roster: Roster): string {
  const limit = step.limit === undefined ? '' : `, ${step.limit} at the most`;
  const only = onlyText(step);
  return `${baseText(step, roster)}${only && `, but only ${only}`}${limit}.`;
}

function baseText(step: TargetRule, roster: Roster): string {
  const nameOf = (id: string): string => (roster.bodies.get(id) ?? findKnownBody(id))?.name ?? id;
  switch (step.kind) {
    case 'own':
      return `The people who represent the supporter in the ${listed(step.bodies.map(nameOf))}`;
    case 'bodies':
      return `All members of the ${listed(step.bodies.map(nameOf))}, the same for every supporter`;
    case 'offices': {
      const names = step.offices.map((id) => roster.offices.get(id)?.name ?? id);
      return `The holders of named offices, the same for every supporter: ${listed(names)}`;
    }
    case 'committees':
      return `The members of ${listed(step.committees.map((id) => roster.committees.byId.get(id)?.name ?? id))}`;
  }
}

function onlyText({ only = {}, kind }: TargetRule): string {
  const { committee, role, leadership, party, position, state } = only;
  const parts = [
    ...(committee && kind !== 'committees' ? [`members of ${listed(committee, 'or')}`] : []),
    ...(role ? [`who are ${listed(role, 'or')} there`] : []),
    ...(leadership ? ['leaders of their chamber'] : []),
    ...(party ? [`of the party ${listed(party, 'or')}`] : []),
    ...(position ? [`whose position is ${listed(position, 'or')}`] : []),
    ...(state
      ? [
          `from ${listed(
            state.map((one) => (one === OWN_STATE ? 'the supporter’s own state' : one)),
            'or',
          )}`,
        ]
      : []),
  ];
  return parts.join(', ');
}

function listed(names: readonly string[], word = 'and'): string {
  return new Intl.ListFormat('en', { type: word === 'or' ? 'disjunction' : 'conjunction' }).format(names);
}
