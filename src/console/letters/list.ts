import { listLetterTargets } from '../../actions/index.js';
import type { Campaigns } from '../../campaigns/index.js';
import { definitions, deliveryStates, termOfState, type DeliveryState } from '../../counts/index.js';
import {
  countLetters,
  failureCauses,
  HOLDS,
  listLetterPage,
  listSources,
  readCells,
  sumByState,
  WAITS,
  type Delivery,
  type LetterQuery,
} from '../../deliveries/index.js';
import { momentText, type Clock } from '../../platform/clock.js';
import type { Db } from '../../platform/db.js';
import { inTurn } from '../../platform/in-turn.js';
import { page, type Answer, type CampaignVisit, type Visit } from '../visit.js';
import { AGES, carried, isNarrowed, queryOf, readLooking, searchOf, TERMS, type Looking } from './filter.js';
import { scopeOf, type Scope } from './scope.js';
import { HOLD_WORDS, lettersText, numberText, STATES, TERM_WORDS, WAIT_WORDS, whyOf } from './words.js';

export type ListTools = { readonly db: Db; readonly clock: Clock; readonly campaigns: Campaigns };

const PAGE_ROWS = 50;

/** Numbers that the counters do not have are counted up to here. */
export const COUNTED = 1_000;

const MOST_SOURCES = 100;

/** Letters that somebody looks for, a page of them; without anybody's personal data. */
export async function listPage(tools: ListTools, visit: Visit | CampaignVisit): Promise<Answer> {
  const scope = await scopeOf(tools.campaigns, visit);
  const looking = readLooking(visit.query);
  const asked = queryOf(looking, scope, tools.clock.now());
  const cells = await readCells(tools.db, { ...asked, campaignIds: namedIds(scope, looking) });
  const wanted = { ...asked, cells };
  const after = /^\w{1,40}$/.test(visit.query.one('after')) ? visit.query.one('after') : undefined;
  const rows = await listLetterPage(tools.db, wanted, { after, limit: PAGE_ROWS + 1 });
  const shown = rows.slice(0, PAGE_ROWS);
  const total = await countLetters(tools.db, wanted, COUNTED);
  return page('letters/list', {
    title: 'Letters',
    href: scope.href,
    mayReview: visit.may('review'),
    maySend: visit.may('send'),
    terms: termLinks(scope, { looking, wanted }),
    parts: await partLinks(tools, scope, { looking, wanted }),
    office: await officeName(tools, looking, shown),
    withoutOffice: scope.href + searchOf(looking, { office: '' }),
    pauseOffice:
      looking.office !== '' && visit.may('send') && !scope.isWhole
        ? `${scope.href}/pauses?office=${encodeURIComponent(looking.office)}`
        : undefined,
    fields: await filterFields(tools, scope, looking),
    isNarrowed: isNarrowed(looking),
    isMoreOpen: [looking.channel, looking.source, looking.day, looking.age, looking.campaign].some(Boolean),
    total: lettersText(total),
    isAnyOf: total.letters > 0,
    carried: carried(looking),
    rows: await rowViews(tools, visit, { rows: shown, scope }),
    first: after === undefined ? undefined : scope.href + searchOf(looking),
    next: rows.length > PAGE_ROWS ? scope.href + searchOf(looking, { after: shown.at(-1)?.id ?? '' }) : undefined,
  });
}

type Asked = { readonly looking: Looking; readonly wanted: LetterQuery };

/** The terms of the promise, each with its number and a link to its letters. */
function termLinks(scope: Scope, { looking, wanted }: Asked): object[] {
  const byState = sumByState(wanted.cells ?? []);
  const sum = (isMeant: (state: DeliveryState) => boolean): string =>
    numberText(deliveryStates.filter(isMeant).reduce((total, state) => total + (byState.get(state) ?? 0), 0));
  const link = (term: string): string =>
    scope.href + searchOf(looking, { term, state: '', reason: '', hold: '', waits: '' });
  const isAll = looking.term === '' && looking.state === '';
  return [
    { text: 'All', count: sum(() => true), href: link(''), isHere: isAll },
    ...TERMS.map((term) => ({
      text: TERM_WORDS[term],
      says: definitions[term],
      count: sum((state) => termOfState[state] === term),
      href: link(term),
      isHere: looking.term === term || (looking.state !== '' && termOfState[looking.state as DeliveryState] === term),
    })),
  ];
}

function namedIds({ campaigns }: Scope, { campaign }: Looking): string[] {
  return campaigns.filter(({ slug }) => campaign === '' || slug === campaign).map(({ id }) => id);
}

type Part = { readonly text: string; readonly wanted: Partial<LetterQuery>; readonly search: Partial<Looking> };

