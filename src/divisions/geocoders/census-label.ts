import { legislativeDistrict, type DivisionId } from '../division.js';
import type { UsState } from '../us-states.js';

/** Words around a district's own label: `State House District Hillsborough 23`, `Addison-1 State House District`. */
const WORDS =
  /\b(?:State )?(?:Senate|Senatorial|House|Assembly|General Assembly|Legislative|Representative) (?:Sub)?district\b|\bDistrict$/gi;

const ORDINALS: Readonly<Record<string, string>> = {
  first: '1st',
  second: '2nd',
  third: '3rd',
  fourth: '4th',
  fifth: '5th',
  sixth: '6th',
};

/**
 * The division of a state legislative district as the Census Bureau names it; undefined where we cannot tell. Its codes
 * (`33523`) are its own, its labels are mostly those of the Open Civic Data ids (`nh/sldl:hillsborough_23`).
 */
export function censusLegislativeDistrict(
  state: UsState | undefined,
  layer: 'sldu' | 'sldl',
  named: { readonly NAME?: string | undefined; readonly BASENAME?: string | undefined },
): DivisionId | undefined {
  const label = (named.BASENAME ?? named.NAME ?? '').replace(WORDS, '').trim();
  if (!state || state.kind === 'territory' || label === '' || /not defined/i.test(label)) return undefined;
  // The council of the federal district is elected by ward, which the Bureau lists as an upper chamber.
  if (state.abbr === 'DC') return /\d/.test(label) ? `${state.division}/ward:${label.replace(/\D/g, '')}` : undefined;
  return legislativeDistrict(state, layer, ocdLabel(state, label));
}

function ocdLabel(state: UsState, label: string): string {
  switch (state.abbr) {
    case 'MA':
      return label.replace(/^\w+/, (word) => ORDINALS[word.toLowerCase()] ?? word).replaceAll('&', 'and');
    case 'VT':
      return label.replace(/^Chittenden /, 'Chittenden-');
    case 'NH':
      return label.replace(/ County No\. /, ' ');
    default:
      return label.replace(/^0+(?=\d)/, '');
  }
}
