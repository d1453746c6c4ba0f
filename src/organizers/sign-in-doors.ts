import { writing } from '../platform/db.js';
import { noteOwnAct } from './accounts.js';
import { canonicalAddress } from './address.js';
import { accountKey, countTry, forgetTries, networkKey, WORTH_NOTING } from './attempts.js';
import { go, ownPath, page, type Caller, type Door, type Reply, type DoorTools } from './door.js';
import { readKept } from './kept-form.js';
import { takeFactor } from './second-factor.js';
import { checkCredentials, needsCode, readTicket, writeTicket } from './sign-in.js';
import { findUserByEmail, listMemberships } from './store-users.js';
import type { User } from './user.js';

/** Signing in, with a form that is to be sent on or without, and choosing among one's organizations. */
export function signInDoors(tools: DoorTools): Door[] {
  return [
    { method: 'get', path: '/sign-in', for: 'anybody', handle: (caller) => askForPassword(caller) },
    ...['/sign-in', '/sign-in/again'].flatMap((path): Door[] => [
      { method: 'post', path, for: 'anybody', handle: (caller) => takePassword(tools, caller) },
      { method: 'post', path: `${path}/code`, for: 'anybody', handle: (caller) => takeSecondFactor(tools, caller) },
    ]),
    {
      method: 'get',
      path: '/console',
      for: 'members',
      handle: async ({ session, query }) => {
        const memberships = await listMemberships(tools.db, session.user.id);
        const [only] = memberships;
        // Whoever wants to change to another one is told that there is none.
        if (only && memberships.length === 1 && query('change') === '') return go(`/console/${only.slug}`);
        const isOwner = memberships.some(({ role }) => role === 'owner');
        return page('choose', { title: 'Your organizations', memberships, isOwner });
      },
    },
  ];
}

/** What the form that asks for the password is to carry on. */
function carried(caller: Caller): { readonly to: string; readonly kept: string; readonly action: string } {
  const kept = caller.raw('kept');
  return { to: caller.typed('to') || caller.query('to'), kept, action: kept === '' ? '/sign-in' : '/sign-in/again' };
}

const AFTER: Readonly<Record<string, string>> = {
  password: 'Your new password is set. Please sign in with it.',
  'sign-out': 'You are signed out.',
};

function askForPassword(caller: Caller, more: object = {}, status = 200): Reply {
  const note = AFTER[caller.query('after')];
  return page('sign-in', { title: 'Sign in', ...carried(caller), note, ...more }, { status });
}

async function takePassword(tools: DoorTools, caller: Caller): Promise<Reply> {
  const [email, password] = [caller.typed('email'), caller.raw('password')];
  const account = accountKey(tools, 'sign-in', canonicalAddress(email));
  const keys = [account, networkKey(tools, 'sign-in', caller.ip)];
  const tries = await countTry(tools, keys);
  const user = await checkCredentials(tools.db, { email, password });
  if (!user) {
    if (tries === WORTH_NOTING) await noteGuessing(tools, email);
    return askForPassword(caller, { email, fault: 'The address or the password is not right.' }, 422);
  }
  await forgetTries(tools, keys);
  if (await needsCode(tools.db, user.id)) return askForCode(caller, writeTicket(tools, user));
  await noteOwnAct(tools, tools.db, { user, did: 'signed in', detail: caller.agent });
  return enter(caller, user);
}

/** The account's owner learns that somebody tries, whoever it was. */
async function noteGuessing(tools: DoorTools, email: string): Promise<void> {
  const user = await findUserByEmail(tools.db, canonicalAddress(email));
  if (!user) return;
  const did = `tried ${WORTH_NOTING} times to sign in with a wrong password`;
  await noteOwnAct(tools, tools.db, { user: { ...user, name: 'Somebody' }, did });
}

function askForCode(caller: Caller, ticket: string, fault?: string): Reply {
  return page(
    'code',
    { title: 'Sign in', ...carried(caller), ticket, fault },
    { status: fault === undefined ? 200 : 422 },
  );
}

async function takeSecondFactor(tools: DoorTools, caller: Caller): Promise<Reply> {
  const ticket = caller.raw('ticket');
  const user = await readTicket(tools, ticket);
  if (!user) return askForPassword(caller, { fault: 'That took too long. Please begin again.' }, 422);
  const keys = [accountKey(tools, 'code', user.id), networkKey(tools, 'code', caller.ip)];
  await countTry(tools, keys);
  const code = caller.typed('code');
  const taken = await writing(tools.db, async (trx) => {
    const kind = await takeFactor(tools, trx, { userId: user.id, code });
    const detail = `${caller.agent}${kind === 'recovery code' ? ', with a recovery code' : ''}`;
    if (kind) await noteOwnAct(tools, trx, { user, did: 'signed in', detail });
    return kind;
  });
  if (!taken)
    return askForCode(caller, ticket, 'This code is not right, or it was used already. Each code is good once.');
  await forgetTries(tools, keys);
  return enter(caller, user);
}

/** Leads where somebody wanted to go; a form that came without a session is shown to them, to be sent on. */
function enter(caller: Caller, user: User): Reply {
  const kept = readKept(caller.raw('kept'));
  if (!kept) return go(ownPath(caller.typed('to')), { begin: user.id });
  const fields = kept.fields.map(([name, value]) => ({ name, value }));
  const title = 'Send what you typed';
  return page('send-on', { title, action: kept.to, fields, shown: fields.filter(isReadable) }, { begin: user.id });
}

function isReadable({ value }: { readonly value: string }): boolean {
  return value.trim() !== '';
}
