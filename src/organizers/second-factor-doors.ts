import { writing } from '../platform/db.js';
import { InputError } from '../platform/errors.js';
import { qrPicture, type ShownFaults } from '../web/index.js';
import { checkOwnPassword } from './account-doors.js';
import { noteOwnAct } from './accounts.js';
import { accountKey, countTry, forgetTries } from './attempts.js';
import { go, ownPath, page, type Door, type Member, type Reply, type DoorTools } from './door.js';
import { orAgain } from './form-faults.js';
import { beginFactor, confirmWithCode, keyOf, renewRecoveryCodes } from './second-factor.js';
import { countRecoveryCodes, deleteFactor, findFactor } from './store-second-factors.js';
import { deleteSessionsOf } from './store-sessions.js';
import { listMemberships } from './store-users.js';

const PATH = '/account/second-factor';

/** Setting up, renewing and giving up a second factor: a code of an app beside the password. */
export function secondFactorDoors(tools: DoorTools): Door[] {
  const post = (path: string, act: (tools: DoorTools, member: Member) => Promise<Reply>): Door => ({
    method: 'post',
    path: PATH + path,
    for: 'members',
    handle: (member) =>
      orAgain(
        () => act(tools, member),
        (faults) => show(tools, member, faults),
      ),
  });
  return [
    { method: 'get', path: PATH, for: 'members', handle: (member) => show(tools, member) },
    post('/begin', begin),
    post('/confirm', confirm),
    post('/codes', renewCodes),
    post('/off', giveUp),
  ];
}

/** The secret is shown only until a code confirms it. */
async function show(tools: DoorTools, member: Member, faults?: ShownFaults): Promise<Reply> {
  const { user } = member.session;
  const factor = await findFactor(tools.db, user.id);
  const memberships = await listMemberships(tools.db, user.id);
  const needed = memberships.filter(({ needsSecondFactor }) => needsSecondFactor === 1);
  const isWaiting = factor?.confirmedAt === null;
  const data = {
    title: 'Second factor',
    to: wanted(member),
    neededBy: needed.map(({ name }) => name).join(', '),
    isOn: factor !== undefined && !isWaiting,
    codesLeft: factor && !isWaiting ? await countRecoveryCodes(tools.db, user.id) : 0,
    ...(isWaiting && (await picture(keyOf(tools, factor, user.email)))),
    ...faults,
  };
  return page('second-factor', data, { status: faults ? 422 : 200 });
}

function wanted(member: Member): string {
  return ownPath(member.typed('to') || member.query('to'), '');
}

async function picture({ uri, key }: { readonly uri: string; readonly key: string }): Promise<object> {
  return { key, qr: await qrPicture(uri, { name: 'The key as a square of dots, for your app' }) };
}

async function begin(tools: DoorTools, member: Member): Promise<Reply> {
  const { user } = member.session;
  await checkOwnPassword(tools, user.id, { field: 'password', password: member.raw('password') });
  await writing(tools.db, (trx) => beginFactor(tools, trx, user.id));
  return go(`${PATH}${toQuery(member)}`);
}

function toQuery(member: Member): string {
  const to = wanted(member);
  return to === '' ? '' : `?to=${encodeURIComponent(to)}`;
}

async function confirm(tools: DoorTools, member: Member): Promise<Reply> {
  const { session } = member;
  const keys = [accountKey(tools, 'code', session.user.id)];
  await countTry(tools, keys);
  const codes = await writing(tools.db, async (trx) => {
    const made = await confirmWithCode(tools, trx, { userId: session.user.id, code: member.typed('code') });
    if (!made) return undefined;
    await deleteSessionsOf(trx, session.user.id, session.id);
    await noteOwnAct(tools, trx, { user: session.user, did: 'set up a second factor' });
    return made;
  });
  if (!codes) throw new InputError([{ field: 'code', message: WRONG_CODE }]);
  await forgetTries(tools, keys);
  return showCodes(member, codes);
}

const WRONG_CODE =
  'This code is not right. Codes change each half minute; if it goes on, see whether the clock of your phone is right.';

function showCodes(member: Member, codes: readonly string[]): Reply {
  return page('recovery-codes', { title: 'Your recovery codes', codes, to: wanted(member) || '/account' });
}

async function renewCodes(tools: DoorTools, member: Member): Promise<Reply> {
  const { user } = member.session;
  await checkOwnPassword(tools, user.id, { field: 'codes_password', password: member.raw('codes_password') });
  if (!member.session.hasSecondFactor) return go(PATH);
  const codes = await writing(tools.db, async (trx) => {
    await noteOwnAct(tools, trx, { user, did: 'made new recovery codes' });
    return renewRecoveryCodes(tools, trx, user.id);
  });
  return showCodes(member, codes);
}

async function giveUp(tools: DoorTools, member: Member): Promise<Reply> {
  const { user } = member.session;
  await checkOwnPassword(tools, user.id, { field: 'off_password', password: member.raw('off_password') });
  await writing(tools.db, async (trx) => {
    await deleteFactor(trx, user.id);
    await noteOwnAct(tools, trx, { user, did: 'gave up the second factor' });
  });
  return go('/account', { said: 'Your second factor is gone. Your password alone signs you in.' });
}
