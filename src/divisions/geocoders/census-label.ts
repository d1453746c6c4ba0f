import type { DivisionId } from '../division.js';
import { censusDistrictLabel, legislativeDistrict } from '../legislative-district.js';
import type { UsState } from '../us-states.js';

/** The division of a state legislative district as the Census Bureau's geocoder names it; undefined where we cannot tell. */
export function censusLegislativeDistrict(
  state: UsState | undefined,
  layer: 'sldu' | 'sldl',
  named: { readonly NAME?: string | undefined; readonly BASENAME?: string | undefined },
): DivisionId | undefined {
  const label = censusDistrictLabel(named.BASENAME ?? named.NAME ?? '');
  if (!state || state.kind === 'territory' || label === '' || /not defined/i.test(label)) return undefined;
  if (state.abbr === 'DC' && !/\d/.test(label)) return undefined;
  return legislativeDistrict(state, layer, label);
}
