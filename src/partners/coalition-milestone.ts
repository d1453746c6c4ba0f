import { dayReached, type MilestoneContent } from '../campaigns/index.js';
import { plain } from '../platform/number-text.js';

/** Something that happened to a coalition, as one of its partners recorded it. */
export type CoalitionMilestone = MilestoneContent & {
  readonly id: string;
  readonly coalitionId: string;
  readonly partnerId: string;
  /** When the lead agreed that everybody sees it. */
  readonly agreedAt: number | null;
  readonly recordedBy: string;
  readonly recordedAt: number;
  readonly removedAt: number | null;
};

/** The shares of a coalition's goal that are worth telling, in percent. */
const SHARES = [25, 50, 75, 100];

/** The numbers of people that are. */
const ROUND = [1_000, 10_000, 100_000, 1_000_000];

/** No number of fewer people is told to anybody. */
export const FEWEST_SHOWN = 10;

/** A number of people that was reached, and the day on which it was. */
export type Reached = { readonly on: string; readonly title: string; readonly people: number };

/**
 * What a coalition's people reached, as its days tell: shares of the goal, and the first thousand. Days come in order, with
 * those who came on each for the first time.
 */
export function reachedMarks(
  goal: number | null,
  days: readonly { readonly day: string; readonly actions: number }[],
): Reached[] {
  const shares = SHARES.map((share) => ({ share, people: Math.ceil(((goal ?? 0) * share) / 100) }));
  const told = shares.map(({ share, people }) => ({
    people,
    title:
      share === 100
        ? `The goal is reached: ${plain(people)} people wrote`
        : `${plain(people)} people wrote: ${share} % of the goal`,
  }));
  // Said once, where a share of the goal is a round number.
  const round = ROUND.filter((people) => shares.every((share) => share.people !== people));
  return [...told, ...round.map((people) => ({ people, title: `The first ${plain(people)} people wrote` }))]
    .filter(({ people }) => people >= FEWEST_SHOWN)
    .flatMap(({ people, title }) => {
      const on = dayReached(people, days);
      return on === undefined ? [] : [{ on, title, people }];
    });
}
