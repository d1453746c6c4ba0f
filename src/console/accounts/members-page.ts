import {
  invitationLink,
  listInvitations,
  listMembers,
  ROLES,
  type InvitationTools,
  type Role,
} from '../../organizers/index.js';
import { momentText } from '../../platform/clock.js';
import type { Fault } from '../../platform/errors.js';
import { showFaults } from '../../web/index.js';
import { page, type Answer, type Visit } from '../visit.js';

export type MemberTools = InvitationTools;

const MEANS: Readonly<Record<Role, string>> = {
  owner: 'everything, with members, settings and the log',
  organizer: 'campaigns, letters and people',
  reviewer: 'numbers, and letters that are held to be read',
  analyst: 'numbers only, nobody’s personal data',
};

/** The members page, also with what was wrong with a form. */
export async function membersPage(tools: MemberTools, visit: Visit, faults: readonly Fault[] = []): Promise<Answer> {
  const { organization, user, form } = visit;
  const members = await listMembers(tools.db, organization.organizationId);
  const owners = members.filter(({ role }) => role === 'owner').length;
  return page(
    'accounts/members',
    {
      title: 'Members',
      base: visit.base,
      members: members.map((one) => ({
        ...one,
        isMe: one.userId === user.id,
        isOnlyOwner: one.role === 'owner' && owners === 1,
        hasSecondFactor: one.hasSecondFactor === 1,
        seen: one.seenAt === null ? 'signed in nowhere' : `last here ${momentText(one.seenAt, organization.timeZone)}`,
        roles: rolesWith(one.role),
      })),
      invitations: await shownInvitations(tools, organization),
      roles: rolesWith(form.one('role') || 'organizer').map((one) => ({ ...one, means: MEANS[one.name] })),
      email: form.one('email'),
      needsSecondFactor: organization.needsSecondFactor === 1,
      ...showFaults(faults),
    },
    { status: faults.length > 0 ? 422 : 200 },
  );
}

function rolesWith(chosen: string) {
  return ROLES.map((name) => ({ name, isChosen: name === chosen }));
}

/** Where a mail went out the link is for its reader alone. */
async function shownInvitations(tools: MemberTools, { organizationId, timeZone }: Visit['organization']) {
  const now = tools.clock.now();
  return (await listInvitations(tools.db, organizationId)).map((one) => ({
    ...one,
    isOver: now >= one.expiresAt,
    until: momentText(one.expiresAt, timeZone),
    link: one.mail === 'link' && now < one.expiresAt ? invitationLink(tools, one) : undefined,
  }));
}
