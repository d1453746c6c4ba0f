import type { Campaign } from '../../campaigns/index.js';
import {
  cursorText,
  erasureDigest,
  getPeopleSettings,
  listErasuresOf,
  LOOKED_THROUGH,
  readCursor,
  searchPeople,
  type FoundPerson,
  type PeopleQuery,
} from '../../people/index.js';
import { privateTextOf } from '../../platform/private-columns.js';
import { showFaults } from '../../web/index.js';
import { ownCampaigns } from '../own-campaigns.js';
import { page, type Answer, type Fields, type Visit } from '../visit.js';
import { askedFor, optInsOf, readSearch, type TypedSearch } from './find.js';
import { dayIn, type PeopleTools } from './people.js';

/** The page of people, with what a form or an address asked for. Its title never names anybody. */
export async function showPeople(tools: PeopleTools, visit: Visit, fields: Fields): Promise<Answer> {
  const { organization } = visit;
  const { timeZone } = await getPeopleSettings(tools.db, organization.organizationId);
  const campaigns = await ownCampaigns(tools, visit);
  const typed = readSearch(fields);
  const { asked, faults } = askedFor(typed, { organization, campaigns, timeZone });
  // Encrypted names have no order, so that no beginning of one is found.
  const needsWholeNames = privateTextOf(tools.db) !== undefined;
  const shared = { ...formView(visit, { typed, campaigns }), title: 'People', needsWholeNames };
  if (faults.length > 0) {
    return page('people/list', { ...shared, hasFilters: true, ...showFaults(faults) }, { status: 422 });
  }
  const found = await searchPeople(tools.db, asked, readCursor(fields.one('after')));
  const titles = new Map(campaigns.map(({ id, file }) => [id, file.title]));
  return page('people/list', {
    ...shared,
    isLater: fields.one('after') !== '',
    people: found.people.map((one) => personRow(one, { base: visit.base, timeZone, titles })),
    more: found.next && { after: cursorText(found.next), fields: fieldsOf(typed), isCutShort: found.isCutShort },
    lookedThrough: LOOKED_THROUGH.toLocaleString('en'),
    erasures: await erasuresOf(tools, asked, timeZone),
  });
}

type Filled = { readonly typed: TypedSearch; readonly campaigns: readonly Campaign[] };

/** The search form as it was filled in. */
function formView({ base, may, organization }: Visit, { typed, campaigns }: Filled) {
  return {
    base,
    form: typed,
    mayOwn: may('own'),
    choices: {
      campaigns: campaigns.map(({ slug, file }) => ({
        value: slug,
        label: file.title,
        isChosen: slug === typed.campaign,
      })),
      opted: optInsOf(campaigns, organization.slug).map((value) => ({
        value,
        label: value === organization.slug ? `${organization.name} (you)` : value,
        isChosen: value === typed.opted,
      })),
      confirmed: [
        { value: 'yes', label: 'Confirmed', isChosen: typed.confirmed === 'yes' },
        { value: 'no', label: 'To be confirmed, and not yet', isChosen: typed.confirmed === 'no' },
      ],
    },
    hasFilters: [typed.campaign, typed.opted, typed.source, typed.from, typed.until, typed.confirmed].some(Boolean),
    isSearch: Object.values(typed).some(Boolean),
  };
}

type Shown = { readonly base: string; readonly timeZone: string; readonly titles: ReadonlyMap<string, string> };

function personRow(one: FoundPerson, { base, timeZone, titles }: Shown): object {
  return {
    href: `${base}/people/${one.id}`,
    name: `${one.givenName} ${one.familyName}`,
    email: one.email,
    postalCode: one.postalCode,
    hasOptedIn: one.optedInAt !== null,
    actedOn: dayIn(one.actedAt, timeZone),
    campaign: titles.get(one.campaignId),
    source: one.source,
  };
}

function fieldsOf(typed: TypedSearch): { readonly name: string; readonly value: string }[] {
  return Object.entries(typed).flatMap(([name, value]) => (value === '' ? [] : [{ name, value }]));
}

/** When an address that is looked for was erased: the digest that stayed proves it. */
async function erasuresOf(tools: PeopleTools, asked: PeopleQuery, timeZone: string): Promise<string[]> {
  if (asked.emailKey === undefined) return [];
  const digest = erasureDigest(tools.seal, asked.emailKey);
  const erasures = await listErasuresOf(tools.db, asked.organizationId, digest);
  return erasures.flatMap(({ doneAt }) => (doneAt === null ? [] : [dayIn(doneAt, timeZone)]));
}
