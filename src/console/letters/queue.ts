import {
  deletePause,
  glanceAtQueue,
  insertPause,
  listPauses,
  officeScope,
  readCells,
  sumByState,
  type Bounded,
  type NamedPause,
} from '../../deliveries/index.js';
import { listLetterTargets } from '../../actions/index.js';
import { listLetterPage } from '../../deliveries/index.js';
import { momentText } from '../../platform/clock.js';
import { writing } from '../../platform/db.js';
import { NotFoundError } from '../../platform/errors.js';
import { inTurn } from '../../platform/in-turn.js';
import { go, page, type Answer, type CampaignVisit, type Visit } from '../visit.js';
import type { ListTools } from './list.js';
import { scopeOf, type Scope } from './scope.js';
import { HOLD_WORDS, numberText, WAIT_WORDS } from './words.js';

const MINUTE_MS = 60_000;

/** Due letters are sent within seconds; where one waits this long nobody seems to send. */
const LATE_MS = 5 * MINUTE_MS;

/** How many letters wait for what, since when, and whether somebody sends them. */
export async function queuePage(tools: ListTools, visit: Visit | CampaignVisit): Promise<Answer> {
  const scope = await scopeOf(tools.campaigns, visit);
  const now = tools.clock.now();
  const cells = await readCells(tools.db, scope);
  // Campaigns without letters have nothing to look up.
  const withLetters = [...new Set(cells.map(({ campaignId }) => campaignId))];
  const glance = await glanceAtQueue(tools.db, withLetters, now);
  const states = sumByState(cells);
  const at = (moment: number | null): string | undefined =>
    moment === null ? undefined : momentText(moment, scope.timeZone);
  const isLate = glance.oldestDueAt !== null && glance.oldestDueAt < now - LATE_MS;
  const lines = [
    ...glance.waits.map((one) => ({
      ...one,
      text: `For ${WAIT_WORDS[one.waitsFor]}`,
      search: `waits=${one.waitsFor}`,
    })),
    ...glance.holds.map((one) => ({ ...one, text: `Held: ${HOLD_WORDS[one.hold]}`, search: `hold=${one.hold}` })),
  ];
  return page('letters/queue', {
    title: 'How the queue stands',
    href: scope.href,
    maySend: visit.may('send'),
    queued: numberText(states.get('queued') ?? 0),
    sending: numberText(states.get('sending') ?? 0),
    unknown: numberText(states.get('unknown') ?? 0),
    dueNow: boundedText(glance.dueNow),
    oldestDue: ageText(glance.oldestDueAt, now),
    nextDue: at(glance.nextDueAt),
    sentLastHour: boundedText(glance.sentLastHour),
    lastClaim: ageText(glance.lastClaimAt, now),
    isLate,
    lines: lines
      .filter(({ letters }) => letters > 0)
      .map((line) => ({ text: line.text, count: boundedText(line), href: `${scope.href}?${line.search}` })),
    pauses: (await ownPauses(tools, scope)).map(({ text, reason, since }) => ({ text, reason, since })),
    pausesHref: `${scope.href}/pauses`,
    keptHref: `${visit.base}/letters/kept`,
  });
}

function boundedText({ letters, isMore }: Bounded): string {
  return `${isMore ? 'more than ' : ''}${numberText(letters)}`;
}

