import type { Campaign } from '../../campaigns/index.js';
import { sourcePattern } from '../../counts/index.js';
import { endOfDay, isCalendarDay, parseLocalTime } from '../../platform/clock.js';
import type { Fault } from '../../platform/errors.js';
import type { PeopleQuery } from '../../people/index.js';
import { canonicalEmail, postalKey, searchText } from '../../supporters/index.js';
import type { Fields } from '../visit.js';

/** The search form as it was filled in. */
export type TypedSearch = {
  readonly email: string;
  readonly name: string;
  readonly postal: string;
  readonly campaign: string;
  readonly opted: string;
  readonly source: string;
  readonly from: string;
  readonly until: string;
  readonly confirmed: string;
};

/** Fields without those that name somebody: they are looked at in forms only, never in an address. */
export function withoutTerms(fields: Fields): Fields {
  const isTerm = (name: string): boolean => ['email', 'name', 'postal'].includes(name);
  return { ...fields, one: (name) => (isTerm(name) ? '' : fields.one(name)) };
}

/** Reads the search form. */
export function readSearch(fields: Fields): TypedSearch {
  const one = (name: string): string => fields.one(name).trim().replaceAll('\0', '');
  return {
    email: one('email'),
    name: one('name'),
    postal: one('postal'),
    campaign: one('campaign'),
    opted: one('opted'),
    source: one('source').toLowerCase(),
    from: one('from'),
    until: one('until'),
    confirmed: one('confirmed'),
  };
}

type Known = {
  readonly organization: { readonly organizationId: string; readonly slug: string };
  readonly campaigns: readonly Campaign[];
  readonly timeZone: string;
};

/** What the form asks for, and what is wrong with it. */
export function askedFor(
  typed: TypedSearch,
  { organization, campaigns, timeZone }: Known,
): { readonly asked: PeopleQuery; readonly faults: readonly Fault[] } {
  const faults: Fault[] = [];
  const check = (field: keyof TypedSearch, isRight: boolean, message: string): void => {
    if (typed[field] !== '' && !isRight) faults.push({ field, message });
  };
  const emailKey = canonicalEmail(typed.email);
  const campaign = campaigns.find(({ slug }) => slug === typed.campaign);
  check('email', emailKey !== undefined, 'Please give a whole e-mail address, such as name@example.org.');
  check('campaign', campaign !== undefined, 'Please choose one of your campaigns.');
  check('source', sourcePattern.test(typed.source), 'Please give a source code as it stands in a link.');
  check('from', isCalendarDay(typed.from), 'Please give a day such as 2027-03-10.');
  check('until', isCalendarDay(typed.until), 'Please give a day such as 2027-03-10.');
  const isEmpty = searchText(typed.name) === '' && typed.name !== '';
  if (isEmpty) faults.push({ field: 'name', message: 'Please give at least one letter of the name.' });
  const { slug, organizationId } = organization;
  const asked: PeopleQuery = {
    organizationId,
    emailKey,
    name: orNothing(searchText(typed.name)),
    postal: orNothing(postalKey(typed.postal)),
    campaignId: campaign?.id,
    source: orNothing(typed.source),
    since: isCalendarDay(typed.from) ? parseLocalTime(typed.from, timeZone) : undefined,
    before: isCalendarDay(typed.until) ? endOfDay(typed.until, timeZone) : undefined,
    isConfirmed: typed.confirmed === '' ? undefined : typed.confirmed === 'yes',
    optedInTo: typed.opted === '' ? undefined : { slug: typed.opted, isOwn: typed.opted === slug },
  };
  return { asked, faults };
}

/** Whom people could agree to hear from in these campaigns, the organization itself first. */
export function optInsOf(campaigns: readonly Campaign[], own: string): string[] {
  const named = new Set(campaigns.flatMap(({ file }) => file.opt_ins.map(({ organization }) => organization)));
  return [own, ...[...named].filter((name) => name !== own).sort()];
}

function orNothing(text: string): string | undefined {
  return text === '' ? undefined : text;
}
