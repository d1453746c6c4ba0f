import {
  accountFaults,
  countTry,
  findUserByEmail,
  hashPassword,
  listMemberships,
  makeOrganization,
  makeOwner,
  makeUser,
  may,
  networkKey,
  organizationFaults,
  shownOrganization,
  typedOrganization,
  type Caller,
  type Door,
  type DoorTools,
  type Membership,
  type Organization,
  type Reply,
  type User,
} from '../organizers/index.js';
import { writing, type Db } from '../platform/db.js';
import { ConflictError, InputError, NotFoundError, type Fault } from '../platform/errors.js';
import { showFaults, type ShownFaults } from '../web/index.js';
import { answerNews, tellOwnersLater } from './coalition-mails.js';
import type { Coalitions } from './coalitions.js';
import { GONE, getInvitation, invitationPath } from './invitation-link.js';
import { declineInvitation, joinCoalition, type Guest } from './join-coalition.js';
import { invitationView } from './invitation-view.js';

export type CoalitionDoorTools = DoorTools & { readonly coalitions: Coalitions };

const PATH = '/coalition-invitations/:token';

/** The radio button for an organization that is yet to be made. */
const NEW = ':new';

/** Looking at an invitation to a coalition, accepting it for one's organization or a new one, declining it. */
export function coalitionDoors(tools: CoalitionDoorTools): Door[] {
  const post = (
    path: string,
    act: (tools: CoalitionDoorTools, caller: Caller, guest: Guest) => Promise<Reply>,
  ): Door => ({
    method: 'post',
    path,
    for: 'anybody',
    handle: async (caller) => {
      const guest = await invited(tools, caller);
      try {
        return await act(tools, caller, guest);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        tools.coalitions.forget();
        return show(tools, caller, { guest: await invited(tools, caller), faults: showFaults(error.faults) });
      }
    },
  });
  return [
    {
      method: 'get',
      path: PATH,
      for: 'anybody',
      handle: async (caller) => show(tools, caller, { guest: await invited(tools, caller) }),
    },
    post(PATH, accept),
    post(`${PATH}/decline`, decline),
  ];
}

/** @throws NotFoundError for a link that is not good any more; tries from one network are counted */
async function invited(tools: CoalitionDoorTools, caller: Caller): Promise<Guest> {
  try {
    const invitation = await getInvitation(tools, tools.db, caller.part('token'));
    const coalition = (await tools.coalitions.list()).find(({ id }) => id === invitation.coalitionId);
    const partner = coalition?.partners.find(({ id }) => id === invitation.partnerId);
    if (!coalition || !partner) throw new NotFoundError(GONE);
    if (coalition.endedAt !== null) throw new ConflictError('coalition-ended', 'This coalition has ended meanwhile.');
    return { invitation, coalition, partner };
  } catch (error) {
    if (error instanceof NotFoundError) await countTry(tools, [networkKey(tools, 'link', caller.ip)]);
    throw error;
  }
}

async function show(
  tools: CoalitionDoorTools,
  caller: Caller,
  { guest, faults }: { readonly guest: Guest; readonly faults?: ShownFaults },
): Promise<Reply> {
  const { own, locked } = await ownOrganizations(tools, caller);
  const { invitation } = guest;
  // Whoever was mailed the link holds the mailbox; of a link that was handed over nobody knows that.
  const hasAccount = invitation.mail === 'sent' && (await findUserByEmail(tools.db, invitation.emailKey)) !== undefined;
  const isIn = caller.session !== undefined;
  const chosen =
    caller.typed('organization') || (own.length === 1 ? (own[0]?.slug ?? '') : own.length === 0 ? NEW : '');
  const data = {
    title: `Invitation to ${guest.coalition.name}`,
    path: invitationPath(tools, invitation),
    ...invitationView(guest),
    isIn,
    isNew: !isIn && !hasAccount,
    hasAccount,
    organizations: own.map(({ name, slug }) => ({ name, slug, isChosen: slug === chosen })),
    isMade: chosen === NEW,
    locked: locked.map(({ name }) => name).join(', '),
    form: {
      name: caller.typed('name'),
      ...shownOrganization(caller),
      ...(caller.all('organization_name').length === 0 && { organizationName: guest.partner.name }),
    },
    ...faults,
  };
  return { kind: 'page', template: 'partners/invitation', data, ...(faults && { status: 422 }) };
}

