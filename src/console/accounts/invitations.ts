import { deleteInvitation, getOwnInvitation, invite, ROLES, type Invitation } from '../../organizers/index.js';
import { InputError } from '../../platform/errors.js';
import { go, type Answer, type ConsoleRoute, type Visit } from '../visit.js';
import { orMembers } from './members.js';
import type { MemberTools } from './members-page.js';

/** Asking people to join the organization. */
export function invitationRoutes(tools: MemberTools): ConsoleRoute[] {
  const own = { of: 'organization', needs: 'own', method: 'post' } as const;
  return [
    {
      ...own,
      path: '/members/invite',
      does: 'invited somebody',
      handle: (visit: Visit) => orMembers(tools, visit, () => inviteGuest(tools, visit)),
    },
    {
      ...own,
      path: '/members/invitations/:invitation/send',
      does: 'sent an invitation anew',
      handle: (visit: Visit) => orMembers(tools, visit, () => sendAgain(tools, visit)),
    },
    {
      ...own,
      path: '/members/invitations/:invitation/take-back',
      does: 'took an invitation back',
      handle: (visit: Visit) => takeBack(tools, visit),
    },
  ];
}

async function inviteGuest(tools: MemberTools, visit: Visit): Promise<Answer> {
  const role = ROLES.find((one) => one === visit.form.one('role'));
  if (!role) throw new InputError([{ field: 'role', message: 'Please choose one of the roles.' }]);
  return told(await invite(tools, hostOf(visit), { email: visit.form.one('email'), role }));
}

async function sendAgain(tools: MemberTools, visit: Visit): Promise<Answer> {
  const invitation = await getOwnInvitation(tools.db, visit.organization.organizationId, visit.part('invitation'));
  return told(await invite(tools, hostOf(visit), invitation));
}

/** The log names the role, not the address: its reader may be no colleague of a guest who never came. */
function told({ email, role, mail }: Invitation): Answer {
  const said =
    mail === 'sent'
      ? `An invitation is on its way to ${email}.`
      : `No mail could be sent. Please hand over the link that stands below to ${email} yourself.`;
  return go('/members', said, { trace: { detail: `as ${role}` } });
}

async function takeBack(tools: MemberTools, visit: Visit): Promise<Answer> {
  const { id, role } = await getOwnInvitation(tools.db, visit.organization.organizationId, visit.part('invitation'));
  await deleteInvitation(tools.db, id);
  return go('/members', 'The invitation was taken back. Its link is good for nothing now.', {
    trace: { detail: `as ${role}` },
  });
}

function hostOf({ organization, user }: Visit) {
  return { organizationId: organization.organizationId, name: organization.name, invitedBy: user.name };
}
