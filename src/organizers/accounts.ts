import type { Clock } from '../platform/clock.js';
import { writing, type Db } from '../platform/db.js';
import { parseEmailAddress } from '../platform/email-address.js';
import { InputError, NotFoundError, type Fault } from '../platform/errors.js';
import { sha256, type Ids } from '../platform/ids.js';
import { canonicalAddress } from './address.js';
import { noteAct } from './audit.js';
import { hashPassword } from './password.js';
import { newPasswordFault, type PasswordTools } from './password-rules.js';
import { deleteWaitingChanges, isAddressHeld } from './store-address-changes.js';
import { deleteSessionsOf } from './store-sessions.js';
import { deleteLinks, takeLink } from './store-links.js';
import { findUserByEmail, insertUser, updatePassword } from './store-users.js';
import type { User } from './user.js';

export type AccountTools = { readonly db: Db; readonly clock: Clock; readonly ids: Ids };

const MAX_NAME = 100;

/** A new account as it was typed. */
export type TypedAccount = { readonly name: string; readonly email: string; readonly password: string };

/** What is wrong with a name. */
export function nameFaults(name: string): Fault[] {
  if (name === '') return [{ field: 'name', message: 'Please give your name, as your colleagues know it.' }];
  if (name.length > MAX_NAME)
    return [{ field: 'name', message: `The name can have ${MAX_NAME} characters at the most.` }];
  return [];
}

/** What is wrong with an address. */
export function emailFaults(email: string): Fault[] {
  if (parseEmailAddress(email) !== undefined) return [];
  return [{ field: 'email', message: 'Please give one e-mail address, such as olga@example.org.' }];
}

/** What is wrong with a new account. @param known further words that a password shall not consist of */
export async function accountFaults(
  tools: PasswordTools,
  typed: TypedAccount,
  known: readonly string[] = [],
): Promise<Fault[]> {
  const weak = await newPasswordFault(tools, typed.password, [typed.name, typed.email, ...known]);
  return [
    ...nameFaults(typed.name),
    ...emailFaults(typed.email),
    ...(weak === undefined ? [] : [{ field: 'password', message: weak }]),
  ];
}

/** Makes an account; without a hash nobody can sign in until a password is chosen. @throws InputError where the address has one */
export async function makeUser(
  { clock, ids }: AccountTools,
  trx: Db,
  user: { readonly name: string; readonly email: string; readonly passwordHash: string | null },
): Promise<User> {
  const emailKey = canonicalAddress(user.email);
  await checkAddressFree({ clock }, trx, { emailKey, userId: '' });
  const made = { id: ids.next(), name: user.name, email: parseEmailAddress(user.email) ?? user.email };
  await insertUser(trx, { ...made, emailKey, passwordHash: user.passwordHash, createdAt: clock.now() });
  return made;
}

/** @throws InputError where another account than this one has the address, or can still take it back */
export async function checkAddressFree(
  { clock }: Pick<AccountTools, 'clock'>,
  trx: Db,
  { emailKey, userId }: { readonly emailKey: string; readonly userId: string },
): Promise<void> {
  const refuse = (message: string): InputError => new InputError([{ field: 'email', message }]);
  const other = await findUserByEmail(trx, emailKey);
  if (other && other.id !== userId) throw refuse('There is an account with this address already.');
  if (await isAddressHeld(trx, { emailKey, userId, now: clock.now() }))
    throw refuse(
      'An account had this address until a few days ago and can still take it back. Please try again in a week.',
    );
}

/**
 * Gives somebody a new password: every session ends, and links that were sent are good for nothing.
 * @throws NotFoundError where the link that it was chosen by was used meanwhile
 */
export async function setPassword(
  tools: AccountTools,
  user: User,
  { password, link, did }: { readonly password: string; readonly link?: string; readonly did: string },
): Promise<void> {
  const passwordHash = await hashPassword(password);
  await writing(tools.db, async (trx) => {
    if (link !== undefined && !(await takeLink(trx, sha256(link))))
      throw new NotFoundError('This link was used already.');
    await updatePassword(trx, user.id, passwordHash);
    await deleteSessionsOf(trx, user.id);
    await deleteLinks(trx, { kind: 'password', userId: user.id });
    await deleteWaitingChanges(trx, user.id);
    await noteOwnAct(tools, trx, { user, did });
  });
}

/** Notes something that concerns an account and no organization; its owner sees it on their account page. */
export function noteOwnAct(
  tools: AccountTools,
  trx: Db,
  act: { readonly user: User; readonly did: string; readonly detail?: string },
): Promise<void> {
  return noteAct(tools, trx, {
    organizationId: null,
    userId: act.user.id,
    who: act.user.name,
    did: act.did,
    about: `user:${act.user.id}`,
    detail: act.detail ?? '',
  });
}
