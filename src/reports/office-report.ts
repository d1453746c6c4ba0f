import { listQuotationsFor, type Quotation } from '../actions/index.js';
import { listMilestones, milestoneView, type Campaign } from '../campaigns/index.js';
import { definitions, listDailyActions, readOfficeCounts, readPlaces, type OfficeCounts } from '../counts/index.js';
import type { Roster } from '../offices/index.js';
import { dayOf, dayText, type Clock } from '../platform/clock.js';
import type { Db } from '../platform/db.js';
import type { Followed } from '../platform/revisions.js';
import { listPositions, newestEntries, positionLabels } from '../positions/index.js';
import { officeOf, type OfficeFacts } from './office-facts.js';
import { foldPlaces, SMALLEST_CELL } from './places.js';

export type ReportTools = { readonly db: Db; readonly clock: Clock; readonly roster: Followed<Roster> };

/** A number of letters with its name and what it means. */
export type Term = { readonly name: string; readonly letters: string; readonly means: string };

/** What a lawmaker's staff is told of one office's letters, in words and ready numbers. */
export type OfficeReport = {
  readonly campaign: {
    readonly title: string;
    readonly ask: string;
    readonly organization: string;
    readonly postalAddress: string;
    readonly website: string;
    readonly country: 'us' | 'gb' | 'ca';
  };
  readonly office: OfficeFacts;
  readonly madeOn: string;
  readonly madeAt: number;
  /** `1 March 2027 to 10 March 2027`; undefined before the first letter. */
  readonly period: string | undefined;
  readonly people: number;
  readonly peopleText: string;
  readonly ownWords: number;
  readonly ownText: string;
  readonly terms: readonly Term[];
  readonly placesText: string;
  readonly placesHead: string;
  readonly places: readonly { readonly area: string; readonly people: string; readonly share: number }[];
  readonly position:
    { readonly label: string; readonly name: string; readonly day: string; readonly source: string } | undefined;
  readonly milestones: readonly ReturnType<typeof milestoneView>[];
  readonly quotations: readonly Pick<Quotation, 'words' | 'by'>[];
  readonly definitions: readonly string[];
};

/** So many quotations are printed. */
export const MOST_QUOTATIONS = 300;

const MOST_MILESTONES = 30;

const number = new Intl.NumberFormat('en');

/** Gathers an office's report from counters and a few rows by index, however many letters there are. */
export async function readOfficeReport(
  { db, clock, roster }: ReportTools,
  campaign: Campaign,
  officeId: string,
): Promise<OfficeReport> {
  const { id, file } = campaign;
  const [counts] = await readOfficeCounts(db, id, officeId);
  const places = await readPlaces(db, id, officeId);
  const office = officeOf(await roster.get(), officeId);
  const days = await listDailyActions(db, id);
  const today = dayOf(clock.now(), file.time_zone);
  const people = peopleIn(counts);
  const ownWords = places.reduce((sum, one) => sum + one.ownWords, 0);
  const quotations = await listQuotationsFor(db, { campaignId: id, officeId }, MOST_QUOTATIONS);
  const milestones = await listMilestones(db, id, { limit: MOST_MILESTONES });
  return {
    campaign: {
      title: file.title,
      ask: file.ask,
      organization: file.organization.name,
      postalAddress: file.organization.postal_address,
      website: file.organization.website ?? '',
      country: file.country,
    },
    office,
    madeOn: dayText(today),
    madeAt: clock.now(),
    period: days[0] && [...new Set([days[0].day, today])].map(dayText).join(' to '),
    people,
    peopleText: peopleText(people),
    ownWords,
    ownText: ownText(ownWords, people),
    terms: termsOf(counts),
    ...placesOf(file.country, places, people),
    position: await positionOf(db, id, office),
    milestones: milestones.map(milestoneView),
    quotations,
    definitions: DEFINITIONS,
  };
}

/** One letter is one person: nobody writes twice to an office in one campaign. Cancelled letters are nobody's. */
export function peopleIn(counts: OfficeCounts | undefined): number {
  return counts ? counts.letters.taken - counts.letters.cancelled : 0;
}

