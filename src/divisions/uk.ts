import { divisionKey, type DivisionId } from './division.js';

/** Nations and English regions in Open Civic Data division ids; the regions carry their old NUTS codes. */
const NATIONS: Readonly<Record<string, string>> = { Scotland: 'sct', Wales: 'wls', 'Northern Ireland': 'nir' };
const REGIONS: Readonly<Record<string, string>> = {
  'north east': 'ukc',
  'north west': 'ukd',
  'yorkshire and the humber': 'uke',
  'east midlands': 'ukf',
  'west midlands': 'ukg',
  'east of england': 'ukh',
  london: 'uki',
  'south east': 'ukj',
  'south west': 'ukk',
};

/** The one name that the list of division ids spells without its accent (it keeps that of Ynys Môn). */
const SPELLED_OTHERWISE: Readonly<Record<string, string>> = {
  montgomeryshire_and_glyndŵr: 'montgomeryshire_and_glyndwr',
};

/** The division of a constituency: `ocd-division/country:gb/part:eng/region:ukj/ed:aldershot`; undefined for an unknown region. */
export function ukConstituency(
  name: string,
  where: { readonly nation: string; readonly region: string },
): DivisionId | undefined {
  const region = REGIONS[where.region.trim().toLowerCase()];
  const part = NATIONS[where.nation] ?? (region && `eng/region:${region}`);
  const key = divisionKey(name);
  return part && `ocd-division/country:gb/part:${part}/ed:${SPELLED_OTHERWISE[key] ?? key}`;
}
