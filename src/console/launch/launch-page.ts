import {
  closingOf,
  findApproval,
  findLife,
  findVersionAuthor,
  listStages,
  livedOf,
  needsWord,
  openingOf,
  phaseOf,
  phaseWords,
  seasonOf,
  whyNotDecide,
  type Approval,
  type Campaign,
  type Phase,
} from '../../campaigns/index.js';
import { listPauses } from '../../deliveries/index.js';
import { momentText } from '../../platform/clock.js';
import type { Fault } from '../../platform/errors.js';
import { showFaults } from '../../web/index.js';
import { page, type Answer, type CampaignVisit } from '../visit.js';
import { runChecklist, type Checklist } from './checklist.js';
import type { CheckGroup, Finding } from './finding.js';
import type { LaunchTools } from './launch-tools.js';
import { seasonFields, type TypedSeason } from './season-form.js';

/** What a form that was sent left on the page. */
export type Returned = {
  readonly faults: readonly Fault[];
  readonly season?: TypedSeason;
  readonly note?: string;
  readonly reason?: string;
};

/** The page from which a campaign is opened, paused and ended. */
export async function launchPage(tools: LaunchTools, visit: CampaignVisit, returned?: Returned): Promise<Answer> {
  const { campaign } = visit;
  const now = tools.clock.now();
  const phase = phaseOf(livedOf(campaign), now);
  const checklist = await runChecklist(tools, campaign);
  const shown = {
    title: 'Launch',
    here: `${visit.base}/campaigns/${campaign.slug}`,
    publicUrl: `${tools.baseUrl}/c/${campaign.slug}`,
    may: { launch: visit.may('launch'), send: visit.may('send'), edit: visit.may('edit') },
    versionId: campaign.versionId,
    phase,
    phaseWord: badgeWord(phase),
    is: { [phase]: true },
    isEnded: phase === 'closed' || phase === 'won' || phase === 'archived',
    opening: openingWords(campaign, now),
    season: seasonView(campaign, returned?.season),
    hasOutcome: campaign.life.outcome !== null,
    waits: await pausedWords(tools, visit, phase),
    history: await historyOf(tools, campaign),
    approval: await approvalView(tools, visit, returned),
    ...checklistView(checklist, visit),
    ...showFaults(returned?.faults ?? [], SEASON_IDS),
  };
  return page('launch/launch', shown, returned ? { status: 422 } : {});
}

/** Fields of the season stand by two names each: faults lead to the day. */
const SEASON_IDS = { opens_at: 'opens_on', closes_at: 'closes_on' };

/** What happens with a press of the button. */
function openingWords(campaign: Campaign, now: number): string {
  const season = seasonOf(campaign);
  const [opening, closing] = [openingOf(season), closingOf(season)];
  const begin = opening && opening.at > now ? `It opens on ${opening.text}.` : 'It opens at once.';
  const end = closing ? ` It closes on ${closing.text}.` : ' It stays open until you end it.';
  return begin + end;
}

function seasonView(campaign: Campaign, typed: TypedSeason | undefined): object {
  const { life, file } = campaign;
  const written = { opening: openingOf(file)?.text ?? 'at once', closing: closingOf(file)?.text ?? 'no end' };
  return {
    ...(typed ?? seasonFields(campaign)),
    zone: file.time_zone,
    isMoved: life.opening !== null || life.closing !== null,
    written,
  };
}

/** Whether letters that were taken wait although the campaign itself may be open. */
async function pausedWords(tools: LaunchTools, { campaign }: CampaignVisit, phase: Phase): Promise<object | undefined> {
  const pauses = await listPauses(tools.db);
  const own = pauses.find(({ scope }) => scope === `campaign:${campaign.id}`);
  const all = pauses.find(({ scope }) => scope === 'all');
  const pause = own ?? all;
  if (!pause) return undefined;
  return {
    since: momentText(pause.pausedAt, campaign.file.time_zone),
    reason: pause.reason,
    isOfServer: !own,
    canResume: own !== undefined && phase !== 'paused',
  };
}

const STEPS_SHOWN = 10;

async function historyOf({ db }: LaunchTools, campaign: Campaign): Promise<object[]> {
  const steps = await listStages(db, campaign.id, STEPS_SHOWN);
  return steps.map(({ stage, at, who, why }) => ({
    word: badgeWord(stage),
    stage,
    at: momentText(at, campaign.file.time_zone),
    who,
    why,
  }));
}

async function approvalView(
  { db, clock }: LaunchTools,
  visit: CampaignVisit,
  returned: Returned | undefined,
): Promise<object | undefined> {
  const { campaign, user } = visit;
  const stored = await findLife(db, campaign.id);
  if (!stored || !(await needsWord(db, campaign.id, { ...stored, now: clock.now() }))) return undefined;
  const approval = await findApproval(db, campaign.versionId);
  const author = await findVersionAuthor(db, campaign.versionId);
  const refusal = approval && whyNotDecide(approval, user.id, author);
  const at = (moment: number | null): string => momentText(moment ?? 0, campaign.file.time_zone);
  return {
    ...(approval && { ...wordsOf(approval), askedAt: at(approval.askedAt), decidedAt: at(approval.decidedAt) }),
    canAsk: !approval || approval.isApproved === 0,
    isWaiting: approval?.isApproved === null,
    isApproved: approval?.isApproved === 1,
    isDeclined: approval?.isApproved === 0,
    refusal,
    typedNote: returned?.note,
    typedReason: returned?.reason,
  };
}

function wordsOf({ askedByName, note, decidedByName, reason }: Approval): object {
  return { askedByName, note, decidedByName, reason };
}

const GRADE_WORDS = { fine: 'Fine', look: 'Look at this', mend: 'Must be mended' } as const;

function checklistView(checklist: Checklist, visit: CampaignVisit): object {
  const { groups, bodies, reading, toMend, harmful, toLookAt, isLooking } = checklist;
  return {
    groups: groups.map((group) => groupView(group, visit)),
    bodies,
    reading,
    mendCount: toMend.length,
    lookCount: toLookAt.length,
    isHarmful: harmful.length > 0,
    canOverride: toMend.length > 0 && harmful.length === 0,
    isLooking,
    targetCount: checklist.subject.everyone.targets.length,
  };
}

/** The worst first; a group is open where there is something to do. */
function groupView({ id, title, findings }: CheckGroup, visit: CampaignVisit): object {
  const order = ['mend', 'look', 'fine'];
  const sorted = [...findings].sort((one, other) => order.indexOf(one.grade) - order.indexOf(other.grade));
  const worst = sorted[0]?.grade ?? 'fine';
  const todo = findings.filter(({ grade }) => grade !== 'fine').length;
  return {
    id,
    title,
    worst,
    word: GRADE_WORDS[worst],
    todo,
    isOpen: worst !== 'fine',
    isTargets: id === 'targets',
    isReading: id === 'reading',
    isSending: id === 'sending',
    findings: sorted.map((finding) => ({ ...finding, word: GRADE_WORDS[finding.grade], link: linkOf(finding, visit) })),
  };
}

function linkOf({ where }: Finding, { base, campaign, may }: CampaignVisit): object | undefined {
  if (!where) return undefined;
  if (where.path.startsWith('/edit') && !may('edit')) return undefined;
  const root = where.path === '/data' ? base : `${base}/campaigns/${campaign.slug}`;
  return { label: where.label, href: root + where.path };
}

/** `draft` as `Draft`, where it stands alone. */
function badgeWord(phase: Phase): string {
  const word = phaseWords[phase].replace(/^a /, '');
  return word.charAt(0).toUpperCase() + word.slice(1);
}
