import { canonicalAddress } from '../../organizers/index.js';
import { invitationPath, listInvitationsTo, takesPart, type Coalition } from '../../partners/index.js';
import { dayOf, dayText } from '../../platform/clock.js';
import { counted } from '../../platform/number-text.js';
import { ownCampaigns } from '../own-campaigns.js';
import { page, type Answer, type Visit } from '../visit.js';
import type { CoalitionTools } from './coalition-tools.js';

/** The coalitions of an organization, and invitations that came to who looks. */
export async function listPage(tools: CoalitionTools, visit: Visit): Promise<Answer> {
  const { organizationId } = visit.organization;
  const all = await tools.coalitions.list();
  const own = all.filter((one) => isPartnerOf(one, organizationId));
  const card = (one: Coalition): object => cardOf(one, visit);
  return page('coalitions/list', {
    title: 'Coalitions',
    newUrl: visit.may('own') ? `${visit.base}/coalitions/new` : undefined,
    coalitions: own.filter(({ endedAt }) => endedAt === null).map(card),
    ended: own.filter(({ endedAt }) => endedAt !== null).map(card),
    isEmpty: own.length === 0,
    invitations: await invitationsOf(tools, visit, all),
    strays: await straysOf(tools, visit, all),
    past: all.flatMap(({ name, partners }) =>
      partners
        .filter((one) => one.organizationId === organizationId && one.leftAt !== null && !takesPart(one))
        .map(({ leftAt }) => ({ name, on: dayText(dayOf(leftAt ?? 0, visit.organization.timeZone)) })),
    ),
  });
}

/** Own campaigns in coalitions that ended, or that the organization is not in any more. */
async function straysOf(tools: CoalitionTools, visit: Visit, all: readonly Coalition[]): Promise<object[]> {
  if (!visit.may('edit')) return [];
  const { organizationId } = visit.organization;
  const own = await ownCampaigns(tools, visit);
  return all
    .filter((one) => one.endedAt !== null || !isPartnerOf(one, organizationId))
    .flatMap(({ name, campaignIds }) =>
      own
        .filter(({ id }) => campaignIds.includes(id))
        .map(({ slug, file }) => ({
          title: file.title,
          coalition: name,
          action: `${visit.base}/campaigns/${slug}/coalition/leave`,
        })),
    );
}

function isPartnerOf({ partners }: Coalition, organizationId: string): boolean {
  return partners.some((one) => one.organizationId === organizationId && takesPart(one));
}

function cardOf(coalition: Coalition, { organization, base }: Visit): object {
  const { name, slug, summary, partners, campaignIds, endedAt, leadOrganizationId } = coalition;
  const joined = partners.filter(takesPart);
  const mine = joined.find(({ organizationId }) => organizationId === organization.organizationId);
  return {
    name,
    summary,
    href: `${base}/coalitions/${slug}`,
    isLead: leadOrganizationId === organization.organizationId,
    mustAccept: endedAt === null && mine?.hasAccepted === false,
    about: `${counted(joined.length, 'partner', 'partners')} · ${counted(campaignIds.length, 'campaign', 'campaigns')}`,
    ended: endedAt === null ? undefined : dayText(dayOf(endedAt, coalition.timeZone)),
  };
}

/** Only those that were mailed to the very person who looks. */
async function invitationsOf(tools: CoalitionTools, { user }: Visit, all: readonly Coalition[]): Promise<object[]> {
  const emailKey = canonicalAddress(user.email);
  const found = await listInvitationsTo(tools.db, { emailKey, now: tools.clock.now() });
  return found.flatMap((one) => {
    const coalition = all.find(({ id, endedAt }) => id === one.coalitionId && endedAt === null);
    const partner = coalition?.partners.find(({ id }) => id === one.partnerId);
    return coalition && partner
      ? [
          {
            coalition: coalition.name,
            partner: partner.name,
            by: one.invitedBy,
            until: dayText(dayOf(one.expiresAt, coalition.timeZone)),
            href: invitationPath(tools, one),
          },
        ]
      : [];
  });
}
