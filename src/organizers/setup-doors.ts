import { writing, type Db } from '../platform/db.js';
import { InputError, NotFoundError, type Fault } from '../platform/errors.js';
import { sha256 } from '../platform/ids.js';
import type { ShownFaults } from '../web/index.js';
import { accountFaults, makeUser } from './accounts.js';
import { countTry, networkKey } from './attempts.js';
import { noteAct } from './audit.js';
import { go, page, type Caller, type Door, type Reply, type DoorTools } from './door.js';
import { orAgain } from './form-faults.js';
import { getLink } from './links.js';
import { makeOrganization, organizationFaults, type TypedOrganization } from './organizations.js';
import { hashPassword } from './password.js';
import { takeLink } from './store-links.js';
import { listOrganizations, type Organization } from './store-organizations.js';
import { hasUsers, putMember } from './store-users.js';
import type { User } from './user.js';

/** The first account of an installation, which owns the organizations that are named with it. */
export function setupDoors(tools: DoorTools): Door[] {
  return [
    {
      method: 'get',
      path: '/setup/:token',
      for: 'anybody',
      handle: async (caller) => {
        await checkLink(tools, caller);
        return showSetup(tools, caller);
      },
    },
    {
      method: 'post',
      path: '/setup/:token',
      for: 'anybody',
      handle: async (caller) => {
        await checkLink(tools, caller);
        return orAgain(
          () => setUp(tools, caller),
          (faults) => showSetup(tools, caller, faults),
        );
      },
    },
  ];
}

async function checkLink(tools: DoorTools, caller: Caller): Promise<void> {
  try {
    await getLink(tools, tools.db, { token: caller.part('token'), kind: 'setup' });
  } catch (error) {
    if (error instanceof NotFoundError) await countTry(tools, [networkKey(tools, 'link', caller.ip)]);
    throw error;
  }
}

async function showSetup(tools: DoorTools, caller: Caller, faults?: ShownFaults): Promise<Reply> {
  const owned = caller.all('own');
  const organizations = (await listOrganizations(tools.db)).map((one) => ({ ...one, isOwned: owned.includes(one.id) }));
  const form = { name: caller.typed('name'), email: caller.typed('email'), ...shownOrganization(caller) };
  const data = { title: 'Set up Clarion', token: caller.part('token'), organizations, form, ...faults };
  return page('setup', data, { status: faults ? 422 : 200 });
}

function typedAccount(caller: Caller) {
  return { name: caller.typed('name'), email: caller.typed('email'), password: caller.raw('password') };
}

/** What was typed of a new organization, for the form that shows it again. */
export function shownOrganization(caller: Pick<Caller, 'typed'>): object {
  const { name: organizationName, ...rest } = typedOrganization(caller);
  return { organizationName, ...rest };
}

/** The fields of a new organization, as its forms name them. */
export function typedOrganization(caller: Pick<Caller, 'typed'>): TypedOrganization {
  return {
    name: caller.typed('organization_name'),
    slug: caller.typed('organization_slug'),
    postalAddress: caller.typed('postal_address'),
  };
}

async function setUp(tools: DoorTools, caller: Caller): Promise<Reply> {
  const [account, typed, owned] = [typedAccount(caller), typedOrganization(caller), caller.all('own')];
  const wantsNew = Object.values(typed).some((text) => text !== '');
  const faults: Fault[] = [
    ...(await accountFaults(tools, account, [typed.name])),
    ...(wantsNew ? organizationFaults(typed) : []),
    ...(wantsNew || owned.length > 0 ? [] : [{ field: 'organization_name', message: NONE }]),
  ];
  if (faults.length > 0) throw new InputError(faults);
  const passwordHash = await hashPassword(account.password);
  return writing(tools.db, async (trx) => {
    if (!(await takeLink(trx, sha256(caller.part('token')))) || (await hasUsers(trx)))
      throw new NotFoundError('This setup link was used already. Please sign in.');
    const user = await makeUser(tools, trx, { ...account, passwordHash });
    const known = (await listOrganizations(trx)).filter(({ id }) => owned.includes(id));
    const made = wantsNew ? [await makeOrganization(tools, trx, typed)] : [];
    const all = [...made, ...known];
    for (const organization of all) await makeOwner(tools, trx, { user, organization });
    return go(all.length === 1 ? `/console/${all[0]?.slug ?? ''}` : '/console', {
      begin: user.id,
      said: 'Welcome. You can begin.',
    });
  });
}

const NONE = 'Please tick an organization that is yours, or give the name of a new one.';

/** Makes somebody the first owner of an organization. */
export async function makeOwner(
  tools: Pick<DoorTools, 'clock' | 'ids'>,
  trx: Db,
  { user, organization }: { readonly user: User; readonly organization: Organization },
): Promise<void> {
  const organizationId = organization.id;
  await putMember(trx, { organizationId, userId: user.id, role: 'owner', sinceAt: tools.clock.now() });
  await noteAct(tools, trx, {
    organizationId,
    userId: user.id,
    who: user.name,
    did: 'became an owner',
    about: `user:${user.id}`,
    detail: '',
  });
}
