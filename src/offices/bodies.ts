import { findUsState, postalCodeWords, usStateOf, usStates, type DivisionId } from '../divisions/index.js';
import { slugOf } from '../platform/slug.js';
import type { Body } from './office.js';
import { publishesLegislators } from './public-files.js';

/** What has to be loaded before a body can be addressed, as a person would type it. */
export type DataNeed = { readonly what: string; readonly command: string };

export const usSenate: Body = {
  id: 'us-senate',
  name: 'United States Senate',
  country: 'us',
  layer: 'state',
};
export const usHouse: Body = {
  id: 'us-house',
  name: 'United States House of Representatives',
  country: 'us',
  layer: 'cd',
};

/** Names and titles of lower chambers that differ from "House of Representatives" and "Representative" (NCSL, 2024). */
const ASSEMBLIES: Readonly<Record<string, readonly [string, string]>> = {
  CA: ['State Assembly', 'Assemblymember'],
  NV: ['Assembly', 'Assemblymember'],
  NY: ['State Assembly', 'Assemblymember'],
  WI: ['State Assembly', 'Representative'],
  NJ: ['General Assembly', 'Assemblymember'],
  MD: ['House of Delegates', 'Delegate'],
  VA: ['House of Delegates', 'Delegate'],
  WV: ['House of Delegates', 'Delegate'],
};

/** The one chamber of Nebraska and of the federal district. */
const SINGLE_CHAMBERS: Readonly<Record<string, readonly [string, string]>> = {
  NE: ['Legislature', 'Senator'],
  DC: ['Council', 'Councilmember'],
};

/** A chamber of a state's legislature with the title of its members; undefined for one that the state has not. */
export function stateChamber(
  abbr: string,
  chamber: 'upper' | 'lower' | 'legislature',
): { readonly body: Body; readonly title: string } | undefined {
  const state = findUsState(abbr);
  if (!state || state.abbr in SINGLE_CHAMBERS !== (chamber === 'legislature')) return undefined;
  const [name, title] =
    SINGLE_CHAMBERS[state.abbr] ??
    (chamber === 'upper'
      ? ['Senate', 'Senator']
      : (ASSEMBLIES[state.abbr] ?? ['House of Representatives', 'Representative']));
  const id = `us-${state.abbr.toLowerCase()}-${chamber}`;
  return {
    title,
    body: { id, name: `${state.name} ${name}`, country: 'us', layer: chamber === 'lower' ? 'sldl' : 'sldu' },
  };
}

/** A body that campaigns may name although its roster is not loaded yet: Congress and the state legislatures. */
export function findKnownBody(id: string): Body | undefined {
  if (id === usSenate.id) return usSenate;
  if (id === usHouse.id) return usHouse;
  if (id === ukCommons.id) return ukCommons;
  const [, abbr = '', chamber = ''] = /^us-([a-z]{2})-(upper|lower|legislature)$/.exec(id) ?? [];
  return stateChamber(abbr, chamber as 'upper')?.body;
}

export const ukCommons: Body = {
  id: 'gb-commons',
  name: 'United Kingdom House of Commons',
  country: 'gb',
  layer: 'constituency',
};

/** A public body by one of the names that people give it: `U.S. Senate`, `the Colorado State Senate`. */
export function findBodyByName(name: string): Body | undefined {
  const wanted = commonName(name);
  const isMeant = (body: Body): boolean => [commonName(body.name), ...(SHORT_NAMES[body.id] ?? [])].includes(wanted);
  return knownBodyIds()
    .flatMap((id) => findKnownBody(id) ?? [])
    .find(isMeant);
}

const SHORT_NAMES: Readonly<Record<string, readonly string[]>> = {
  'us-senate': ['senate-of-us'],
  'us-house': ['us-house', 'house-of-representatives-of-us', 'us-congress', 'congress-of-us'],
  'gb-commons': ['british-house-of-commons', 'house-of-commons-of-uk', 'uk-parliament'],
};

/** Without articles, and with one spelling for the countries; "state" tells nothing that the state's name does not. */
function commonName(name: string): string {
  return slugOf(name)
    .replace(/\bunited-states(?:-of-america)?\b|\bu-s(?:-a)?\b|\busa\b/, 'us')
    .replace(/\bunited-kingdom\b|\bu-k\b/, 'uk')
    .split('-')
    .filter((word) => word !== 'the' && word !== 'state')
    .join('-');
}

/** Every id that findKnownBody answers, for "did you mean". */
export function knownBodyIds(): string[] {
  const chambers = usStates.flatMap(({ abbr }) => {
    const names = abbr in SINGLE_CHAMBERS ? ['legislature'] : ['upper', 'lower'];
    return names.map((chamber) => `us-${abbr.toLowerCase()}-${chamber}`);
  });
  return [usSenate.id, usHouse.id, ukCommons.id, ...chambers];
}

/** The state a chamber belongs to, or the whole country. */
export function territoryOf(body: Body): DivisionId {
  const [, abbr = ''] = /^us-([a-z]{2})-(?:upper|lower|legislature)$/.exec(body.id) ?? [];
  return findUsState(abbr)?.division ?? `ocd-division/country:${body.country}`;
}

/** What brings a missing roster. */
export function rosterNeed(body: Body | undefined, id: string): DataNeed {
  const what = `the members of the ${body?.name ?? `body "${id}"`}`;
  if (body?.id === usSenate.id || body?.id === usHouse.id) return { what, command: 'clarion data update us' };
  const state = body && usStateOf(territoryOf(body));
  if (state) {
    const isPublished = publishesLegislators(state);
    return { what, command: isPublished ? 'clarion data update us' : 'clarion data import openstates-people FILE' };
  }
  if (body?.id === ukCommons.id) return { what, command: 'clarion data import uk-mps FILE' };
  return { what, command: 'clarion data import officials FILE' };
}

/** What tells the right id of an office that a loaded roster does not have; no data bring it. */
export function unknownOfficeNeed(body: Pick<Body, 'name'>, id: string): DataNeed {
  const what = `the office "${id}", which is not in the loaded roster of the ${body.name}: its id in campaign.yaml is wrong`;
  return { what, command: 'clarion campaigns check FOLDER' };
}

/** What brings a missing way from postal code to district. */
export function districtNeed(body: Body): DataNeed {
  const codes = postalCodeWords(body.country).name;
  const what = `which ${codes} lies in which district of the ${body.name}`;
  return { what, command: body.layer === 'cd' ? 'clarion data update us' : 'clarion data import zip-districts FILE' };
}
