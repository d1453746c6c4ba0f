import { emailFaults } from './accounts.js';
import { accountForm, checkOwnPassword } from './account-doors.js';
import { canonicalAddress } from './address.js';
import { addressPath, getLinkedChange, GONE, type AddressLink } from './address-links.js';
import { addressAskedMail, addressChangedMail, addressTakenMail, confirmAddressMail } from './address-mails.js';
import { accountKey, countTry, networkKey, TooManyTriesError } from './attempts.js';
import { askForAddress, cancelAddress, confirmAddress, SAME, stopAddress } from './change-address.js';
import { go, page, type Caller, type Door, type DoorTools, type Member, type Reply } from './door.js';
import { orAgain } from './form-faults.js';
import type { AddressChange } from './store-address-changes.js';
import { findUserByEmail } from './store-users.js';
import { InputError, NotFoundError } from '../platform/errors.js';
import { parseEmailAddress } from '../platform/email-address.js';
import type { ShownFaults } from '../web/index.js';

const CONFIRM = '/account/address/confirm/:token';
const STOP = '/account/address/stop/:token';

/** Another address for one's account: asked for on its page, confirmed from the new mailbox, stopped from the former. */
export function addressDoors(tools: DoorTools): Door[] {
  return [
    accountForm(tools, '/account/address', ask),
    accountForm(tools, '/account/address/cancel', cancel),
    { method: 'get', path: CONFIRM, for: 'members', handle: (member) => askToConfirm(tools, member) },
    {
      method: 'post',
      path: CONFIRM,
      for: 'members',
      handle: (member) =>
        orAgain(
          () => confirm(tools, member),
          (faults) => askToConfirm(tools, member, faults),
        ),
    },
    { method: 'get', path: STOP, for: 'anybody', handle: (caller) => askToStop(tools, caller) },
    { method: 'post', path: STOP, for: 'anybody', handle: (caller) => stop(tools, caller) },
  ];
}

/** The answer is the same whoever has the new address, and does not wait for the mails. */
async function ask(tools: DoorTools, member: Member): Promise<Reply> {
  const { user } = member.session;
  const email = newAddress(tools, member);
  await checkOwnPassword(tools, user.id, { field: 'email_password', password: member.raw('email_password') });
  await countTry(tools, [accountKey(tools, 'address-asked', user.id)]).catch((error: unknown) => {
    throw error instanceof TooManyTriesError ? refusal(error.message) : error;
  });
  const change = await askForAddress(tools, user, email);
  tools.errands.run('mail to a new address', () => mailNew(tools, change));
  tools.errands.run('mail to the present address', async () => {
    const link = tools.baseUrl + addressPath(tools, 'stop', change);
    await tools.mailer.send(addressAskedMail({ id: tools.ids.next(), email: user.email }, link));
  });
  return go('/account', {
    said: 'A mail with a link is on its way to the new address. Nothing is changed before you use it.',
  });
}

/** @throws InputError where the account cannot have the address that was typed, whoever else has it */
function newAddress({ config }: DoorTools, { session, typed }: Member): string {
  const faults = emailFaults(typed('email'));
  if (faults.length > 0) throw new InputError(faults);
  const email = parseEmailAddress(typed('email')) ?? '';
  if (canonicalAddress(email) === canonicalAddress(session.user.email)) throw refusal(SAME);
  if (config.SMTP_URL === undefined)
    throw refusal('This installation sends no mail, so nobody could confirm the new address.');
  return email;
}

function refusal(message: string): InputError {
  return new InputError([{ field: 'email', message }]);
}

/** An address gets few such mails, whoever asks for them. */
async function mailNew(tools: DoorTools, change: Pick<AddressChange, 'id' | 'email'>): Promise<void> {
  const emailKey = canonicalAddress(change.email);
  try {
    await countTry(tools, [accountKey(tools, 'address-mailed', emailKey)]);
  } catch (error) {
    if (error instanceof TooManyTriesError) return;
    throw error;
  }
  const to = { id: tools.ids.next(), email: change.email };
  const isTaken = (await findUserByEmail(tools.db, emailKey)) !== undefined;
  const link = tools.baseUrl + addressPath(tools, 'confirm', change);
  await tools.mailer.send(isTaken ? addressTakenMail(to, tools.baseUrl) : confirmAddressMail(to, link));
}

async function cancel(tools: DoorTools, { session }: Member): Promise<Reply> {
  const wasWaiting = await cancelAddress(tools, session.user);
  return go('/account', wasWaiting ? { said: 'You keep your present address.' } : {});
}

/** Wrong links are counted, so that nobody tries them by the thousand. @throws NotFoundError */
async function linked(tools: DoorTools, caller: Caller, kind: AddressLink): Promise<AddressChange> {
  try {
    return await getLinkedChange(tools, tools.db, { kind, token: caller.part('token') });
  } catch (error) {
    if (error instanceof NotFoundError) await countTry(tools, [networkKey(tools, 'link', caller.ip)]);
    throw error;
  }
}

/** Whoever reads the new mailbox has to be signed in too: a mistyped address would give the account away. */
async function askToConfirm(tools: DoorTools, member: Member, faults?: ShownFaults): Promise<Reply> {
  const change = await linked(tools, member, 'confirm');
  if (change.userId !== member.session.user.id) throw new NotFoundError(FOREIGN);
  const { email, formerEmail } = change;
  const data = { title: 'Your new e-mail address', email, formerEmail, token: member.part('token'), ...faults };
  return page('confirm-address', data, { status: faults ? 422 : 200 });
}

const FOREIGN = `This link belongs to another account than the one that you are signed in with. ${GONE.confirm}`;

/** All sessions end, this one too: whoever changed the address goes on in a new one. */
async function confirm(tools: DoorTools, member: Member): Promise<Reply> {
  const { user } = member.session;
  await linked(tools, member, 'confirm');
  const change = await confirmAddress(tools, user, member.part('token'));
  tools.errands.run('mail to a former address', async () => {
    const link = tools.baseUrl + addressPath(tools, 'stop', change);
    await tools.mailer.send(addressChangedMail({ id: tools.ids.next(), email: change.formerEmail }, link));
  });
  return go('/account', {
    begin: user.id,
    said: 'Your address was changed; you sign in with it from now on. You were signed out everywhere else.',
  });
}

async function askToStop(tools: DoorTools, caller: Caller): Promise<Reply> {
  const { formerEmail, changedAt } = await linked(tools, caller, 'stop');
  const data = { title: 'Keep your e-mail address', formerEmail, isChanged: changedAt !== null };
  return page('stop-address', { ...data, token: caller.part('token') });
}

async function stop(tools: DoorTools, caller: Caller): Promise<Reply> {
  await linked(tools, caller, 'stop');
  const path = await stopAddress(tools, caller.part('token'));
  return go(`${path}?after=stop`, { end: true });
}
