import { isCalendarDay } from '../platform/clock.js';
import { InputError, type Fault } from '../platform/errors.js';

/** What may happen in a campaign, with the words for it. */
export const milestoneKinds = {
  introduced: 'Bill introduced',
  hearing: 'Hearing',
  cosponsor: 'Cosponsor',
  vote: 'Vote',
  passed: 'Law or ordinance passed',
  meeting: 'Meeting',
  media: 'Media',
  letters: 'Letter count reached',
  other: 'Other',
} as const;

export type MilestoneKind = keyof typeof milestoneKinds;

/** Something that happened, as organizers recorded it. */
export type Milestone = {
  readonly id: string;
  readonly campaignId: string;
  /** `2027-03-10` */
  readonly happenedOn: string;
  readonly kind: MilestoneKind;
  readonly title: string;
  readonly text: string;
  /** A web address; '' for none. */
  readonly link: string;
  readonly isPublic: boolean;
  /** Which share of the goal was reached, in percent, where that is what happened. */
  readonly goalShare: number | null;
  readonly recordedBy: string;
  readonly recordedAt: number;
  readonly removedAt: number | null;
};

/** A milestone as it was typed. */
export type TypedMilestone = {
  readonly happened_on: string;
  readonly kind: string;
  readonly title: string;
  readonly text: string;
  readonly link: string;
  readonly is_public: boolean;
};

/** What an organizer decides of a milestone. */
export type MilestoneContent = Pick<Milestone, 'happenedOn' | 'kind' | 'title' | 'text' | 'link' | 'isPublic'>;

const MAX_TITLE = 120;
const MAX_TEXT = 1_000;
const MAX_LINK = 500;

/** Checks what was typed. @throws InputError with a fault for each field */
export function checkMilestone(typed: TypedMilestone, today: string): MilestoneContent {
  const faults: Fault[] = [];
  const fault = (field: string, message: string): void => void faults.push({ field, message });
  const [title, text, link] = [typed.title.trim(), typed.text.trim(), typed.link.trim()];
  const kind = kindOf(typed.kind);
  if (!isCalendarDay(typed.happened_on)) fault('happened_on', 'Give the day as 2027-03-10.');
  else if (typed.happened_on > today) fault('happened_on', 'This day lies ahead. A milestone is what has happened.');
  if (!kind) fault('kind', 'Choose what kind of thing happened.');
  if (title === '') fault('title', 'Say in a few words what happened.');
  else if (title.length > MAX_TITLE) fault('title', `The title must have ${MAX_TITLE} characters at the most.`);
  if (text.length > MAX_TEXT) fault('text', `The text must have ${MAX_TEXT} characters at the most.`);
  if (link !== '' && !isWebLink(link)) fault('link', 'The source must be a web address that starts with https://.');
  if (faults.length > 0 || !kind) throw new InputError(faults);
  return { happenedOn: typed.happened_on, kind, title, text, link, isPublic: typed.is_public };
}

function kindOf(text: string): MilestoneKind | undefined {
  return (Object.keys(milestoneKinds) as MilestoneKind[]).find((kind) => kind === text);
}

function isWebLink(text: string): boolean {
  return text.length <= MAX_LINK && /^https?:\/\/[^\s"<>]+$/.test(text) && URL.canParse(text);
}

/** The shares of the goal that are worth telling. */
export const GOAL_SHARES = [25, 50, 100] as const;

/** People who acted on a day. */
export type DayOfPeople = { readonly day: string; readonly actions: number };

/** The day on which each share of the goal was reached; days come in order, with the people who acted on each. */
export function sharesReached(
  goal: number,
  days: readonly DayOfPeople[],
): { readonly share: number; readonly day: string; readonly people: number }[] {
  return GOAL_SHARES.flatMap((share) => {
    const people = Math.ceil((goal * share) / 100);
    const day = dayReached(people, days);
    return day === undefined ? [] : [{ share, day, people }];
  });
}

/** The first day on which so many people had acted; undefined where they have not. */
export function dayReached(wanted: number, days: readonly DayOfPeople[]): string | undefined {
  let people = 0;
  return days.find(({ actions }) => (people += actions) >= wanted)?.day;
}