function peopleText(people: number): string {
  if (people === 0) return 'Nobody has written to this office yet.';
  return `${number.format(people)} ${people === 1 ? 'person has' : 'people have'} written to this office.`;
}

function ownText(ownWords: number, people: number): string {
  if (people === 0) return '';
  if (ownWords === 0) return 'All letters are the campaign’s own text.';
  const who = people === 1 ? 'That person' : ownWords === 1 ? 'One of them' : `${number.format(ownWords)} of them`;
  return `${who} added own words or changed the letter.`;
}

const NAMES = [
  ['delivered', 'Delivered by e-mail'],
  ['handed_over', 'Handed over to the constituent'],
  ['waiting', 'On the way'],
  ['failed', 'Could not be delivered'],
  ['previewed', 'Not sent'],
] as const;

/** Read beside their names, which the definitions begin with. */
const MEANS = {
  ...definitions,
  waiting: definitions.waiting.replace(/^On the way: h/, 'H'),
  previewed: definitions.previewed.replace(/^Not sent: t/, 'T'),
};

/** The letters of those who wrote, by what became of them; each stands under just one name. */
function termsOf(counts: OfficeCounts | undefined): Term[] {
  if (!counts) return [];
  return NAMES.filter(([term]) => counts.letters[term] > 0).map(([term, name]) => {
    const said =
      counts.saidSent === 1
        ? 'One says that they sent it.'
        : `${number.format(counts.saidSent)} say that they sent it.`;
    const means = term === 'handed_over' ? `${definitions[term]} ${said}` : MEANS[term];
    return { name, letters: number.format(counts.letters[term]), means };
  });
}

const AREAS = { us: 'ZIP code', gb: 'Postcode district', ca: 'Postal area' } as const;

function placesOf(
  country: keyof typeof AREAS,
  given: Awaited<ReturnType<typeof readPlaces>>,
  people: number,
): Pick<OfficeReport, 'places' | 'placesHead' | 'placesText'> {
  const folded = foldPlaces(given.map(({ area, letters }) => ({ area, people: letters })));
  const share = (count: number): number => (people === 0 ? 0 : Math.round((count / people) * 100));
  const rows = folded.rows.map((row) => ({
    area: row.area,
    people: number.format(row.people),
    share: share(row.people),
  }));
  const rest = { area: 'Elsewhere', people: number.format(folded.elsewhere), share: share(folded.elsewhere) };
  const isTold = rows.length > 0;
  return {
    placesHead: AREAS[country],
    places: isTold && folded.elsewhere > 0 ? [...rows, rest] : rows,
    placesText: isTold
      ? `Areas with fewer than ${SMALLEST_CELL} people stand together as “Elsewhere”, so that nobody can be singled out.`
      : `Places are told where at least ${SMALLEST_CELL} people of one area wrote, so that nobody can be singled out.`,
  };
}

/** What is recorded of the person who holds the office now. */
async function positionOf(db: Db, campaignId: string, office: OfficeFacts): Promise<OfficeReport['position']> {
  const entries = newestEntries(await listPositions(db, campaignId, office.id));
  const entry = entries.find(({ person }) => person === office.person);
  if (!entry || entry.position === 'undeclared') return undefined;
  const { name, source, position, knownOn } = entry;
  return { label: positionLabels[position], name, day: dayText(knownOn), source };
}

const DEFINITIONS: readonly string[] = [
  'People: everyone who wrote to this office in this campaign, each counted once by their e-mail address. Letters that were taken back, refused or never confirmed are not counted.',
  'Delivered by e-mail: taken by the office’s mail server, with no bounce within 48 hours. It does not say that somebody read it.',
  'Handed over: the office takes no e-mail, so the constituent was given the letter and the office’s own form. It is never counted as delivered.',
  'Own words: the constituent added a paragraph or changed the text. Quotations are printed only of people who agreed to be quoted, and after somebody read them.',
  'Places are those of the postal codes that people gave. The address itself is not checked.',
];
