import type { Campaign, Campaigns } from '../campaigns/index.js';
import {
  FEWEST_SHOWN,
  listCoalitionMilestones,
  partnerOf,
  readNumbers,
  takesPart,
  type Coalition,
  type Partner,
} from '../partners/index.js';
import { momentText, type Clock } from '../platform/clock.js';
import type { Db } from '../platform/db.js';
import { percent, plain } from '../platform/number-text.js';
import { createPolls, type Polls } from '../platform/polls.js';
import { qrPicture } from '../web/index.js';

/** What an event screen shows, in words: nothing of fewer than ten people. */
export type ScreenNumbers = {
  /** By the names that stand on the page. */
  readonly texts: Readonly<Record<'people' | 'what' | 'letters' | 'share' | 'milestone' | 'milestoneDay', string>>;
  /** People for the bar: 0 while they are too few to be shown. */
  readonly value: number;
  /** When they were read, in the coalition's time zone. */
  readonly moment: string;
};

/** Tells an event screen's numbers to all that are open. */
export type Screens = Polls<Coalition, ScreenNumbers>;

type Tools = { readonly db: Db; readonly clock: Clock; readonly everyMs?: number };

/** One poller for each coalition, however many screens show it. */
export function createScreens(tools: Tools): Screens {
  return createPolls({ read: (coalition) => readScreen(tools, coalition), isSame, everyMs: tools.everyMs });
}

function isSame({ moment: _, ...news }: ScreenNumbers, { moment: __, ...last }: ScreenNumbers): boolean {
  return JSON.stringify(news) === JSON.stringify(last);
}

/** The numbers of this moment. A room sees what everybody may see: of milestones the public ones. */
export async function readScreen({ db, clock }: Tools, coalition: Coalition): Promise<ScreenNumbers> {
  const { people, areDifferent, letters } = await readNumbers(db, coalition);
  const milestones = await listCoalitionMilestones(db, coalition, { isPublic: true });
  const [latest] = milestones;
  const isFew = people < FEWEST_SHOWN;
  const { goal } = coalition;
  return {
    texts: {
      people: few(people),
      what: areDifferent ? 'different people wrote' : 'people wrote, counted once for each campaign',
      letters: few(letters),
      share: goal !== null && goal > 0 && !isFew ? `${percent(Math.min(1, people / goal))} of the goal` : '',
      milestone: latest?.title ?? '',
      milestoneDay: latest?.day ?? '',
    },
    value: isFew ? 0 : people,
    moment: momentText(clock.now(), coalition.timeZone),
  };
}

function few(count: number): string {
  return count < FEWEST_SHOWN ? `fewer than ${FEWEST_SHOWN}` : plain(count);
}

/** Where a phone is led that points at the screen. */
export type ScreenLink = { readonly campaign: Campaign; readonly partner?: Partner; readonly url: string };

/**
 * The page behind the square of dots: of the campaign that was asked for, else of the first one that was begun; a partner's own
 * where one is named. undefined where the coalition has no campaign, or none or no partner of that name.
 */
export async function screenLink(
  { campaigns, baseUrl }: { readonly campaigns: Campaigns; readonly baseUrl: string },
  coalition: Coalition,
  asked: { readonly campaign: string; readonly partner: string },
): Promise<ScreenLink | undefined> {
  const all = await campaigns.list();
  const own = coalition.campaignIds.flatMap((id) => all.find((campaign) => campaign.id === id) ?? []);
  const campaign =
    asked.campaign === ''
      ? (own.find(({ life }) => life.stage === 'live') ?? own[0])
      : own.find(({ slug }) => slug === asked.campaign);
  if (!campaign) return undefined;
  const page = `${baseUrl}/c/${campaign.slug}`;
  if (asked.partner === '') return { campaign, url: page };
  const partner = partnerOf(coalition, asked.partner);
  return partner && takesPart(partner) ? { campaign, partner, url: `${page}/p/${partner.code}` } : undefined;
}

/** A link as a square of dots. */
export function dotsOf(url: string): Promise<string> {
  return qrPicture(url, { margin: 2, name: 'The link as a square of dots, for a phone' });
}
