import type { Campaigns } from '../../campaigns/index.js';
import {
  actOn,
  allowsAct,
  beginWork,
  countLetters,
  findWork,
  goOn,
  letterActs,
  listNamed,
  meantBy,
  mayStillBounce,
  type DecisionTools,
  type Delivery,
  type LetterAct,
  type LetterQuery,
} from '../../deliveries/index.js';
import { momentText } from '../../platform/clock.js';
import { InputError, NotFoundError } from '../../platform/errors.js';
import { go, page, type Answer, type CampaignVisit, type Fields, type Visit } from '../visit.js';
import { carried, isNarrowed, queryOf, readLooking, searchOf, type Looking } from './filter.js';
import { COUNTED } from './list.js';
import { scopeOf, type Scope } from './scope.js';
import { ACTS, lettersText, numberText, STATES } from './words.js';

export type DecideTools = DecisionTools & { readonly campaigns: Campaigns };

/** As many letters as a list shows, and some. */
const MOST_NAMED = 200;

/** What a form is about: letters by their ids, or all that are looked for. */
type Meant = {
  readonly act: LetterAct;
  readonly isAll: boolean;
  readonly ids: readonly string[];
  readonly looking: Looking;
  readonly wanted: LetterQuery;
};

function readMeant(fields: Fields, scope: Scope, now: number): Meant | undefined {
  const act = letterActs.find((one) => one === fields.one('act'));
  const looking = readLooking(fields);
  const ids = [...new Set(fields.all('id'))].slice(0, MOST_NAMED);
  const isAll = fields.one('all') === '1';
  return act && { act, isAll, ids: isAll ? [] : ids, looking, wanted: queryOf(looking, scope, now) };
}

/** Says what an act would do before it is done, and asks for the reason. */
export async function askPage(tools: DecideTools, visit: Visit | CampaignVisit, reasonFault?: string): Promise<Answer> {
  const scope = await scopeOf(tools.campaigns, visit);
  const fields = reasonFault === undefined ? visit.query : visit.form;
  const meant = readMeant(fields, scope, tools.clock.now());
  const telling = meant && (meant.isAll ? await tellAll(tools, meant) : await tellNamed(tools, scope, meant));
  const words = meant && ACTS[meant.act];
  return page(
    'letters/decide',
    {
      title: words?.button ?? 'Decide about letters',
      href: scope.href,
      back: scope.href + searchOf(meant?.looking ?? readLooking(fields)),
      words,
      act: meant?.act,
      isAll: meant?.isAll,
      ids: meant?.ids,
      carried: meant ? carried(meant.looking) : [],
      isOne: meant?.ids.length === 1 && fields.one('one') === '1',
      needsReason: words?.isFinal,
      reason: fields.one('reason'),
      fault: reasonFault,
      faults: reasonFault === undefined ? [] : [{ id: 'reason', message: reasonFault }],
      ...telling,
    },
    reasonFault === undefined ? {} : { status: 422 },
  );
}

type Telling = { readonly count: string; readonly isAny: boolean; readonly notes: readonly string[] };

async function tellAll({ db }: DecideTools, { act, wanted, looking }: Meant): Promise<Telling> {
  const meant = meantBy(act, wanted);
  const found = meant ? await countLetters(db, meant, COUNTED) : { letters: 0, isMore: false };
  return {
    count: lettersText(found),
    isAny: found.letters > 0,
    notes: [
      ...(isNarrowed(looking) ? [] : ['Nothing was looked for, so all letters are meant that this can be about.']),
      ...(act === 'retry' || act === 'readdress'
        ? ['Letters of unknown outcome are left alone for 48 hours, since a bounce may still tell what became of them.']
        : []),
      'Many letters are done in steps of a thousand. You can close the page in between and go on later.',
    ],
  };
}

async function tellNamed(tools: DecideTools, scope: Scope, { act, ids }: Meant): Promise<Telling> {
  const rows = await listNamed(tools.db, scope.campaignIds, ids);
  const meant = rows.filter((row) => allowsAct(act, row));
  return {
    count: lettersText({ letters: meant.length }),
    isAny: meant.length > 0,
    notes: [
      ...stayingNotes(rows.filter((row) => !meant.includes(row))),
      ...meant
        .filter((row) => mayStillBounce(row, tools.clock.now()))
        .slice(0, 1)
        .map(
          (row) =>
            `Where the outcome is unknown a bounce may still tell it (${momentText(row.stateAt, scope.timeZone)}, and 48 hours from there). If the letter had arrived, the office gets it twice.`,
        ),
      ...(act === 'readdress' ? await addressNotes(tools, meant) : []),
    ],
  };
}

