import { districtLabel, legislativeDistrict, type DivisionId, type UsState } from '../divisions/index.js';
import { stateChamber } from './bodies.js';
import type { Body } from './office.js';
import type { Seat } from './roster-file.js';

/** The chambers that Open States tells apart. */
export type Chamber = 'upper' | 'lower' | 'legislature';

export type OpenstatesSeat = { readonly body: Body; readonly seat: Seat };

export function isChamber(text: string): text is Chamber {
  return text === 'upper' || text === 'lower' || text === 'legislature';
}

/** The seat of a chamber by the legislature's own label of the district; undefined where the state has no such chamber. */
export function openstatesSeat(state: UsState, chamber: Chamber, label: string): OpenstatesSeat | undefined {
  const known = stateChamber(state.abbr, chamber);
  if (!known) return undefined;
  const { body, title } = known;
  const division = divisionOf(state, body, label);
  const key = `${body.id}/${division === state.division ? 'at-large' : (division.split(':').at(-1) ?? '')}`;
  const area = division === state.division ? 'at large' : `for ${districtLabel(division)}`;
  return { body, seat: { key, bodyId: body.id, division, name: `${title}, ${body.name}, ${area}`, title } };
}

function divisionOf(state: UsState, body: Body, label: string): DivisionId {
  if (/^(?:at[- ]large|chairman)$/i.test(label)) return state.division;
  // Idaho elects seats A and B in one district.
  const district = state.abbr === 'ID' ? label.replace(/[AB]$/, '') : label;
  return legislativeDistrict(state, body.layer === 'sldl' ? 'sldl' : 'sldu', district);
}
