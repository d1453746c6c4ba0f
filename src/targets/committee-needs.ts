import { findKnownBody, rosterNeed, type DataNeed, type Roster } from '../offices/index.js';
import type { Condition } from './condition.js';
import { stepsOf, type TargetRule } from './rule.js';

/** What the conditions of a rule ask for that is not loaded: committees with their members, and who leads. */
export function conditionNeeds(rule: TargetRule, roster: Roster): DataNeed[] {
  const conditions: Condition[] = [...stepsOf(rule).flatMap(({ only }) => only ?? []), ...(rule.except ?? [])];
  conditions.push(...(rule.versions ?? []).map(({ when }) => when));
  const committees = new Set(conditions.flatMap(({ committee }) => committee ?? []));
  const missing = [...committees].filter((id) => roster.committees.membersOf(id).length === 0).map(committeeNeed);
  const asksForLeaders = conditions.some(({ leadership }) => leadership);
  const leaders = { what: 'who leads in Congress', command: 'clarion data update us' };
  return asksForLeaders && !hasLeaders(roster) ? [...missing, leaders] : missing;
}

/** The chambers whose members sit in a committee. */
export function bodiesOfCommittee(id: string): string[] {
  const bodyId = id.split('/')[0] ?? '';
  if (bodyId === 'us-congress') return ['us-senate', 'us-house'];
  if (findKnownBody(bodyId)) return [bodyId];
  return ['upper', 'lower'].map((chamber) => bodyId.replace(/legislature$/, chamber));
}

function committeeNeed(id: string): DataNeed {
  const isOfCongress = /^us-(?:senate|house|congress)\//.test(id);
  const command = isOfCongress
    ? rosterNeed(findKnownBody('us-senate'), 'us-senate').command
    : 'clarion data import openstates-committees FILE';
  return { what: `who sits in the committee "${id}"`, command };
}

function hasLeaders(roster: Roster): boolean {
  return [...roster.offices.keys()].some((id) => Boolean(roster.holderOf(id)?.leadership));
}
