import { dayText } from '../platform/clock.js';
import { counted, percent, plain } from '../platform/number-text.js';
import type { Coalition } from './coalition.js';
import { FEWEST_SHOWN } from './coalition-milestone.js';
import type { ShownMilestone } from './coalition-milestones.js';
import type { CoalitionNumbers } from './coalition-numbers.js';
import type { DigestWeek } from './digest-week.js';

/** What was counted in a time. */
export type Sums = { readonly actions: number; readonly letters: number; readonly ownWords: number };

/** What a digest says. */
export type DigestFacts = {
  readonly coalition: Coalition;
  readonly week: DigestWeek;
  readonly numbers: CoalitionNumbers;
  readonly lastWeek: Sums;
  /** The reader's own partners, exactly. */
  readonly own: readonly { readonly name: string; readonly lastWeek: Sums; readonly inAll: Sums }[];
  readonly milestones: readonly ShownMilestone[];
  readonly compareUrl: string;
  readonly consoleUrl: string;
  readonly unsubscribeUrl: string;
};

/**
 * The text of a week's mail. What the coalition has in all is rounded down to full tens: beside a partner's own exact
 * number, and from one week to the next, it leaves open how few people another partner brought.
 */
export function digestWords(facts: DigestFacts): { readonly subject: string; readonly text: string } {
  const { coalition, week, compareUrl, consoleUrl, unsubscribeUrl } = facts;
  const name = oneLine(coalition.name);
  const days = `${dayText(week.fromOn)} to ${dayText(week.toOn)}`;
  const parts = [
    `${name}\n${days}`,
    section('The coalition', coalitionLines(facts)),
    ...facts.own.map((own) => section(oneLine(own.name), ownLines(own))),
    ...(facts.milestones.length > 0 ? [section('New milestones', facts.milestones.map(milestoneLine))] : []),
    `The comparison:\n${compareUrl}\n\nThe coalition in your console:\n${consoleUrl}`,
    `The coalition's numbers are rounded down to full tens, so that nobody can\nwork out the few people of another partner from them. Your own are exact.\nDays are those of each campaign's own time zone.`,
    `--\nYou get this mail on Mondays since you work for a partner of this coalition.\nNo more of these mails:\n${unsubscribeUrl}`,
  ];
  return { subject: `${name}: the week to ${dayText(week.toOn)}`, text: `${parts.join('\n\n')}\n` };
}

function coalitionLines({ coalition, numbers, lastWeek }: DigestFacts): string[] {
  const people = numbers.areDifferent ? 'different people' : 'people (once for each campaign)';
  const { goal } = coalition;
  return [
    `Last week: ${atLeast(lastWeek.actions, 'people')} wrote, ${atLeast(lastWeek.letters, 'letters')}`,
    `In all: ${atLeast(numbers.people, people)}, ${atLeast(numbers.letters, 'letters')}`,
    ...(goal !== null && goal > 0 && numbers.people >= FEWEST_SHOWN
      ? [`Goal: ${percent(Math.min(1, inTens(numbers.people) / goal))} of ${plain(goal)} different people`]
      : []),
  ];
}

function ownLines({ lastWeek, inAll }: DigestFacts['own'][number]): string[] {
  const line = ({ actions, letters, ownWords }: Sums): string =>
    `${counted(actions, 'person', 'people')} wrote by your links, ${counted(letters, 'letter', 'letters')}, ${plain(ownWords)} with own words`;
  return [`Last week: ${line(lastWeek)}`, `In all: ${line(inAll)}`];
}

function milestoneLine({ day, kind, title, link }: ShownMilestone): string {
  return [`${day}, ${kind}: ${oneLine(title)}`, ...(link === '' ? [] : [`  ${link}`])].join('\n');
}

/** `at least 1,230 people`, `fewer than 10 people`. */
function atLeast(count: number, what: string): string {
  if (count === 0) return `no ${what}`;
  return count < FEWEST_SHOWN ? `fewer than ${FEWEST_SHOWN} ${what}` : `at least ${plain(inTens(count))} ${what}`;
}

function inTens(count: number): number {
  return Math.floor(count / FEWEST_SHOWN) * FEWEST_SHOWN;
}

function section(title: string, lines: readonly string[]): string {
  return [title, '-'.repeat(title.length), ...lines].join('\n');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
