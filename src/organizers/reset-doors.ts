import { writing } from '../platform/db.js';
import { NotFoundError } from '../platform/errors.js';
import { showFaults, type ShownFaults } from '../web/index.js';
import { emailFaults, setPassword } from './accounts.js';
import { canonicalAddress } from './address.js';
import { accountKey, countTry, forgetTries, networkKey, TooManyTriesError } from './attempts.js';
import { go, page, type Caller, type Door, type Reply, type DoorTools } from './door.js';
import { getLink, makePasswordLink, RESET_MS } from './links.js';
import { resetMail } from './mails.js';
import { newPasswordFault } from './password-rules.js';
import { findUser, findUserByEmail } from './store-users.js';
import type { User } from './user.js';

/** The way to a new password for those who forgot theirs, or have none yet. */
export function resetDoors(tools: DoorTools): Door[] {
  return [
    { method: 'get', path: '/reset', for: 'anybody', handle: () => askForAddress(tools) },
    { method: 'post', path: '/reset', for: 'anybody', handle: (caller) => takeAddress(tools, caller) },
    { method: 'get', path: '/reset/:token', for: 'anybody', handle: (caller) => askForNew(tools, caller) },
    { method: 'post', path: '/reset/:token', for: 'anybody', handle: (caller) => takeNew(tools, caller) },
  ];
}

function askForAddress(tools: DoorTools, more: object = {}, status = 200): Reply {
  const hasMailServer = tools.config.SMTP_URL !== undefined;
  return page('reset', { title: 'A new password', hasMailServer, ...more }, { status });
}

/** The answer is the same whoever has the address, and does not wait for the mail. */
async function takeAddress(tools: DoorTools, caller: Caller): Promise<Reply> {
  const email = caller.typed('email');
  const faults = emailFaults(email);
  if (faults.length > 0) return askForAddress(tools, { email, ...showFaults(faults) }, 422);
  await countTry(tools, [networkKey(tools, 'reset', caller.ip)]);
  tools.errands.run('reset mail', () => mailLink(tools, canonicalAddress(email)));
  return page('reset-asked', { title: 'Look into your mail', email });
}

/** An address gets few such mails, however often they are asked for. */
async function mailLink(tools: DoorTools, emailKey: string): Promise<void> {
  const user = await findUserByEmail(tools.db, emailKey);
  if (!user || tools.config.SMTP_URL === undefined) return;
  try {
    await countTry(tools, [accountKey(tools, 'reset', emailKey)]);
  } catch (error) {
    if (error instanceof TooManyTriesError) return;
    throw error;
  }
  const link = await writing(tools.db, (trx) => makePasswordLink(tools, trx, { userId: user.id, ms: RESET_MS }));
  await tools.mailer.send(resetMail({ id: tools.ids.next(), email: user.email }, link));
}

/** Who holds a link. Wrong links are counted, so that nobody tries them by the thousand. */
async function holderOf(tools: DoorTools, caller: Caller): Promise<User> {
  try {
    const { userId } = await getLink(tools, tools.db, { token: caller.part('token'), kind: 'password' });
    const user = await findUser(tools.db, userId ?? '');
    if (user) return user;
    throw new NotFoundError('There is no such account any more.');
  } catch (error) {
    if (error instanceof NotFoundError) await countTry(tools, [networkKey(tools, 'link', caller.ip)]);
    throw error;
  }
}

const AFTER: Readonly<Record<string, string>> = {
  stop: 'Your account keeps this address, and everybody is signed out. Your password was known to somebody: please choose a new one.',
};

async function askForNew(tools: DoorTools, caller: Caller, faults?: ShownFaults): Promise<Reply> {
  const { email } = await holderOf(tools, caller);
  return page(
    'new-password',
    { title: 'Choose a password', email, token: caller.part('token'), note: AFTER[caller.query('after')], ...faults },
    { status: faults ? 422 : 200 },
  );
}

async function takeNew(tools: DoorTools, caller: Caller): Promise<Reply> {
  const user = await holderOf(tools, caller);
  const password = caller.raw('password');
  const weak = await newPasswordFault(tools, password, [user.name, user.email]);
  if (weak !== undefined) return askForNew(tools, caller, showFaults([{ field: 'password', message: weak }]));
  await setPassword(tools, user, { password, link: caller.part('token'), did: 'chose a new password by a link' });
  // Somebody else's guessing shall not keep out whoever could read the mail.
  const keys = [accountKey(tools, 'sign-in', canonicalAddress(user.email)), accountKey(tools, 'code', user.id)];
  await forgetTries(tools, keys);
  return go('/sign-in?after=password', { end: true });
}
