import { divisionName, usStateOf, type DivisionId, type Places } from '../divisions/index.js';
import {
  districtNeed,
  findKnownBody,
  publishesLegislators,
  rosterNeed,
  territoryOf,
  unknownOfficeNeed,
  type DataNeed,
  type Roster,
} from '../offices/index.js';
import { bodiesOfCommittee, conditionNeeds } from './committee-needs.js';
import { layersOfBody } from './choose.js';
import type { Finding } from './find.js';
import { stepsOf, type TargetRule } from './rule.js';

/** What has to be loaded before a rule can be served, an entry for each command that brings it; empty when it can. */
export async function missingData(rule: TargetRule, roster: Roster, places: Places): Promise<DataNeed[]> {
  const bySteps = await Promise.all(stepsOf(rule).map((step) => needsOf(step, roster, places)));
  const needs = [...bySteps.flat(), ...conditionNeeds(rule, roster)];
  const commands = [...new Set(needs.map(({ command }) => command))];
  return commands.map((command) => {
    const brought = needs.filter((need) => need.command === command).map(({ what }) => what);
    return { what: [...new Set(brought)].join('; '), command };
  });
}

async function needsOf(rule: TargetRule, roster: Roster, places: Places): Promise<DataNeed[]> {
  if (rule.kind === 'offices') {
    return rule.offices.filter((id) => !roster.offices.has(id)).map((id) => officeNeed(roster, id));
  }
  const needs: DataNeed[] = [];
  const bodies = rule.kind === 'committees' ? [...new Set(rule.committees.flatMap(bodiesOfCommittee))] : rule.bodies;
  for (const id of bodies) {
    const body = findKnownBody(id) ?? roster.bodies.get(id);
    if (roster.officesOfBody(id).length === 0) needs.push(rosterNeed(body, id));
    if (rule.kind !== 'own' || !body) continue;
    const known = layersOfBody(body, roster).map((layer) => places.knowsLayer(layer, territoryOf(body)));
    if ((await Promise.all(known)).includes(false)) needs.push(districtNeed(body));
  }
  return needs;
}

function officeNeed(roster: Roster, id: string): DataNeed {
  const bodyId = id.split('/')[0] ?? '';
  const body = roster.bodies.get(bodyId);
  if (body && roster.officesOfBody(bodyId).length > 0) return unknownOfficeNeed(body, id);
  return { ...rosterNeed(findKnownBody(bodyId), id), what: `the office "${id}"` };
}

const BY_MAP = 'is not loaded here; it comes with `clarion data import districts FILE`';
const UPDATE = '`clarion data update us`';

/** What a look-up could not answer about Congress and the state's legislature for want of data, in sentences. */
export function missingHere(finding: Finding, roster: Roster): string[] {
  const { place } = finding;
  if (place.country !== 'us' || place.layers.size === 0) return [];
  const hasHouse = roster.officesOfBody('us-house').length > 0;
  const states = place.layers.get('state') ?? [];
  const unloaded = states.filter((state) => !hasLegislature(roster, state));
  const promised = unloaded.filter(isPublished);
  const missing: string[] = [];
  if (!hasHouse) missing.push(`Members of the U.S. House are not loaded here; they come with ${UPDATE}.`);
  else if (!place.layers.has('cd'))
    missing.push(
      place.code === ''
        ? `The map of congressional districts ${BY_MAP}.`
        : `Which ZIP code lies in which congressional district is not loaded here; it comes with ${UPDATE}.`,
    );
  if (promised.length > 0) {
    const names = promised.map(divisionName).join(' and ');
    missing.push(`State legislators of ${names} are not loaded here; they come with ${UPDATE}.`);
  } else if (unloaded.length < states.length && !place.layers.has('sldu')) {
    missing.push(
      place.code === ''
        ? `The map of state legislative districts ${BY_MAP}.`
        : 'Which ZIP code lies in which state legislative district is not loaded here; it comes with `clarion data import zip-districts FILE`.',
    );
  }
  return missing;
}

function isPublished(division: DivisionId): boolean {
  const state = usStateOf(division);
  return state !== undefined && publishesLegislators(state);
}

function hasLegislature(roster: Roster, state: DivisionId): boolean {
  return [...roster.bodies.values()].some((body) => territoryOf(body) === state);
}
