import { readFigures } from '../../counts/index.js';
import { countWaitingPages, FEWEST_SHOWN, readNumbers, takesPart } from '../../partners/index.js';
import { dayOf, dayText } from '../../platform/clock.js';
import type { Fault } from '../../platform/errors.js';
import { inTurn } from '../../platform/in-turn.js';
import { counted } from '../../platform/number-text.js';
import { showFaults } from '../../web/index.js';
import { standingWord } from '../dashboard/standing.js';
import { digestView } from '../coalition-milestones/digest-view.js';
import { goalView } from '../coalition-milestones/goal-view.js';
import { page, type Answer, type CoalitionVisit } from '../visit.js';
import { campaignsOf, freeCampaigns } from './campaigns-of.js';
import { rootOf, type CoalitionTools } from './coalition-tools.js';
import { partnerWord } from './partner-words.js';

/** What a coalition is about, what waits for the organization, its campaigns and partners. */
export async function overviewPage(
  tools: CoalitionTools,
  visit: CoalitionVisit,
  faults: readonly Fault[] = [],
): Promise<Answer> {
  const { coalition, base, isLead } = visit;
  const root = base + rootOf(visit);
  const campaigns = await shownCampaigns(tools, visit);
  const free = coalition.endedAt === null && visit.may('edit') ? await freeCampaigns(tools, visit) : [];
  const data = {
    title: 'Overview',
    root,
    name: coalition.name,
    summary: coalition.summary,
    waiting: await waitingFor(tools, visit, root),
    campaigns,
    goal: goalView(coalition, await readNumbers(tools.db, coalition), {
      areOwn: campaigns.every(({ isOwn }) => isOwn),
    }),
    settings: isLead && visit.may('own') && coalition.endedAt === null && `${root}/settings`,
    screen: `/compare/${coalition.slug}/screen`,
    digest: await digestView(tools.db, visit, 'overview'),
    free: free.map(({ slug, file }) => ({ slug, title: file.title })),
    mayAdd: coalition.endedAt === null && visit.may('edit'),
    partners: shownPartners(visit),
    isLead,
    mayOwn: visit.may('own'),
    ended: coalition.endedAt === null ? undefined : dayText(dayOf(coalition.endedAt, coalition.timeZone)),
    seen: seenBy(tools, visit),
    ...showFaults(faults),
  };
  return page('coalitions/overview', data, { status: faults.length > 0 ? 422 : 200 });
}

function shownPartners({ coalition, partner }: CoalitionVisit): object[] {
  return coalition.partners
    .filter(({ state }) => state !== 'left')
    .map((one) => ({
      name: one.name,
      code: one.code,
      word: partnerWord(one, coalition),
      isMine: one.id === partner.id,
      isLead: one.organizationId !== null && one.organizationId === coalition.leadOrganizationId,
    }));
}

async function shownCampaigns(tools: CoalitionTools, visit: CoalitionVisit) {
  const { base, organization, isLead, coalition } = visit;
  const root = base + rootOf(visit);
  const campaigns = await campaignsOf(tools, coalition);
  const ids = campaigns.map(({ id }) => id);
  const figures = await readFigures(tools.db, ids, dayOf(tools.clock.now(), 'utc'));
  return inTurn(campaigns, async (campaign) => {
    const { slug, file } = campaign;
    const isOwn = campaign.organizationId === organization.organizationId;
    const { kind } = await tools.campaigns.standing(campaign);
    const holder = coalition.partners.find(({ organizationId }) => organizationId === campaign.organizationId);
    return {
      title: file.title,
      isOwn,
      href: isOwn ? `${base}/campaigns/${slug}` : `/c/${slug}`,
      by: isOwn ? undefined : (holder?.name ?? file.organization.name),
      standing: { kind, label: standingWord(kind).label },
      people: peopleText(figures.get(campaign.id)?.people ?? 0, isOwn),
      remove:
        visit.may('edit') && (isOwn || (isLead && coalition.endedAt === null))
          ? `${root}/campaigns/${slug}/remove`
          : undefined,
    };
  });
}

/** Only the organization that runs a campaign reads here how many they are while they are few. */
function peopleText(people: number, isOwn: boolean): string {
  return isOwn || people >= FEWEST_SHOWN ? counted(people, 'person', 'people') : `Fewer than ${FEWEST_SHOWN} people`;
}

type Waiting = { readonly text: string; readonly href: string; readonly label: string };

/** What somebody of this organization should do. */
async function waitingFor(tools: CoalitionTools, visit: CoalitionVisit, root: string): Promise<readonly Waiting[]> {
  const { coalition, partner, isLead } = visit;
  if (coalition.endedAt !== null) return [];
  const waiting: Waiting[] = [];
  const add = (text: string, path: string, label: string): void =>
    void waiting.push({ text, href: root + path, label });
  if (!partner.hasAccepted)
    add(
      'Your organization has not accepted the newest data agreement. Until it does, its opt-in box is not shown and its exports are closed.',
      '/agreement',
      'Read and accept it',
    );
  if (partner.members === null)
    add(
      'Your organization has not said how many members it has, so nothing can be shown per 1,000 of its members.',
      '/members/own',
      'Say it',
    );
  if (!isLead) return waiting;
  const pages = await countWaitingPages(tools.db, coalition.id);
  if (pages > 0)
    add(`${counted(pages, 'partner’s page waits', 'partners’ pages wait')} for your yes.`, '/page', 'Look at it');
  const invited = coalition.partners.filter(({ state }) => state === 'invited');
  if (invited.length > 0)
    add(`No answer yet from ${invited.map(({ name }) => name).join(', ')}.`, '/members', 'See the invitations');
  const late = coalition.partners.filter((one) => takesPart(one) && !one.hasAccepted && one.id !== partner.id);
  if (late.length > 0)
    add(`The newest agreement waits for ${late.map(({ name }) => name).join(', ')}.`, '/agreement', 'See who accepted');
  if (coalition.campaignIds.length === 0)
    waiting.push({ text: 'There is no campaign in this coalition yet.', href: '#campaigns', label: 'Add one below' });
  return waiting;
}

/** Who sees the comparison at this moment. */
function seenBy({ clock }: CoalitionTools, { coalition }: CoalitionVisit): string {
  const { isPublic, embargoUntil, timeZone } = coalition;
  if (!isPublic) return 'Only partners see the comparison.';
  if (embargoUntil === null || embargoUntil <= clock.now()) return 'Everybody may see the comparison.';
  return `Only partners see the comparison until ${dayText(dayOf(embargoUntil, timeZone))}; from that day on everybody may.`;
}