function ageText(at: number | null, now: number): string | undefined {
  if (at === null) return undefined;
  const minutes = Math.floor((now - at) / MINUTE_MS);
  if (minutes < 1) return 'less than a minute ago';
  if (minutes < 120) return `${minutes} ${minutes === 1 ? 'minute' : 'minutes'} ago`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} hours ago` : `${Math.floor(minutes / 60 / 24)} days ago`;
}

type OwnPause = {
  readonly scope: string;
  readonly text: string;
  readonly reason: string;
  readonly since: string;
  /** It can be ended here; others are the operator's, for all organizations. */
  readonly isOurs: boolean;
};

/** The pauses that keep the scope's letters. */
async function ownPauses({ db }: ListTools, scope: Scope): Promise<OwnPause[]> {
  const pauses = await listPauses(db);
  const views = await inTurn(pauses, async (pause): Promise<OwnPause | undefined> => {
    const what = await pausedText(db, scope, pause);
    return (
      what && {
        ...what,
        scope: pause.scope,
        reason: pause.reason,
        since: momentText(pause.pausedAt, scope.timeZone),
      }
    );
  });
  return views.filter((view) => view !== undefined);
}

async function pausedText(
  db: ListTools['db'],
  scope: Scope,
  pause: NamedPause,
): Promise<Pick<OwnPause, 'text' | 'isOurs'> | undefined> {
  const [kind = '', rest = ''] = pause.scope.split(/:(.*)/s);
  if (kind === 'all') return { text: 'All letters of this installation, by its operator', isOurs: false };
  if (kind === 'office') return { text: `All letters to ${rest}, by the operator`, isOurs: false };
  const [campaignId = '', office = ''] = rest.split(/\/(.*)/s);
  const campaign = scope.campaigns.find(({ id }) => id === campaignId);
  if (!campaign) return undefined;
  const of = scope.isWhole ? ` of “${campaign.file.title}”` : '';
  if (kind === 'campaign') return { text: `All letters${of || ' of this campaign'}`, isOurs: true };
  return { text: `Letters${of} to ${await officeText(db, campaignId, office)}`, isOurs: true };
}

/** An office by the name that its newest letter has. */
async function officeText(db: ListTools['db'], campaignId: string, office: string): Promise<string> {
  const [row] = await listLetterPage(db, { campaignIds: [campaignId], office }, { limit: 1 });
  const target = row && (await listLetterTargets(db, [row.letterId])).get(row.letterId);
  return target ? `${target.title} ${target.name}` : office;
}

/** What is paused, and what can be. */
export async function pausesPage(tools: ListTools, visit: Visit | CampaignVisit): Promise<Answer> {
  const scope = await scopeOf(tools.campaigns, visit);
  const office = visit.query.one('office').replace(/\0/g, '').slice(0, 200);
  return page('letters/pauses', {
    title: 'Pause or resume',
    href: scope.href,
    isWhole: scope.isWhole,
    office:
      office && !scope.isWhole
        ? { id: office, name: await officeText(tools.db, scope.campaignIds[0] ?? '', office) }
        : undefined,
    pauses: await ownPauses(tools, scope),
  });
}

/** Pauses all letters of the scope, or those of a campaign to one office. @throws NotFoundError */
export async function pauseNow(tools: ListTools, visit: Visit | CampaignVisit): Promise<Answer> {
  const scope = await scopeOf(tools.campaigns, visit);
  const reason = visit.form.one('reason').trim().slice(0, 300);
  const office = visit.form.one('office');
  const scopes = await scopesToPause(tools, scope, office);
  const pausedAt = tools.clock.now();
  const changed = await writing(tools.db, async (trx) => {
    const inserted = [];
    for (const one of scopes) inserted.push(await insertPause(trx, { scope: one, reason, pausedAt }));
    return inserted.filter(Boolean).length;
  });
  const said =
    changed === 0
      ? 'It was paused already.'
      : 'Paused. Nothing more leaves; letters that are taken meanwhile are kept until you resume.';
  const what = office === '' ? 'all letters' : `letters to ${office}`;
  return go(`${scope.path}/pauses`, said, { trace: { detail: reason ? `${what}: ${reason}` : what } });
}

async function scopesToPause(tools: ListTools, scope: Scope, office: string): Promise<string[]> {
  if (office === '') return scope.campaignIds.map((id) => `campaign:${id}`);
  const [campaignId] = scope.campaignIds;
  if (scope.isWhole || campaignId === undefined) throw new NotFoundError('There is no such office here.');
  const [row] = await listLetterPage(tools.db, { campaignIds: [campaignId], office }, { limit: 1 });
  if (!row) throw new NotFoundError('There is no such office here.');
  return [officeScope(row)];
}

/** Ends pauses of the scope: the one that is named, or all. @throws NotFoundError */
export async function resumeNow(tools: ListTools, visit: Visit | CampaignVisit): Promise<Answer> {
  const scope = await scopeOf(tools.campaigns, visit);
  const named = visit.form.one('scope');
  const ours = (await ownPauses(tools, scope)).filter((one) => one.isOurs && (named === '' || one.scope === named));
  if (named !== '' && ours.length === 0) return go(`${scope.path}/pauses`, 'That pause had ended already.');
  await writing(tools.db, async (trx) => {
    for (const one of ours) await deletePause(trx, one.scope, tools.clock.now());
  });
  const what = ours.map(({ text }) => text).join('; ');
  return go(`${scope.path}/pauses`, 'Resumed. What waited leaves now, as far as pace and hours let it.', {
    trace: { detail: what },
  });
}
