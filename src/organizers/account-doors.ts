import { writing } from '../platform/db.js';
import { InputError } from '../platform/errors.js';
import { momentText } from '../platform/clock.js';
import type { ShownFaults } from '../web/index.js';
import { nameFaults, noteOwnAct, setPassword } from './accounts.js';
import { accountKey, countTry, forgetTries } from './attempts.js';
import { go, page, type Door, type Member, type Reply, type DoorTools } from './door.js';
import { orAgain } from './form-faults.js';
import { newPasswordFault } from './password-rules.js';
import { isPasswordOf } from './sign-in.js';
import { findWaitingChange } from './store-address-changes.js';
import { listOwnAudit } from './store-audit.js';
import { deleteOwnSession, deleteSessionsOf } from './store-sessions.js';
import { listMemberships, renameUser } from './store-users.js';

/** So many lines of what happened to an account are shown. */
const RECENT_ACTS = 15;

/** Somebody's own account: name, address, password, where they are signed in, their organizations. */
export function accountDoors(tools: DoorTools): Door[] {
  return [
    { method: 'get', path: '/account', for: 'members', handle: (member) => showAccount(tools, member) },
    accountForm(tools, '/account/name', rename),
    accountForm(tools, '/account/password', changePassword),
    accountForm(tools, '/account/sessions/end', endSession),
    accountForm(tools, '/account/sessions/end-others', endOtherSessions),
  ];
}

/** A form of the account's page, which shows what was wrong with it. */
export function accountForm(
  tools: DoorTools,
  path: string,
  act: (tools: DoorTools, member: Member) => Promise<Reply>,
): Door {
  return {
    method: 'post',
    path,
    for: 'members',
    handle: (member) =>
      orAgain(
        () => act(tools, member),
        (faults) => showAccount(tools, member, faults),
      ),
  };
}

async function showAccount(tools: DoorTools, member: Member, faults?: ShownFaults): Promise<Reply> {
  const { session } = member;
  const memberships = await listMemberships(tools.db, session.user.id);
  const sessions = await tools.sessions.list(session.user.id);
  const acts = await listOwnAudit(tools.db, session.user.id, RECENT_ACTS);
  const waiting = await findWaitingChange(tools.db, session.user.id, tools.clock.now());
  const data = {
    title: 'Your account',
    email: session.user.email,
    form: {
      name: faults ? member.typed('name') || session.user.name : session.user.name,
      email: faults ? member.typed('email') : '',
    },
    waiting: waiting && { email: waiting.email, until: momentText(waiting.expiresAt, 'utc') },
    hasMailServer: tools.config.SMTP_URL !== undefined,
    hasSecondFactor: session.hasSecondFactor,
    memberships,
    isOwner: memberships.some(({ role }) => role === 'owner'),
    sessions: sessions.map((one) => ({
      id: one.id,
      agent: one.agent,
      since: momentText(one.createdAt, 'utc'),
      seen: momentText(one.seenAt, 'utc'),
      isThis: one.id === session.id,
    })),
    hasOthers: sessions.length > 1,
    acts: acts.map(({ who, did, detail, at }) => ({ who, did, detail, at: momentText(at, 'utc') })),
    ...faults,
  };
  return page('account', data, { status: faults ? 422 : 200 });
}

async function rename(tools: DoorTools, { session, typed }: Member): Promise<Reply> {
  const name = typed('name');
  const faults = nameFaults(name);
  if (faults.length > 0) throw new InputError(faults);
  await renameUser(tools.db, session.user.id, name);
  return go('/account', { said: 'Your name was changed.' });
}

/** All sessions end, this one too: whoever changed the password goes on in a new one. */
async function changePassword(tools: DoorTools, { session: { user }, raw }: Member): Promise<Reply> {
  await checkOwnPassword(tools, user.id, { field: 'old_password', password: raw('old_password') });
  const weak = await newPasswordFault(tools, raw('password'), [user.name, user.email]);
  if (weak !== undefined) throw new InputError([{ field: 'password', message: weak }]);
  await setPassword(tools, user, { password: raw('password'), did: 'changed the password' });
  return go('/account', {
    begin: user.id,
    said: 'Your password was changed. You were signed out everywhere else.',
  });
}

/** Guesses at the password of an open session are slowed down as those of the sign-in page. @throws InputError */
export async function checkOwnPassword(
  tools: DoorTools,
  userId: string,
  given: { readonly field: string; readonly password: string },
): Promise<void> {
  const keys = [accountKey(tools, 'password', userId)];
  await countTry(tools, keys);
  if (!(await isPasswordOf(tools.db, userId, given.password)))
    throw new InputError([{ field: given.field, message: 'This is not your password.' }]);
  await forgetTries(tools, keys);
}

async function endSession(tools: DoorTools, { session, typed }: Member): Promise<Reply> {
  await deleteOwnSession(tools.db, session.user.id, typed('session'));
  return go('/account', { said: 'That browser is signed out.' });
}

async function endOtherSessions(tools: DoorTools, { session }: Member): Promise<Reply> {
  await writing(tools.db, async (trx) => {
    await deleteSessionsOf(trx, session.user.id, session.id);
    await noteOwnAct(tools, trx, { user: session.user, did: 'signed out everywhere else' });
  });
  return go('/account', { said: 'You are signed out everywhere else.' });
}