function stayingNotes(rows: readonly Delivery[]): string[] {
  const states = [...new Set(rows.map(({ state }) => state))];
  return states.map((state) => {
    const letters = rows.filter((row) => row.state === state).length;
    return `${lettersText({ letters })} (${STATES[state].toLowerCase()}) ${letters === 1 ? 'stays as it is' : 'stay as they are'}.`;
  });
}

/** Officials' addresses, which are public. */
async function addressNotes({ readdressing }: DecideTools, rows: readonly Delivery[]): Promise<string[]> {
  const addresses = await readdressing.find(rows);
  const notes = [...addresses.values()].map((one) =>
    'to' in one ? `${one.from ?? 'No address'} becomes ${one.to}.` : `Stays as it is: ${one.refusal}`,
  );
  return [...new Set(notes)];
}

/** Does what was asked on the page before: at once for letters by their ids, in steps for all that are looked for. */
export async function decideNow(tools: DecideTools, visit: Visit | CampaignVisit): Promise<Answer> {
  const scope = await scopeOf(tools.campaigns, visit);
  const meant = readMeant(visit.form, scope, tools.clock.now());
  if (!meant) throw new InputError([{ field: 'act', message: 'Choose what to do.' }]);
  const reason = visit.form.one('reason').trim().slice(0, 500);
  if (ACTS[meant.act].isFinal && reason === '')
    return askPage(tools, visit, 'Say why, for those who ask later. It stays among the organizers.');
  if (!meant.isAll) return decideNamed(tools, scope, { ...meant, reason, isOne: visit.form.one('one') === '1' });
  const { organizationId } = visit.organization;
  const work = await beginWork(tools, { organizationId, act: meant.act, about: meant.wanted, reason });
  const changed = await goOn(tools, work);
  const trace = { detail: `${ACTS[meant.act].button}: ${numberText(changed)} ${ACTS[meant.act].done}, by a filter` };
  return go(`/letters/work/${work.id}`, undefined, { trace });
}

type Decided = Meant & { readonly reason: string; readonly isOne: boolean };

async function decideNamed(tools: DecideTools, scope: Scope, meant: Decided): Promise<Answer> {
  const { act, ids, reason, looking } = meant;
  const rows = await listNamed(tools.db, scope.campaignIds, ids);
  const { changed, refusals } = await actOn(tools, rows, { act, reason });
  const said = outcomeText(act, { changed: changed.length, named: ids.length, whys: refusals.map(({ why }) => why) });
  const only = meant.isOne ? rows[0] : undefined;
  const slug = scope.campaigns.find(({ id }) => id === only?.campaignId)?.slug;
  const trace = {
    detail: `${ACTS[act].button}: ${said}`,
    ...(ids.length === 1 && rows[0] && { about: `delivery:${rows[0].id}` }),
  };
  const to = only && slug ? `/campaigns/${slug}/letters/${only.id}` : scope.path + searchOf(looking);
  return go(to, said, { trace });
}

/** `12 queued again, 3 had moved on meanwhile.` */
function outcomeText(
  act: LetterAct,
  { changed, named, whys }: { readonly changed: number; readonly named: number; readonly whys: readonly string[] },
): string {
  const left = named - changed - whys.length;
  const parts = [
    `${lettersText({ letters: changed })} ${ACTS[act].done}`,
    ...(left > 0 ? [`${numberText(left)} had moved on meanwhile or could not be meant`] : []),
  ];
  return [`${parts.join(', ')}.`, ...new Set(whys)].join(' ');
}

/** How far a work over many letters has come, with a button for its next step. @throws NotFoundError */
export async function workPage(tools: DecideTools, visit: Visit): Promise<Answer> {
  const work = await findOwnWork(tools, visit);
  const words = ACTS[work.act as LetterAct];
  return page('letters/work', {
    title: `${words.button}: many letters`,
    action: `${visit.base}/letters/work/${work.id}`,
    href: `${visit.base}/letters`,
    done: words.done,
    changed: numberText(work.changed),
    moved: work.looked > work.changed ? numberText(work.looked - work.changed) : undefined,
    reason: work.reason,
    endedAt: work.endedAt === null ? undefined : momentText(work.endedAt, 'UTC'),
  });
}

export async function continueWork(tools: DecideTools, visit: Visit): Promise<Answer> {
  const work = await findOwnWork(tools, visit);
  const changed = work.endedAt === null ? await goOn(tools, work) : 0;
  const words = ACTS[work.act as LetterAct];
  return go(`/letters/work/${work.id}`, undefined, {
    trace: { detail: `${words.button}: ${numberText(changed)} more ${words.done}` },
  });
}

async function findOwnWork(
  { db }: DecideTools,
  visit: Visit,
): Promise<NonNullable<Awaited<ReturnType<typeof findWork>>>> {
  const work = await findWork(db, visit.organization.organizationId, visit.part('work'));
  if (!work || !letterActs.some((act) => act === work.act)) throw new NotFoundError('There is no such work.');
  return work;
}
