import type { ComposeLetters, Delivery, FindChanges, OutgoingLetter } from './delivery.js';

/** A letter's target is no longer whom it greets: nobody sends it before an organizer has looked. */
export class ChangedTargetError extends Error {}

/** Composes one of the letters that were claimed together. @throws ChangedTargetError */
export type ComposeOne = (delivery: Delivery) => Promise<OutgoingLetter | undefined>;

/**
 * Composes all letters at once and looks their targets up again; where that fails each by itself, so that one bad letter
 * holds up nobody else's.
 */
export async function composeTogether(
  { compose, findChanges }: { readonly compose: ComposeLetters; readonly findChanges: FindChanges },
  claimed: readonly Delivery[],
): Promise<ComposeOne> {
  const letters = await compose(claimed).catch(() => undefined);
  const changes = await findChanges(claimed).catch(() => undefined);
  return async (delivery) => {
    const change = (changes ?? (await findChanges([delivery]))).get(delivery.id);
    if (change !== undefined) throw new ChangedTargetError(change);
    return (letters ?? (await compose([delivery]))).get(delivery.id);
  };
}
