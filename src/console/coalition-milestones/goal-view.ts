import { FEWEST_SHOWN, type Coalition, type CoalitionNumbers } from '../../partners/index.js';
import { percent, plain } from '../../platform/number-text.js';

/**
 * How far the coalition is, as its pages and the event screen say it: the partial `coalition-milestones/goal`. Who runs
 * all campaigns knows their few people anyway.
 */
export function goalView(
  { goal }: Coalition,
  { people, areDifferent }: CoalitionNumbers,
  { areOwn = false }: { readonly areOwn?: boolean } = {},
): object {
  const isFew = people < FEWEST_SHOWN && !areOwn;
  // The goal is different people; visits to several campaigns are no share of it.
  const isKnown = !isFew && areDifferent;
  return {
    people: isFew ? `Fewer than ${FEWEST_SHOWN}` : plain(people),
    what: `${whoOf(isFew ? 0 : people, areDifferent)} wrote so far${areDifferent ? '' : ', counted once for each campaign'}`,
    ...(goal !== null &&
      goal > 0 && {
        goal: plain(goal),
        max: goal,
        value: isKnown ? Math.min(people, goal) : 0,
        share: isKnown ? percent(Math.min(1, people / goal)) : '',
      }),
  };
}

function whoOf(people: number, areDifferent: boolean): string {
  if (people === 1) return 'person';
  return areDifferent ? 'different people' : 'people';
}
