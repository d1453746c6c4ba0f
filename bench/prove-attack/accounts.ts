import type { Tally } from '../prove-delivery/tally.js';
import type { Outcome } from './attack.js';
import type { StoredLetter } from './evidence.js';
import { CAMPAIGN } from './run.js';

/** Offices of the bots' postal code in Congress, in Denver. */
const OF_THE_PLACE = /^us-(?:senate|house)\/co\b/;

/** Letters that bots had written to offices which their place does not have. */
export function foreignLetters({ after, people }: Outcome): readonly StoredLetter[] {
  const receipts = new Set(people.map(({ receipt }) => receipt));
  const ofPeople = after.filter(({ token }) => receipts.has(token));
  const council = new Set(ofPeople.map(({ officeId }) => officeId));
  return after.filter(({ slug, officeId }) =>
    slug === CAMPAIGN ? !council.has(officeId) : !OF_THE_PLACE.test(officeId),
  );
}

/** Letters that arrived and are not noted as sent, and those that are and did not arrive. */
export function unaccounted({ after, mailbox }: Outcome): number {
  const known = new Set(after.map(({ deliveryId }) => deliveryId));
  const strangers = [...mailbox.letters.keys()].filter((id) => !known.has(id)).length;
  const differing = after.filter(({ deliveryId, state }) => {
    const isSent = state === 'sent' || state === 'delivered';
    return isSent !== mailbox.letters.has(deliveryId);
  });
  return strangers + differing.length;
}

/** Submissions that were answered with a receipt and that stand nowhere. */
export function missingOf({ people, sent, after, repeats }: Outcome): number {
  const known = new Set([...after.map(({ token }) => token), ...repeats]);
  return [...people, ...sent].filter(({ receipt }) => receipt !== undefined && !known.has(receipt)).length;
}

/** `trap 12, too-fast 3` */
export function tallyText(tally: Tally): string {
  return tally
    .entries()
    .sort(([, one], [, other]) => other - one)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}
