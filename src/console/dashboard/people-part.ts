import { definitions, wilson, type DayCount } from '../../counts/index.js';
import { dayText } from '../../platform/clock.js';
import { daysAfter } from '../../platform/calendar.js';
import type { Coverage } from './places.js';
import { between, counted, percent, plain } from '../../platform/number-text.js';

/** A number with its name and what has to be known of it; `live` is its name in events. */
export type Figure = {
  readonly name: string;
  readonly value: string;
  readonly note?: string;
  readonly means: string;
  readonly live?: string;
};

/** How far a campaign is on the way to its goal. */
export type GoalView = {
  readonly people: string;
  readonly value: number;
  readonly max: number;
  /** `62 % of the goal of 500` */
  readonly reached: string;
  readonly pace: string;
};

const PACE_DAYS = 7;

/** Past this nobody should be told a day. */
const FARTHEST_DAYS = 730;

/** `days` are all of the campaign; the pace is that of the seven days before today. */
export function goalPart(days: readonly DayCount[], goal: number, today: string): GoalView {
  const people = sumOf(days, 'actions');
  const since = daysAfter(today, -PACE_DAYS);
  const week = sumOf(
    days.filter(({ day }) => day >= since && day < today),
    'actions',
  );
  return {
    people: plain(people),
    value: Math.min(people, goal),
    max: goal,
    reached: goalText(people, goal),
    pace: paceText({ missing: goal - people, week, today }),
  };
}

/** How much of a goal is reached, in words. */
export function goalText(people: number, goal: number): string {
  return people > goal
    ? `more than the goal of ${plain(goal)}`
    : `${percent(people / goal)} of the goal of ${plain(goal)}`;
}

function paceText({ missing, week, today }: { missing: number; week: number; today: string }): string {
  if (missing <= 0) return 'The goal is reached.';
  if (week === 0) return `${counted(missing, 'person', 'people')} to go; nobody wrote in the seven days before today.`;
  const perDay = week / PACE_DAYS;
  const daysLeft = Math.ceil(missing / perDay);
  const pace = `${counted(week, 'person', 'people')} wrote in the seven days before today`;
  if (daysLeft > FARTHEST_DAYS) return `${pace}; at that pace the goal is years away.`;
  return `${pace}; at that pace the goal is reached about ${dayText(daysAfter(today, daysLeft))}.`;
}

/** The headline numbers of a range. `coverage` and what follows from it count since the beginning. */
export function figuresOf(
  days: readonly DayCount[],
  of: { readonly isToday: boolean; readonly isAll: boolean; readonly coverage: readonly Coverage[] },
): Figure[] {
  const people = sumOf(days, 'actions');
  const fresh = sumOf(days, 'newPeople');
  const live = of.isAll ? { live: 'people' } : of.isToday ? { live: 'today' } : {};
  return [
    { name: 'People who wrote', value: plain(people), means: definitions.actions, ...live },
    {
      name: 'New to you',
      value: plain(fresh),
      means: 'People who had never written in any campaign of this organization before.',
      note: people > 0 ? `${percent(fresh / people)}; ${plain(people - fresh)} wrote before` : '',
    },
    ownWordsFigure(people, sumOf(days, 'ownWords')),
    { name: 'Opt-ins', value: plain(sumOf(days, 'optIns')), means: definitions.opt_ins },
    viewsFigure(days),
    ...confirmedFigure(days),
    ...of.coverage.map(({ name, covered, of: all }) => ({
      name: `Reached ${name}`,
      value: plain(covered),
      note: `of ${plain(all)}, since the beginning`,
      means: `From how many of the ${name} that the campaign addresses anybody wrote.`,
    })),
  ];
}

function ownWordsFigure(people: number, ownWords: number): Figure {
  const own = people > 0 && ownWords <= people ? wilson({ hits: ownWords, of: people }) : undefined;
  return {
    name: 'With own words',
    value: own ? percent(own.value) : '–',
    note: own ? `${counted(ownWords, 'person', 'people')}; likely range ${between(own.low, own.high)}` : 'nobody wrote',
    means: `${definitions.with_own_words} The range tells how far chance may have moved the share: it holds the true habit of those who write 19 times in 20.`,
  };
}

/** Views began to be counted later than actions did: days without any view are left out. */
function viewsFigure(days: readonly DayCount[]): Figure {
  const seen = days.filter(({ views }) => views > 0);
  const [views, people] = [sumOf(seen, 'views'), sumOf(seen, 'actions')];
  const means =
    'Times that the campaign’s page was shown, and the share of them after which somebody wrote. Nobody is followed to count them.';
  if (views === 0) return { name: 'Views of the page', value: '–', note: 'none counted', means };
  const wrote = people <= views ? `${percent(people / views)} led to a letter` : 'more people wrote, by other ways';
  return { name: 'Views of the page', value: plain(views), note: wrote, means };
}

function confirmedFigure(days: readonly DayCount[]): Figure[] {
  const asked = sumOf(days, 'toConfirm');
  if (asked === 0) return [];
  const confirmed = sumOf(days, 'confirmed');
  const note = `${plain(asked - confirmed)} not yet; their letters wait`;
  return [
    {
      name: 'Confirmed their address',
      value: plain(confirmed),
      note,
      means: `${definitions.confirmed} ${definitions.unconfirmed}`,
    },
  ];
}

function sumOf(days: readonly DayCount[], key: Exclude<keyof DayCount, 'day'>): number {
  return days.reduce((sum, day) => sum + day[key], 0);
}
