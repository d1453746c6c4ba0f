import { writing, type Db } from '../platform/db.js';
import { InputError, NotFoundError } from '../platform/errors.js';
import type { Seal } from '../platform/seal.js';
import { checkAddressFree, noteOwnAct, type AccountTools } from './accounts.js';
import { canonicalAddress } from './address.js';
import { CONFIRM_MS, getLinkedChange, GONE, TAKE_BACK_MS } from './address-links.js';
import { noteAct } from './audit.js';
import { makePasswordLink, RESET_MS } from './links.js';
import {
  claimAddressChange,
  deleteChangesFrom,
  deleteChangesSince,
  deleteWaitingChanges,
  insertAddressChange,
  type AddressChange,
} from './store-address-changes.js';
import { deleteInvitationsTo } from './store-invitations.js';
import { deleteLinks } from './store-links.js';
import { deleteFactor, findFactor } from './store-second-factors.js';
import { deleteSessionsOf } from './store-sessions.js';
import { findUser, listMemberships, updateAddress, updatePassword } from './store-users.js';
import type { User } from './user.js';

type ChangeTools = AccountTools & { readonly seal: Seal };

/** Notes that somebody wants another address, in place of an earlier wish; nothing is changed before it is confirmed. */
export function askForAddress(
  tools: AccountTools,
  user: User,
  email: string,
): Promise<Pick<AddressChange, 'id' | 'email' | 'formerEmail'>> {
  const askedAt = tools.clock.now();
  const change = {
    id: tools.ids.next(),
    userId: user.id,
    email,
    emailKey: canonicalAddress(email),
    formerEmail: user.email,
    formerKey: canonicalAddress(user.email),
    askedAt,
    expiresAt: askedAt + CONFIRM_MS,
  };
  return writing(tools.db, async (trx) => {
    await deleteWaitingChanges(trx, user.id);
    await insertAddressChange(trx, change);
    await noteOwnAct(tools, trx, { user, did: 'asked for another e-mail address' });
    return change;
  });
}

/** Ends what somebody asked for and did not confirm; answers whether there was anything. */
export function cancelAddress(tools: AccountTools, user: User): Promise<boolean> {
  return writing(tools.db, async (trx) => {
    const wasWaiting = await deleteWaitingChanges(trx, user.id);
    if (wasWaiting) await noteOwnAct(tools, trx, { user, did: 'kept the present e-mail address' });
    return wasWaiting;
  });
}

/**
 * Gives an account the address that it asked for; every session ends.
 * @throws NotFoundError where the link is good for nothing, or is another account's
 * @throws InputError where another account has the address
 */
export function confirmAddress(tools: ChangeTools, user: User, token: string): Promise<AddressChange> {
  return writing(tools.db, async (trx) => {
    const change = await getLinkedChange(tools, trx, { kind: 'confirm', token });
    const changedAt = tools.clock.now();
    const moment = { changedAt, expiresAt: changedAt + TAKE_BACK_MS };
    if (change.userId !== user.id || !(await claimAddressChange(trx, change.id, moment)))
      throw new NotFoundError(GONE.confirm);
    await changeAddress(tools, trx, { userId: user.id, email: change.email });
    await noteEverywhere(tools, trx, { user, who: user.name, did: 'changed their e-mail address' });
    return change;
  });
}

/**
 * Keeps or brings back the former address of an account. Whoever asked for another one knew the password: it is good for
 * nothing then, nor is a second factor that was set up since. Answers the path where a new password is chosen.
 * @throws NotFoundError where the link is good for nothing
 */
export function stopAddress(tools: ChangeTools, token: string): Promise<string> {
  return writing(tools.db, async (trx) => {
    const change = await getLinkedChange(tools, trx, { kind: 'stop', token });
    const { userId } = change;
    if (!(await deleteChangesSince(trx, change))) throw new NotFoundError(GONE.stop);
    const user = await findUser(trx, userId);
    if (!user) throw new NotFoundError('There is no such account any more.');
    const isChanged = canonicalAddress(user.email) !== change.formerKey;
    if (isChanged) await changeAddress(tools, trx, { userId, email: change.formerEmail });
    await deleteSessionsOf(trx, userId);
    await updatePassword(trx, userId, null);
    const factor = await findFactor(trx, userId);
    if (factor && (factor.confirmedAt ?? change.askedAt) >= change.askedAt) await deleteFactor(trx, userId);
    const did = `${isChanged ? 'took back' : 'stopped'} a change of the e-mail address by the link in a mail`;
    if (isChanged) await noteEverywhere(tools, trx, { user, who: 'Somebody', did });
    else await noteOwnAct(tools, trx, { user: { ...user, name: 'Somebody' }, did });
    return makePasswordLink({ ...tools, baseUrl: '' }, trx, { userId, ms: RESET_MS });
  });
}

/**
 * Gives an account another address: sessions end, and links and invitations that went to the one before are good for
 * nothing. Invitations to a coalition stay, for they ask an organization.
 * @throws InputError where another account has the address, or can still take it back
 */
export async function changeAddress(
  tools: Pick<AccountTools, 'clock'>,
  trx: Db,
  { userId, email }: { readonly userId: string; readonly email: string },
): Promise<void> {
  const user = await findUser(trx, userId);
  const emailKey = canonicalAddress(email);
  if (!user) throw new NotFoundError('There is no such account any more.');
  if (emailKey === canonicalAddress(user.email)) throw new InputError([{ field: 'email', message: SAME }]);
  await checkAddressFree(tools, trx, { emailKey, userId });
  await updateAddress(trx, userId, { email, emailKey });
  await deleteChangesFrom(trx, userId, emailKey);
  await deleteLinks(trx, { kind: 'password', userId });
  await deleteInvitationsTo(trx, canonicalAddress(user.email));
  await deleteSessionsOf(trx, userId);
}

/** What is wrong with an address that an account has already. */
export const SAME = 'This is the address of the account already.';

/** Notes a change of an address for its owner, and for each organization that knew them by it. */
export async function noteEverywhere(
  tools: AccountTools,
  trx: Db,
  { user, who, did }: { readonly user: User; readonly who: string; readonly did: string },
): Promise<void> {
  await noteOwnAct(tools, trx, { user: { ...user, name: who }, did });
  const isOwn = who === user.name;
  const act = { userId: isOwn ? user.id : null, who, did, about: `user:${user.id}`, detail: isOwn ? '' : user.name };
  for (const { organizationId } of await listMemberships(trx, user.id))
    await noteAct(tools, trx, { ...act, organizationId });
}
