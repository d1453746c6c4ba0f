import {
  changeRole,
  getMember,
  removeMember,
  ROLES,
  setNeedsSecondFactor,
  type Member,
} from '../../organizers/index.js';
import { InputError } from '../../platform/errors.js';
import { go, page, type Answer, type ConsoleRoute, type Visit } from '../visit.js';
import { membersPage, type MemberTools } from './members-page.js';

export type { MemberTools } from './members-page.js';

/** Who works for the organization, and as what. */
export function memberRoutes(tools: MemberTools): ConsoleRoute[] {
  const own = { of: 'organization', needs: 'own' } as const;
  return [
    { ...own, method: 'get', path: '/members', handle: (visit: Visit) => membersPage(tools, visit) },
    {
      ...own,
      method: 'post',
      path: '/members/second-factor',
      does: 'changed whether members need a second factor',
      handle: (visit: Visit) => orMembers(tools, visit, () => switchSecondFactor(tools, visit)),
    },
    {
      ...own,
      method: 'post',
      path: '/members/:user/role',
      does: 'changed a member’s role',
      handle: (visit: Visit) => orMembers(tools, visit, () => giveRole(tools, visit)),
    },
    { ...own, method: 'get', path: '/members/:user/remove', handle: (visit: Visit) => askToRemove(tools, visit) },
    {
      ...own,
      method: 'post',
      path: '/members/:user/remove',
      does: 'removed a member',
      handle: (visit: Visit) => orMembers(tools, visit, () => remove(tools, visit)),
    },
  ];
}

/** Shows the members again where something is wrong with a form. */
export async function orMembers(tools: MemberTools, visit: Visit, act: () => Promise<Answer>): Promise<Answer> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof InputError) return membersPage(tools, visit, error.faults);
    throw error;
  }
}

async function giveRole(tools: MemberTools, visit: Visit): Promise<Answer> {
  const { organization, form } = visit;
  const of = { organizationId: organization.organizationId, userId: visit.part('user') };
  await getMember(tools.db, of);
  const role = ROLES.find((one) => one === form.one('role'));
  if (!role) throw new InputError([{ field: 'members', message: 'Please choose one of the roles.' }]);
  const before = await changeRole(tools.db, of, role);
  // A page is not noted: nothing was changed.
  if (before.role === role) return membersPage(tools, visit);
  const trace = { about: `user:${before.userId}`, detail: `${before.name}: ${before.role}, now ${role}` };
  // Whoever gave up their own role cannot see this page any more.
  if (of.userId === visit.user.id) return go('', `You are ${role} now.`, { trace });
  const undo = { label: 'Undo', action: `/members/${of.userId}/role`, fields: { role: before.role } };
  return go('/members', `${before.name} is ${role} now.`, { trace, undo });
}

async function askToRemove(tools: MemberTools, visit: Visit): Promise<Answer> {
  const { organizationId, name, slug } = visit.organization;
  const member = await getMember(tools.db, { organizationId, userId: visit.part('user') });
  const isMe = member.userId === visit.user.id;
  return page('accounts/remove', {
    title: isMe ? `Leave ${name}` : `Remove ${member.name}`,
    organization: name,
    base: visit.base,
    member,
    leave: isMe ? `/account/organizations/${slug}/leave` : undefined,
  });
}

/** Whoever goes themselves does so on their account page, which they still see afterwards. */
async function remove(tools: MemberTools, visit: Visit): Promise<Answer> {
  const { organizationId, name } = visit.organization;
  const userId = visit.part('user');
  if (userId === visit.user.id)
    throw new InputError([{ field: 'members', message: 'You can leave on your account page.' }]);
  const member: Member = await removeMember(tools.db, { organizationId, userId });
  const trace = { about: `user:${member.userId}`, detail: `${member.name}, ${member.role}` };
  return go('/members', `${member.name} does not work for ${name} any more.`, { trace });
}

/** Whoever asks it of others has one. */
async function switchSecondFactor(tools: MemberTools, visit: Visit): Promise<Answer> {
  const { organizationId } = visit.organization;
  const needs = visit.form.one('needs') === 'yes';
  const me = await getMember(tools.db, { organizationId, userId: visit.user.id });
  if (needs && me.hasSecondFactor !== 1)
    throw new InputError([
      { field: 'second-factor', message: 'Please set up your own second factor first, on your account page.' },
    ]);
  await setNeedsSecondFactor(tools.db, organizationId, needs);
  const trace = { detail: needs ? 'needed from now on' : 'not needed any more' };
  const said = needs
    ? 'Members without a second factor are led to set one up when they come next.'
    : 'Members need no second factor any more.';
  return go('/members', said, { trace });
}
