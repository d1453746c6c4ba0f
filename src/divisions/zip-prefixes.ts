import { findUsState, type UsState } from './us-states.js';

/** ZIP ranges of the territories (USPS Publication 65 and Domestic Mail Manual L002): first and last ZIP. */
const TERRITORY_RANGES: readonly (readonly [string, string, string])[] = [
  ['00600', '00799', 'PR'],
  ['00800', '00899', 'VI'],
  ['00900', '00999', 'PR'],
  ['96799', '96799', 'AS'],
  ['96910', '96932', 'GU'],
  ['96950', '96952', 'MP'],
];

/** ZIP prefixes of military and diplomatic mail: Americas (AA), Europe and beyond (AE), Pacific (AP). */
const MILITARY = /^(?:340|09\d|96[2-6])/;

/** ZIPs of independent states in free association with the U.S., which elect nobody to Congress. */
const FREELY_ASSOCIATED = /^(?:9694[0-4]|96939|96960|96970)$/;

/** The territory of a ZIP, where its range tells. */
export function findTerritoryByZip(zip: string): UsState | undefined {
  const range = TERRITORY_RANGES.find(([first, last]) => zip >= first && zip <= last);
  return range && findUsState(range[2]);
}

/** Why a ZIP that exists leads to no representatives; undefined for all others. */
export function explainPlacelessZip(zip: string): string | undefined {
  if (MILITARY.test(zip)) {
    return 'This is a military or diplomatic ZIP code. Your lawmakers are those of the home where you are registered to vote: please use the ZIP code of that home.';
  }
  if (FREELY_ASSOCIATED.test(zip)) {
    return 'This ZIP code lies in Micronesia, Palau or the Marshall Islands, which elect nobody to the United States Congress.';
  }
  return undefined;
}
