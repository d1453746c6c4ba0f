import type { Command } from 'commander';
import { asCall, BadCallError, print, tableText, type Open } from '../platform/command-line.js';
import { writing, type Db } from '../platform/db.js';
import { parseEmailAddress } from '../platform/email-address.js';
import { NotFoundError } from '../platform/errors.js';
import { emailFaults, makeUser, noteOwnAct, type AccountTools } from './accounts.js';
import { canonicalAddress } from './address.js';
import { changeAddress, noteEverywhere } from './change-address.js';
import { noteAct } from './audit.js';
import { HANDED_OVER_MS, makePasswordLink, type LinkTools } from './links.js';
import { makeOrganization } from './organizations.js';
import { ROLES, type Role } from './role.js';
import { deleteWaitingChanges } from './store-address-changes.js';
import { countOwners } from './store-members.js';
import { findOrganization, type Organization } from './store-organizations.js';
import { deleteFactor } from './store-second-factors.js';
import { deleteUser, findUserByEmail, listMemberships, listUsers, putMember, type StoredUser } from './store-users.js';
import type { User } from './user.js';

export type UserCommandTools = AccountTools & LinkTools;

type Json = { readonly json?: boolean };

type AddFlags = Json & {
  readonly email: string;
  readonly name?: string;
  readonly organization: string;
  readonly organizationName?: string;
  readonly postalAddress?: string;
  readonly role: string;
};

type ResetFlags = Json & { readonly removeSecondFactor?: boolean };

/** Who the log names for what is done here. */
const WHO = 'the command line';

/** `clarion users add|list|remove|change-address|reset`. */
export function addUserCommands(program: Command, open: Open<UserCommandTools>): void {
  const users = program.command('users').description('people who work for organizations');
  users
    .command('add')
    .description('make an account or a membership, and print a link to choose a password')
    .requiredOption('--email <address>', 'the person’s e-mail address')
    .requiredOption('--organization <slug>', 'the organization’s short name')
    .option('--name <name>', 'the person’s name; left out: what stands before the @')
    .option('--organization-name <name>', 'makes the organization, with this name')
    .option('--postal-address <address>', 'the new organization’s postal address')
    .option('--role <role>', ROLES.join(', '), 'owner')
    .option('--json', 'print JSON')
    .action((flags: AddFlags) => open((tools) => add(tools, flags)));
  users
    .command('list')
    .description('show the accounts and what they are where')
    .option('--json', 'print JSON')
    .action((flags: Json) => open((tools) => list(tools, flags)));
  users
    .command('remove <email>')
    .description('remove an account from every organization, and delete it')
    .option('--json', 'print JSON')
    .action((email: string, flags: Json) => open((tools) => remove(tools, email, flags)));
  users
    .command('change-address <email> <address>')
    .description('give an account another address, where nobody can be mailed to confirm it')
    .option('--json', 'print JSON')
    .action((email: string, address: string, flags: Json) =>
      open((tools) => readdress(tools, { email, address }, flags)),
    );
  users
    .command('reset <email>')
    .description('print a link to choose a new password')
    .option('--remove-second-factor', 'for somebody who lost their phone and their recovery codes')
    .option('--json', 'print JSON')
    .action((email: string, flags: ResetFlags) => open((tools) => reset(tools, email, flags)));
}

async function add(tools: UserCommandTools, flags: AddFlags): Promise<void> {
  const { email } = flags;
  const role = ROLES.find((one) => one === flags.role);
  if (!role) throw badCall('--role', `must be one of ${ROLES.join(', ')}`);
  if (emailFaults(email).length > 0) throw badCall('--email', 'must be one e-mail address');
  const done = await asCall(() =>
    writing(tools.db, async (trx) => {
      const organization = await organizationOf(tools, trx, flags);
      const known = await findUserByEmail(trx, canonicalAddress(email));
      const name = flags.name ?? email.slice(0, email.indexOf('@'));
      const user: User = known ?? (await makeUser(tools, trx, { name, email, passwordHash: null }));
      await join(tools, trx, { organization, user, role });
      const isReady = known?.passwordHash != null;
      const link = isReady ? null : await makePasswordLink(tools, trx, { userId: user.id, ms: HANDED_OVER_MS });
      return { email: user.email, name: user.name, organization: organization.slug, role, link };
    }),
  );
  const sentence = `${done.name} (${done.email}) is ${done.role} of ${done.organization}.`;
  print(done, flags, () => (done.link === null ? sentence : `${sentence}\n${linkText(done.link)}`));
}

