import {
  listAlerts,
  listBlocks,
  MAX_BLOCK_NOTE,
  readProtection,
  suspicionText,
  type Alert,
  type Block,
  type BlockList,
  type TypedBlock,
} from '../../abuse/index.js';
import { readScreened, type Screened } from '../../actions/index.js';
import type { Campaign, Campaigns } from '../../campaigns/index.js';
import { readDays } from '../../counts/index.js';
import { findSettings } from '../../organizers/index.js';
import { daysAfter } from '../../platform/calendar.js';
import { dayOf, momentText, type Clock } from '../../platform/clock.js';
import type { Db } from '../../platform/db.js';
import type { Fault } from '../../platform/errors.js';
import { inTurn } from '../../platform/in-turn.js';
import { plain } from '../../platform/number-text.js';
import { showFaults } from '../../web/index.js';
import { standingWord } from '../dashboard/standing.js';
import { ownCampaigns } from '../own-campaigns.js';
import { page, type Answer, type Visit } from '../visit.js';
import { alertText, hitsText, KINDS, MODES, protectionNow, shownPattern } from './words.js';

export type ProtectionPage = {
  readonly db: Db;
  readonly clock: Clock;
  readonly campaigns: Campaigns;
  readonly blockList: BlockList;
};

/** A line that cannot be taken, with what was typed. */
export type FaultyBlock = { readonly faults: readonly Fault[]; readonly typed: TypedBlock };

const DAY_MS = 86_400_000;

/** The days that the numbers are of. */
const DAYS_SHOWN = 7;

const CAMPAIGNS_SHOWN = 30;
const ALERTS_SHOWN = 20;
const BLOCKS_ON_A_PAGE = 50;

/** More suspected people of one campaign are not looked at. */
const MOST_SUSPECTED = 5_000;

/** The time zone of an organization's lists and days. */
export async function zoneOf(db: Db, organizationId: string): Promise<string> {
  return (await findSettings(db, organizationId))?.timeZone ?? 'UTC';
}

/** How campaigns are protected, what came far more often than usual, whose letters are held, and how many were. */
export async function showProtection(tools: ProtectionPage, visit: Visit, faulty?: FaultyBlock): Promise<Answer> {
  const { organizationId } = visit.organization;
  const timeZone = await zoneOf(tools.db, organizationId);
  const own = await runningCampaigns(tools, visit);
  await tools.blockList.flush();
  const alerts = await listAlerts(tools.db, organizationId, ALERTS_SHOWN);
  const titles = new Map((await ownCampaigns(tools, visit)).map(({ id, file }) => [id, file.title]));
  const data = {
    title: 'Protection',
    root: `${visit.base}/protection`,
    mayChange: visit.may('edit'),
    mayReview: visit.may('review'),
    timeZone,
    days: DAYS_SHOWN,
    ...(await numbersOf(tools, visit, own)),
    alerts: alerts.map((alert) => alertView(alert, titles.get(alert.campaignId) ?? '', timeZone)),
    ...(await blocksOf(tools, visit, timeZone)),
    typed: faulty?.typed ?? { pattern: '', note: '', until: '' },
    maxNote: MAX_BLOCK_NOTE,
    ...showFaults(faulty?.faults ?? []),
  };
  return page('protection/protection', data, { status: faulty ? 422 : 200 });
}

/** Those that are open or will be, the newest first. */
async function runningCampaigns(tools: ProtectionPage, visit: Visit): Promise<readonly Campaign[]> {
  const own = await ownCampaigns(tools, visit);
  const standings = await inTurn(own, (campaign) => tools.campaigns.standing(campaign));
  const running = own.filter((_, index) => standingWord(standings[index]?.kind ?? '').group !== 'ended');
  return running.reverse().slice(0, CAMPAIGNS_SHOWN);
}

const NONE: Screened = { waiting: 0, 'let-go': 0, 'not-sent': 0 };

async function numbersOf(tools: ProtectionPage, visit: Visit, own: readonly Campaign[]): Promise<object> {
  const now = tools.clock.now();
  const ids = own.map(({ id }) => id);
  const reach = { since: now - DAYS_SHOWN * DAY_MS, most: MOST_SUSPECTED };
  const { byCampaign, byReason } = await readScreened(tools.db, ids, reach);
  const campaigns = await inTurn(own, async (campaign) => {
    const { id, slug, file } = campaign;
    const since = daysAfter(dayOf(now, file.time_zone), 1 - DAYS_SHOWN);
    const days = await readDays(tools.db, { campaignId: id, since });
    const stored = await readProtection(tools.db, id);
    const screened = byCampaign.get(id) ?? NONE;
    return {
      slug,
      title: file.title,
      href: `${visit.base}/campaigns/${slug}`,
      ...protectionNow(stored, now, file.time_zone),
      modes: MODES.map((one) => ({ ...one, isChosen: one.mode === stored.mode })),
      modeLabel: MODES.find(({ mode }) => mode === stored.mode)?.label,
      taken: plain(days.reduce((sum, { actions, suspected: doubtful }) => sum + actions + doubtful, 0)),
      suspected: plain(screened.waiting + screened['let-go'] + screened['not-sent']),
      waiting: plain(screened.waiting),
      letGo: plain(screened['let-go']),
      notSent: plain(screened['not-sent']),
    };
  });
  const reasons = [...byReason].sort(([, one], [, other]) => other - one);
  return {
    campaigns,
    reasons: reasons.map(([kind, people]) => ({ kind, text: suspicionText(kind), people: plain(people) })),
  };
}

function alertView(alert: Alert, campaign: string, timeZone: string): object {
  const { id, kind, domain, network, firstAt, lastAt, settledBy } = alert;
  const target = kind === 'domain' ? domain : network;
  return {
    ...{ id, campaign, settledBy, text: alertText(alert) },
    began: momentText(firstAt, timeZone),
    ended: firstAt === lastAt ? undefined : momentText(lastAt, timeZone),
    // Only for so long as it is known which network it was.
    block: target === '' || target === null ? undefined : target,
    reads: kind === 'text' ? 'near-copies' : undefined,
  };
}

async function blocksOf({ db, clock }: ProtectionPage, visit: Visit, timeZone: string): Promise<object> {
  const before = visit.query.one('before');
  const limit = BLOCKS_ON_A_PAGE + 1;
  const { organizationId } = visit.organization;
  const listed = await listBlocks(db, organizationId, { limit, ...(before !== '' && { before }) });
  const shown = listed.slice(0, BLOCKS_ON_A_PAGE);
  const last = shown.at(-1);
  const now = clock.now();
  const seesPeople = visit.may('people') || visit.may('review');
  return {
    blocks: shown.map((block) => blockView(block, { now, timeZone, seesPeople })),
    next: listed.length > BLOCKS_ON_A_PAGE && last && `${visit.base}/protection?before=${last.id}#blocks`,
  };
}

type Seen = { readonly now: number; readonly timeZone: string; readonly seesPeople: boolean };

function blockView(block: Block, { now, timeZone, seesPeople }: Seen): object {
  const { id, kind, note, addedBy, addedAt, expiresAt } = block;
  return {
    ...{ id, note, addedBy, kind: KINDS[kind], pattern: shownPattern(block, seesPeople) },
    added: dayOf(addedAt, timeZone),
    // It ends with a day.
    until: expiresAt === null ? 'removed' : dayOf(expiresAt - 1, timeZone),
    isExpired: expiresAt !== null && expiresAt <= now,
    hits: hitsText(block, timeZone),
  };
}
