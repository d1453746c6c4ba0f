import { writing } from '../platform/db.js';
import { InputError, NotFoundError } from '../platform/errors.js';
import type { ShownFaults } from '../web/index.js';
import { accountFaults, makeUser } from './accounts.js';
import { canonicalAddress } from './address.js';
import { countTry, networkKey } from './attempts.js';
import { go, page, type Caller, type Door, type Reply, type DoorTools } from './door.js';
import { orAgain } from './form-faults.js';
import { acceptInvitation, getInvitation } from './invitations.js';
import { hashPassword } from './password.js';
import type { Invitation } from './store-invitations.js';
import { getOrganization, type Organization } from './store-organizations.js';
import { findUserByEmail } from './store-users.js';

/** Accepting an invitation: with one's account, or with a new one for the address that was invited. */
export function invitationDoors(tools: DoorTools): Door[] {
  return [
    {
      method: 'get',
      path: '/invitation/:token',
      for: 'anybody',
      handle: async (caller) => show(tools, caller, await invited(tools, caller)),
    },
    {
      method: 'post',
      path: '/invitation/:token',
      for: 'anybody',
      handle: async (caller) => {
        const guest = await invited(tools, caller);
        return orAgain(
          () => accept(tools, caller, guest),
          (faults) => show(tools, caller, { ...guest, faults }),
        );
      },
    },
  ];
}

type Guest = { readonly invitation: Invitation; readonly organization: Organization; readonly faults?: ShownFaults };

async function invited(tools: DoorTools, caller: Caller): Promise<Guest> {
  try {
    const invitation = await getInvitation(tools, tools.db, caller.part('token'));
    return { invitation, organization: await getOrganization(tools.db, invitation.organizationId) };
  } catch (error) {
    if (error instanceof NotFoundError) await countTry(tools, [networkKey(tools, 'link', caller.ip)]);
    throw error;
  }
}

/** Whoever holds the link holds the mailbox, so they may learn whether it has an account. */
async function show(tools: DoorTools, caller: Caller, guest: Guest): Promise<Reply> {
  const { invitation, organization, faults } = guest;
  const user = caller.session?.user;
  const hasAccount = (await findUserByEmail(tools.db, invitation.emailKey)) !== undefined;
  const isMine = user !== undefined && isFor(invitation, user.email);
  const data = {
    title: `Invitation to ${organization.name}`,
    path: `/invitation/${caller.part('token')}`,
    organization: organization.name,
    invitation,
    isMine,
    isSomebodyElse: user !== undefined && !isMine,
    mustSignIn: user === undefined && hasAccount,
    isNew: user === undefined && !hasAccount,
    form: { name: caller.typed('name') },
    ...faults,
  };
  return page('invitation', data, { status: faults ? 422 : 200 });
}

function isFor(invitation: Invitation, email: string): boolean {
  return canonicalAddress(email) === invitation.emailKey;
}

async function accept(tools: DoorTools, caller: Caller, { invitation, organization }: Guest): Promise<Reply> {
  const said = `You now work for ${organization.name}.`;
  const mine = caller.session?.user;
  if (mine) {
    if (!isFor(invitation, mine.email)) throw new NotFoundError('This invitation is for another address than yours.');
    await writing(tools.db, (trx) => acceptInvitation(tools, trx, { invitation, user: mine }));
    return go(`/console/${organization.slug}`, { said });
  }
  const account = { name: caller.typed('name'), email: invitation.email, password: caller.raw('password') };
  const faults = await accountFaults(tools, account, [organization.name]);
  if (faults.length > 0) throw new InputError(faults);
  const passwordHash = await hashPassword(account.password);
  const made = await writing(tools.db, async (trx) => {
    const user = await makeUser(tools, trx, { ...account, passwordHash });
    await acceptInvitation(tools, trx, { invitation, user });
    return user;
  });
  return go(`/console/${organization.slug}`, { said, begin: made.id });
}
