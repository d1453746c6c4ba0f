import type { Campaigns } from '../../campaigns/index.js';
import type { Coalitions, InviteTools, NewsTools } from '../../partners/index.js';
import { InputError, type Fault } from '../../platform/errors.js';
import type { Answer, CoalitionVisit } from '../visit.js';

export type CoalitionTools = InviteTools &
  NewsTools & { readonly campaigns: Campaigns; readonly coalitions: Coalitions };

/** Below the organization: `/coalitions/safe-rooms`. */
export function rootOf({ coalition }: Pick<CoalitionVisit, 'coalition'>): string {
  return `/coalitions/${coalition.slug}`;
}

/** Does what a form asks for; where something is wrong with it, `again` shows it with what was typed. */
export async function orAgain(
  act: () => Promise<Answer>,
  again: (faults: readonly Fault[]) => Promise<Answer> | Answer,
): Promise<Answer> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof InputError) return again(error.faults);
    throw error;
  }
}