/** What the letters of a term fall into: what they wait for, or why they failed; only what there is. */
async function partLinks({ db }: ListTools, scope: Scope, { looking, wanted }: Asked): Promise<object[]> {
  const none = { state: '', hold: '', waits: '', reason: '' };
  const base = { ...wanted, states: undefined, hold: undefined, waitsFor: undefined, cause: undefined };
  const campaignIds = namedIds(scope, looking);
  const counted = await inTurn(partsOf(looking), async (part) => {
    const found = await countLetters(db, { ...base, campaignIds, ...part.wanted }, COUNTED);
    const isHere = Object.entries(part.search).every(([name, value]) => looking[name as keyof Looking] === value);
    return { ...part, ...found, isHere, href: scope.href + searchOf(looking, { ...none, ...part.search }) };
  });
  return counted.flatMap(({ text, letters, isMore, isHere, href }) =>
    letters > 0 ? [{ text, href, isHere, count: numberText(letters) + (isMore ? '+' : '') }] : [],
  );
}

function partsOf({ term, state }: Looking): Part[] {
  const of = state === '' ? term : termOfState[state as DeliveryState];
  if (of === 'failed')
    return (Object.keys(failureCauses) as (keyof typeof failureCauses)[]).map((cause) => {
      return { text: failureCauses[cause].title, wanted: { cause }, search: { term: 'failed', reason: cause } };
    });
  if (of !== 'waiting') return [];
  return [
    ...HOLDS.map((hold) => ({ text: `Held: ${HOLD_WORDS[hold]}`, wanted: { hold }, search: { hold } })),
    ...([...WAITS, 'turn'] as const).map((waits) => {
      return { text: `Waits for ${WAIT_WORDS[waits]}`, wanted: { waitsFor: waits }, search: { waits } };
    }),
    ...(['sending', 'sent', 'unknown'] as const).map((one) => {
      return { text: STATES[one], wanted: { states: [one] }, search: { state: one } };
    }),
  ];
}

async function filterFields({ db }: ListTools, scope: Scope, looking: Looking): Promise<object> {
  const sources = await listSources(db, scope.campaignIds, MOST_SOURCES);
  const options = (pairs: readonly (readonly [string, string])[], chosen: string): object[] =>
    [['', 'any'] as const, ...pairs].map(([value, text]) => ({ value, text, isChosen: value === chosen }));
  return {
    states: options(
      deliveryStates.map((state) => [state, STATES[state]]),
      looking.state,
    ),
    channels: options(
      [
        ['smtp', 'by e-mail'],
        ['handover', 'left to the supporter'],
      ],
      looking.channel,
    ),
    sources: options(
      sources.map((source) => [source, source]),
      looking.source,
    ),
    hasSources: sources.length > 0,
    ages: options(
      Object.entries(AGES).map(([age, { text }]) => [age, text]),
      looking.age,
    ),
    campaigns: options(
      scope.campaigns.map(({ slug, file }) => [slug, file.title]),
      looking.campaign,
    ),
    hasCampaigns: scope.isWhole && scope.campaigns.length > 1,
    day: looking.day,
    office: looking.office,
    term: looking.term,
    hold: looking.hold,
    waits: looking.waits,
    reason: looking.reason,
  };
}

/** What the office that is looked for is called, as one of its letters says. */
async function officeName(
  { db }: ListTools,
  { office }: Looking,
  rows: readonly Delivery[],
): Promise<string | undefined> {
  const row = rows.find(({ officeId }) => officeId === office);
  if (office === '' || !row) return office || undefined;
  const target = (await listLetterTargets(db, [row.letterId])).get(row.letterId);
  return target ? `${target.title} ${target.name}` : office;
}

type Shown = { readonly rows: readonly Delivery[]; readonly scope: Scope };

/** Rows as lists show them: the office, the state, since when and why; nobody's name or text. */
export async function rowViews(
  { db, clock }: Omit<ListTools, 'campaigns'>,
  visit: Visit,
  { rows, scope }: Shown,
): Promise<object[]> {
  const targets = await listLetterTargets(
    db,
    rows.map(({ letterId }) => letterId),
  );
  return rows.map((row) => {
    const campaign = scope.campaigns.find(({ id }) => id === row.campaignId);
    const target = targets.get(row.letterId);
    const zone = campaign?.file.time_zone ?? scope.timeZone;
    return {
      id: row.id,
      href: `${visit.base}/campaigns/${campaign?.slug ?? ''}/letters/${row.id}`,
      campaign: scope.isWhole ? campaign?.file.title : undefined,
      to: target ? `${target.title} ${target.name}` : row.officeId,
      office: target?.office,
      state: row.state,
      word: STATES[row.state],
      why: whyOf(row),
      since: momentText(row.stateAt, zone),
      next: row.state === 'queued' && row.dueAt > clock.now() ? momentText(row.dueAt, zone) : undefined,
      tries: row.attempts,
    };
  });
}
