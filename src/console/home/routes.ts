import { countOpenAlerts } from '../../abuse/index.js';
import { countSuspected } from '../../actions/index.js';
import type { Campaign, Campaigns } from '../../campaigns/index.js';
import { readFigures, sumTerms, type CampaignFigures } from '../../counts/index.js';
import { daysAfter, daysFrom } from '../../platform/calendar.js';
import { dayOf, type Clock } from '../../platform/clock.js';
import type { Db } from '../../platform/db.js';
import { inTurn } from '../../platform/in-turn.js';
import { attentionOf } from '../dashboard/attention.js';
import { sparkline } from '../../charts/index.js';
import { goalText } from '../dashboard/people-part.js';
import { sentenceOf, standingWord } from '../dashboard/standing.js';
import { counted, plain } from '../../platform/number-text.js';
import { ownCampaigns } from '../own-campaigns.js';
import { page, type Answer, type ConsoleRoute, type Visit } from '../visit.js';

export type HomeTools = { readonly campaigns: Campaigns; readonly db: Db; readonly clock: Clock };

/** The days of the small charts. */
const DAYS_SHOWN = 7;

const GROUPS = [
  { key: 'live', title: 'Live' },
  { key: 'prepared', title: 'In preparation' },
  { key: 'ended', title: 'Ended' },
] as const;

/** The organization's campaigns, with what needs somebody now. */
export function homeRoutes(tools: HomeTools): ConsoleRoute[] {
  return [{ of: 'organization', method: 'get', path: '', needs: 'see', handle: (visit) => showHome(tools, visit) }];
}

async function showHome(tools: HomeTools, visit: Visit): Promise<Answer> {
  const own = await ownCampaigns(tools, visit);
  const cards = await cardsOf(tools, visit, own);
  return page('home/campaigns', {
    title: 'Campaigns',
    newUrl: visit.may('edit') ? `${visit.base}/campaigns/new` : undefined,
    groups: GROUPS.map(({ key, title }) =>
      groupOf(
        title,
        cards.filter(({ group }) => group === key),
      ),
    ).filter((group) => group.cards.length > 0),
  });
}

/** Beyond these, which came last, campaigns are listed by their titles alone. */
const CARDS_SHOWN = 30;

function groupOf<Card>(title: string, cards: readonly Card[]): { title: string; cards: Card[]; more: Card[] } {
  const newest = [...cards].reverse();
  return { title, cards: newest.slice(0, CARDS_SHOWN), more: newest.slice(CARDS_SHOWN) };
}

/** More letters that look suspicious are not counted. */
const MOST_SUSPECTED = 1_000;

async function cardsOf(
  { campaigns, db, clock }: HomeTools,
  { base: organization, organization: { organizationId } }: Visit,
  own: readonly Campaign[],
): Promise<{ readonly group: string }[]> {
  const now = clock.now();
  // A day more than is shown: the campaigns' own day may be the one before.
  const since = daysAfter(dayOf(now, 'utc'), -DAYS_SHOWN);
  const figures = await readFigures(
    db,
    own.map(({ id }) => id),
    since,
  );
  const alerts = await countOpenAlerts(db, organizationId);
  return inTurn(own, async (campaign) => {
    const standing = await campaigns.standing(campaign);
    const known = figures.get(campaign.id) ?? NO_FIGURES;
    const letters = sumTerms(known.states);
    const { unknown = 0, held = 0 } = known.states;
    const suspected = await suspectedLetters(db, campaign, known);
    const base = `${organization}/campaigns/${campaign.slug}`;
    const { label, group } = standingWord(standing.kind);
    return {
      ...cardOf(campaign, known, now),
      group,
      href: base,
      standing: { kind: standing.kind, label, sentence: sentenceOf(standing) },
      attention: attentionOf(
        { campaign, standing, base, organization },
        { failed: letters.failed, unknown, held, suspected, alerts: alerts.get(campaign.id) ?? 0 },
      ),
      letters: (['delivered', 'waiting', 'failed'] as const).map((term) => ({
        label: term,
        count: plain(letters[term]),
        href: `${base}/letters?term=${term}`,
      })),
    };
  });
}

const NO_FIGURES: CampaignFigures = { people: 0, letters: 0, suspected: 0, states: {}, days: new Map() };

/** Letters that wait for a reviewer because they look suspicious; rows are read only where counters say that there may be some. */
async function suspectedLetters(db: Db, { id }: Campaign, { suspected, states }: CampaignFigures): Promise<number> {
  if (suspected === 0 || (states.held ?? 0) === 0) return 0;
  return (await countSuspected(db, [id], MOST_SUSPECTED)).letters;
}

function cardOf(campaign: Campaign, { people, days }: CampaignFigures, now: number): object {
  const { title, goal, time_zone: timeZone } = campaign.file;
  const today = dayOf(now, timeZone);
  const values = daysFrom(daysAfter(today, 1 - DAYS_SHOWN), today).map((day) => days.get(day) ?? 0);
  const week = values.reduce((sum, value) => sum + value, 0);
  const name = `People in each of the last seven days: ${values.map(plain).join(', ')}.`;
  return {
    title,
    people: counted(people, 'person', 'people'),
    goal: { value: Math.min(people, goal), max: goal, text: goalText(people, goal) },
    spark: sparkline(values, name),
    week: `${counted(week, 'person', 'people')} in 7 days`,
  };
}
