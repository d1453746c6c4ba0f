import { writing } from '../platform/db.js';
import { ForbiddenError, NotFoundError } from '../platform/errors.js';
import type { ShownFaults } from '../web/index.js';
import { noteAct } from './audit.js';
import { go, page, type Door, type DoorTools, type Member, type Reply } from './door.js';
import { orAgain } from './form-faults.js';
import { removeMember } from './members.js';
import { makeOrganization } from './organizations.js';
import { makeOwner, shownOrganization, typedOrganization } from './setup-doors.js';
import { listMemberships } from './store-users.js';
import type { Membership } from './user.js';

const NEW = '/account/organizations/new';
const LEAVE = '/account/organizations/:organization/leave';

/** Making a further organization, and leaving one. */
export function organizationDoors(tools: DoorTools): Door[] {
  return [
    { method: 'get', path: NEW, for: 'members', handle: (member) => showNew(tools, member) },
    {
      method: 'post',
      path: NEW,
      for: 'members',
      handle: (member) =>
        orAgain(
          () => add(tools, member),
          (faults) => showNew(tools, member, faults),
        ),
    },
    { method: 'get', path: LEAVE, for: 'members', handle: (member) => askToLeave(tools, member) },
    {
      method: 'post',
      path: LEAVE,
      for: 'members',
      handle: (member) =>
        orAgain(
          () => leave(tools, member),
          (faults) => askToLeave(tools, member, faults),
        ),
    },
  ];
}

async function showNew(tools: DoorTools, member: Member, faults?: ShownFaults): Promise<Reply> {
  await checkOwner(tools, member);
  const data = { title: 'A further organization', form: shownOrganization(member), ...faults };
  return page('new-organization', data, { status: faults ? 422 : 200 });
}

async function add(tools: DoorTools, member: Member): Promise<Reply> {
  await checkOwner(tools, member);
  const { user } = member.session;
  return writing(tools.db, async (trx) => {
    const organization = await makeOrganization(tools, trx, typedOrganization(member));
    await makeOwner(tools, trx, { user, organization });
    return go(`/console/${organization.slug}`, { said: `${organization.name} was made. You own it.` });
  });
}

/** @throws ForbiddenError */
async function checkOwner(tools: DoorTools, { session }: Member): Promise<void> {
  const memberships = await listMemberships(tools.db, session.user.id);
  if (!memberships.some(({ role }) => role === 'owner'))
    throw new ForbiddenError('Only people who own an organization can make a further one.');
}

/** @throws NotFoundError for an organization that somebody does not belong to */
async function membershipOf(tools: DoorTools, { session, part }: Member): Promise<Membership> {
  const memberships = await listMemberships(tools.db, session.user.id);
  const found = memberships.find(({ slug }) => slug === part('organization'));
  if (!found) throw new NotFoundError('There is no page at this address.');
  return found;
}

async function askToLeave(tools: DoorTools, member: Member, faults?: ShownFaults): Promise<Reply> {
  const { name, slug } = await membershipOf(tools, member);
  return page('leave', { title: `Leave ${name}`, name, slug, ...faults }, { status: faults ? 422 : 200 });
}

async function leave(tools: DoorTools, member: Member): Promise<Reply> {
  const { organizationId, name } = await membershipOf(tools, member);
  const { user } = member.session;
  await writing(tools.db, async (trx) => {
    const { role } = await removeMember(trx, { organizationId, userId: user.id });
    const act = { organizationId, userId: user.id, who: user.name, did: 'left the organization' };
    await noteAct(tools, trx, { ...act, about: `user:${user.id}`, detail: `as ${role}` });
  });
  return go('/account', { said: `You do not work for ${name} any more.` });
}
