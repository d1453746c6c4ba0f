import type { UsState } from '../divisions/index.js';

/**
 * What residents of the federal district and the territories should know: they elect one delegate to the
 * House (48 U.S.C. 1711, 1731, 1751, 891; 2 U.S.C. 25a) and nobody to the Senate.
 */
export function explainRepresentation(state: UsState): string | undefined {
  if (state.kind === 'state') return undefined;
  const office = state.abbr === 'PR' ? 'a resident commissioner' : 'a delegate';
  const place = state.kind === 'district' ? 'Washington, D.C.' : state.name;
  const plural = state.abbr === 'MP' || state.abbr === 'VI';
  return `${plural ? 'The ' : ''}${place} ${plural ? 'have' : 'has'} ${office} in the U.S. House, who may speak and sit on committees but not vote on the final passage of laws, and no senators.`;
}