/** The organizations that somebody may bind; `locked` ask for a second factor that they have not set up. */
async function ownOrganizations(
  tools: CoalitionDoorTools,
  { session }: Caller,
): Promise<{ readonly own: readonly Membership[]; readonly locked: readonly Membership[] }> {
  if (!session) return { own: [], locked: [] };
  const all = (await listMemberships(tools.db, session.user.id)).filter(({ role }) => may(role, 'own'));
  const isLocked = ({ needsSecondFactor }: Membership): boolean => needsSecondFactor === 1 && !session.hasSecondFactor;
  return { own: all.filter((one) => !isLocked(one)), locked: all.filter(isLocked) };
}

async function accept(tools: CoalitionDoorTools, caller: Caller, guest: Guest): Promise<Reply> {
  const user = caller.session?.user;
  const { own } = await ownOrganizations(tools, caller);
  const typed = caller.typed('organization');
  const chosen = own.find(({ slug }) => slug === typed);
  const isMade = !user || typed === NEW;
  const account = { name: caller.typed('name'), email: guest.invitation.email, password: caller.raw('password') };
  const faults: Fault[] = [
    ...(user ? [] : await accountFaults(tools, account, [guest.coalition.name, guest.partner.name])),
    ...(isMade ? organizationFaults(typedOrganization(caller)) : []),
    ...(isMade || chosen ? [] : [{ field: 'organization', message: 'Please choose the organization that joins.' }]),
    ...(caller.typed('accept') === 'yes' ? [] : [{ field: 'accept', message: UNTICKED }]),
  ];
  if (faults.length > 0) throw new InputError(faults);
  const passwordHash = user ? null : await hashPassword(account.password);
  const joined = await writing(tools.db, async (trx) => {
    const by = user ?? (await makeUser(tools, trx, { ...account, passwordHash }));
    const organization = chosen ? asOrganization(chosen) : await makeOwn(tools, trx, { caller, user: by });
    const agreementId = caller.typed('agreement');
    await joinCoalition(tools, trx, { ...guest, organization, user: by, agreementId });
    return { by, organization };
  });
  tools.coalitions.forget();
  tellLead(
    tools,
    guest,
    `${joined.organization.name} has joined the coalition ${guest.coalition.name} and accepted its agreement.`,
  );
  return {
    kind: 'go',
    to: `/console/${joined.organization.slug}/coalitions/${guest.coalition.slug}`,
    said: `${joined.organization.name} is a partner of ${guest.coalition.name} now.`,
    ...(!user && { begin: joined.by.id }),
  };
}

const UNTICKED = 'To join, please read the data agreement and tick that your organization accepts it.';

function asOrganization({ organizationId: id, slug, name }: Membership): Organization {
  return { id, slug, name };
}

async function makeOwn(
  tools: CoalitionDoorTools,
  trx: Db,
  { caller, user }: { readonly caller: Caller; readonly user: User },
): Promise<Organization> {
  const organization = await makeOrganization(tools, trx, typedOrganization(caller));
  await makeOwner(tools, trx, { user, organization });
  return organization;
}

async function decline(tools: CoalitionDoorTools, _caller: Caller, guest: Guest): Promise<Reply> {
  await declineInvitation(tools, guest);
  tools.coalitions.forget();
  tellLead(tools, guest, `${guest.partner.name} has declined the invitation to the coalition ${guest.coalition.name}.`);
  const data = { title: 'The invitation is declined', coalition: guest.coalition.name, partner: guest.partner.name };
  return { kind: 'page', template: 'partners/declined', data };
}

function tellLead(tools: CoalitionDoorTools, { coalition }: Guest, sentence: string): void {
  const { leadOrganizationId } = coalition;
  if (leadOrganizationId === null) return;
  tellOwnersLater(tools, [leadOrganizationId], (home) =>
    answerNews({ coalition: coalition.name, sentence, link: `${home}/coalitions/${coalition.slug}/members` }),
  );
}
