import { divisionKey, type DivisionId } from './division.js';
import type { UsState } from './us-states.js';

/**
 * The division of a state legislative district by the label of the legislature or of the Census Bureau, which differ from the
 * names of Open Civic Data in some states: `'Hillsborough County No. 23'` -> `sldl:hillsborough_23`, `'First Essex'` ->
 * `sldl:1st_essex`, `'012'` -> `sldu:12`.
 */
export function legislativeDistrict(state: UsState, layer: 'sldu' | 'sldl', label: string): DivisionId {
  // The council of the federal district is elected by ward; the Bureau lists it as an upper chamber.
  if (state.abbr === 'DC') return `${state.division}/ward:${label.replace(/\D/g, '')}`;
  return `${state.division}/${layer}:${divisionKey(ocdLabel(state, label))}`;
}

/** Words around a district's own label: `State House District Hillsborough 23`, `Addison-1 State House District`. */
const WORDS =
  /\b(?:State )?(?:Senate|Senatorial|House|Assembly|General Assembly|Legislative|Representative) (?:Sub)?district\b|\bDistrict$/gi;

/** A district's own label within the Census Bureau's name of it. */
export function censusDistrictLabel(name: string): string {
  return name.replace(WORDS, '').trim();
}

const ORDINALS: Readonly<Record<string, string>> = {
  first: '1st',
  second: '2nd',
  third: '3rd',
  fourth: '4th',
  fifth: '5th',
  sixth: '6th',
};

function ocdLabel(state: UsState, label: string): string {
  switch (state.abbr) {
    case 'MA':
      return label.replace(/^\w+/, (word) => ORDINALS[word.toLowerCase()] ?? word).replaceAll('&', 'and');
    case 'VT':
      return label.replace(/^Chittenden /, 'Chittenden-');
    case 'NH':
      return label.replace(/ County No\. /, ' ');
    default:
      return label.replace(/^0+(?=.)/, '');
  }
}