async function organizationOf(tools: UserCommandTools, trx: Db, flags: AddFlags): Promise<Organization> {
  const found = await findOrganization(trx, flags.organization);
  if (found && flags.organizationName === undefined) return found;
  if (found) throw badCall('--organization-name', `there is an organization ${found.slug} already; leave the name out`);
  if (flags.organizationName === undefined) {
    throw badCall('--organization', `there is no organization ${flags.organization}; --organization-name makes it`);
  }
  const [name, postalAddress] = [flags.organizationName.trim(), (flags.postalAddress ?? '').trim()];
  return makeOrganization(tools, trx, { name, slug: flags.organization, postalAddress });
}

type Joining = { readonly organization: Organization; readonly user: User; readonly role: Role };

/** Who is a member already gets the role, unless nobody would own the organization then. */
async function join(tools: UserCommandTools, trx: Db, { organization, user, role }: Joining): Promise<void> {
  await checkOwners(trx, user, role === 'owner' ? [] : [organization.id]);
  const organizationId = organization.id;
  await putMember(trx, { organizationId, userId: user.id, role, sinceAt: tools.clock.now() });
  await noteAct(tools, trx, {
    organizationId,
    userId: null,
    who: WHO,
    did: 'added a member',
    about: `user:${user.id}`,
    detail: `${user.name} as ${role}`,
  });
}

/** @throws BadCallError where the user is the only owner of one of the organizations */
async function checkOwners(trx: Db, user: User, organizationIds: readonly string[]): Promise<void> {
  for (const one of await listMemberships(trx, user.id)) {
    const isMeant = organizationIds.includes(one.organizationId) && one.role === 'owner';
    if (isMeant && (await countOwners(trx, one.organizationId)) === 1)
      throw badCall('email', `${user.email} is the only owner of ${one.slug}; make somebody else an owner first`);
  }
}

async function list(tools: UserCommandTools, flags: Json): Promise<void> {
  const users = (await listUsers(tools.db)).map(({ name, email, memberships }) => ({
    email,
    name,
    organizations: memberships.map(({ slug, role }) => ({ slug, role })),
  }));
  print(users, flags, () => {
    if (users.length === 0) return 'Nobody has an account yet. `clarion users add` makes one.';
    const rolesOf = (one: (typeof users)[number]): string =>
      one.organizations.map(({ slug, role }) => `${slug} (${role})`).join(', ');
    return tableText(users.map((one) => [one.email, one.name, rolesOf(one)]));
  });
}

async function remove(tools: UserCommandTools, email: string, flags: Json): Promise<void> {
  await writing(tools.db, async (trx) => {
    const user = await getUser(trx, email);
    const organizationIds = (await listMemberships(trx, user.id)).map(({ organizationId }) => organizationId);
    await checkOwners(trx, user, organizationIds);
    await deleteUser(trx, user.id);
    const about = { userId: null, who: WHO, did: 'removed an account', about: `user:${user.id}`, detail: user.name };
    for (const organizationId of organizationIds) await noteAct(tools, trx, { ...about, organizationId });
  });
  print({ removed: email }, flags, () => `${email} has no account any more.`);
}

type Readdressed = { readonly email: string; readonly address: string };

async function readdress(tools: UserCommandTools, { email, address }: Readdressed, flags: Json): Promise<void> {
  const parsed = parseEmailAddress(address);
  if (parsed === undefined) throw badCall('address', 'must be one e-mail address');
  await asCall(() =>
    writing(tools.db, async (trx) => {
      const user = await getUser(trx, email);
      await changeAddress(tools, trx, { userId: user.id, email: parsed });
      await deleteWaitingChanges(trx, user.id);
      await noteEverywhere(tools, trx, { user, who: 'The command line', did: 'changed an e-mail address' });
    }),
  );
  print({ email: parsed, former: email }, flags, () => `Who signed in with ${email} signs in with ${parsed} now.`);
}

async function reset(tools: UserCommandTools, email: string, flags: ResetFlags): Promise<void> {
  const link = await writing(tools.db, async (trx) => {
    const user = await getUser(trx, email);
    if (flags.removeSecondFactor) await deleteFactor(trx, user.id);
    const detail = flags.removeSecondFactor ? 'and removed the second factor' : '';
    await noteOwnAct(tools, trx, {
      user: { ...user, name: 'The command line' },
      did: 'made a link to a new password',
      detail,
    });
    return makePasswordLink(tools, trx, { userId: user.id, ms: HANDED_OVER_MS });
  });
  print({ email, link }, flags, () => linkText(link));
}

async function getUser(trx: Db, email: string): Promise<StoredUser> {
  const user = await findUserByEmail(trx, canonicalAddress(email));
  if (!user) throw new NotFoundError(`There is no account with the address ${email}.`);
  return user;
}

function linkText(link: string): string {
  return `A password is chosen here, once, within three days: ${link}`;
}

function badCall(field: string, message: string): BadCallError {
  return new BadCallError([{ field, message }]);
}
