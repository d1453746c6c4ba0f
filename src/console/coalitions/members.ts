import {
  invitationLink,
  invitePartner,
  lastInvitations,
  listLeftReasons,
  namePartner,
  type CoalitionInvitation,
  type Partner,
} from '../../partners/index.js';
import { dayOf, dayText } from '../../platform/clock.js';
import type { Fault } from '../../platform/errors.js';
import { plain } from '../../platform/number-text.js';
import { showFaults } from '../../web/index.js';
import { go, page, type Answer, type CoalitionVisit } from '../visit.js';
import { campaignsOf } from './campaigns-of.js';
import { orAgain, rootOf, type CoalitionTools } from './coalition-tools.js';
import { partnerWord } from './partner-words.js';

/** Who is in the coalition, with what each states of itself; the lead adds and invites here. */
export async function membersPage(
  tools: CoalitionTools,
  visit: CoalitionVisit,
  faults: readonly Fault[] = [],
): Promise<Answer> {
  const { coalition, form } = visit;
  const mayLead = visit.isLead && visit.may('own') && coalition.endedAt === null;
  const invitations = mayLead ? await lastInvitations(tools.db, coalition.id) : new Map<string, CoalitionInvitation>();
  const reasons = await listLeftReasons(tools.db, coalition.id);
  const root = visit.base + rootOf(visit);
  const data = {
    title: 'Members',
    root,
    partners: coalition.partners.map((one) => ({
      ...factsOf(one, visit),
      href: mayLead ? `${root}/members/${one.id}` : undefined,
      invitation: invitationWords(tools, visit, invitations.get(one.id)),
      // Why somebody was removed is between them and the lead.
      reason: visit.isLead ? reasons.get(one.id) : undefined,
    })),
    mayLead,
    mayOwn: visit.may('own') && coalition.endedAt === null,
    typed: { name: form.one('name'), code: form.one('code'), email: form.one('email') },
    ...showFaults(faults),
  };
  return page('coalitions/members', data, { status: faults.length > 0 ? 422 : 200 });
}

function factsOf(one: Partner, { coalition, partner }: CoalitionVisit): object {
  return {
    name: one.name,
    code: one.code,
    word: partnerWord(one, coalition),
    isMine: one.id === partner.id,
    isLead: one.organizationId !== null && one.organizationId === coalition.leadOrganizationId,
    members: one.members === null ? undefined : plain(one.members),
    membersOn: one.membersOn === null ? undefined : dayText(one.membersOn),
    website: one.website,
    privacyUrl: one.privacyUrl,
  };
}

/** What became of the last invitation; the link is shown where no mail could be sent. */
export function invitationWords(
  tools: CoalitionTools,
  { coalition }: CoalitionVisit,
  one: CoalitionInvitation | undefined,
): { readonly id: string; readonly text: string; readonly link?: string } | undefined {
  if (!one) return undefined;
  const on = (at: number): string => dayText(dayOf(at, coalition.timeZone));
  if (one.state === 'declined') return { id: one.id, text: `Declined ${on(one.endedAt ?? one.sentAt)}` };
  if (one.state !== 'open') return undefined;
  if (tools.clock.now() >= one.expiresAt)
    return { id: one.id, text: `Invitation${one.email === '' ? '' : ` to ${one.email}`} ran out ${on(one.expiresAt)}` };
  const text = `Invited ${one.email} ${on(one.sentAt)}, good until ${on(one.expiresAt)}`;
  return { id: one.id, text, ...(one.mail === 'link' && { link: invitationLink(tools, one) }) };
}

/** Adds an organization by its name, and invites it where an address is given. */
export function addPartner(tools: CoalitionTools, visit: CoalitionVisit): Promise<Answer> {
  return orAgain(
    async () => {
      const { coalition, form } = visit;
      const campaigns = await campaignsOf(tools, coalition);
      const typed = { name: form.one('name'), code: form.one('code'), email: form.one('email').trim() };
      const host = hostOf(visit);
      const { partner, to } = await namePartner(tools, { coalition, campaigns, host }, typed);
      const trace = { about: `coalition:${coalition.slug}`, detail: partner.code };
      const back = `${rootOf(visit)}/members`;
      if (!to)
        return go(back, `${partner.name} is in the coalition by its name. You can invite it at any time.`, { trace });
      const invitation = await invitePartner(tools, host, { coalition, partner, to });
      return go(back, sentWords(invitation, partner.name), { trace });
    },
    (faults) => membersPage(tools, visit, faults),
  );
}

/** What is said after an invitation was made. */
export function sentWords({ mail, email }: CoalitionInvitation, name: string): string {
  return mail === 'sent'
    ? `An invitation for ${name} is on its way to ${email}.`
    : `No mail could be sent. Please hand over the link that stands beside ${name} below to ${email} yourself.`;
}

/** The lead, and who acts for it. */
export function hostOf({ organization, partner, user }: CoalitionVisit) {
  return { organizationId: organization.organizationId, name: partner.name, user };
}
