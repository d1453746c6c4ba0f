import { InputError } from '../platform/errors.js';
import { showFaults, type ShownFaults } from '../web/index.js';

/** Runs what a form asks for; where something is wrong with the form, `again` shows it anew. */
export async function orAgain<Result>(
  work: () => Promise<Result>,
  again: (faults: ShownFaults) => Promise<Result> | Result,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof InputError) return again(showFaults(error.faults));
    throw error;
  }
}
