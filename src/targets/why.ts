import { usStateOf } from '../divisions/index.js';
import type { CommitteeRole } from '../offices/index.js';
import { placesFor, type Facts } from './facts.js';
import type { PositionWord } from '../positions/index.js';
import type { TargetRule } from './rule.js';

const POSITIONS: Readonly<Record<PositionWord, string>> = {
  undeclared: 'has not taken a position',
  undecided: 'is undecided',
  leans: 'leans towards this',
  opposes: 'opposes this so far',
  supports: 'supports this',
};

const ROLES: Readonly<Record<CommitteeRole, string>> = {
  chair: 'chair',
  ranking: 'ranking member',
  'vice-chair': 'vice chair',
  member: 'a member',
};

/** Why a rule addresses somebody, in words for the supporter: `Your senator, who has not taken a position`. */
export function whyOf(rule: TargetRule, facts: Facts): string {
  const { only = {} } = rule;
  const places = only.committee
    ? placesFor(only, facts).map(({ role, committee }) => `${ROLES[role]} of the ${committee}`)
    : [];
  const leads = only.leadership && facts.holder.leadership ? [facts.holder.leadership] : [];
  const [first = '', ...more] = [...baseReason(rule, facts), ...places, ...leads];
  const reasons = [first + inParentheses(rule, facts), ...more];
  const stand = rule.only?.position ? `, who ${POSITIONS[facts.position]}` : '';
  const sentence = reasons.join(', and ') + stand;
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function baseReason({ kind }: TargetRule, { office, bodyName }: Facts): string[] {
  if (kind === 'committees') return [];
  if (kind === 'offices') return ['named by this campaign'];
  if (kind === 'bodies') return [`sits in the ${bodyName}`];
  return [office.title ? `your ${inSentence(office.title)}` : `represents you in the ${bodyName}`];
}

/** A title in the middle of a sentence: `senator`, but `MP`. */
function inSentence(title: string): string {
  return title.replace(/\b\p{Lu}(?=\p{Ll})/gu, (letter) => letter.toLowerCase());
}

/** What the rule asked of the person besides: `(Democrat, Colorado)`. */
function inParentheses({ only }: TargetRule, { office, holder }: Facts): string {
  const asked = [only?.party && holder.party, only?.state && usStateOf(office.division)?.name].filter(Boolean);
  return asked.length > 0 ? ` (${asked.join(', ')})` : '';
}
