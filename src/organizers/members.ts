import { writing, type Db } from '../platform/db.js';
import { InputError, NotFoundError } from '../platform/errors.js';
import type { Role } from './role.js';
import { countOwners, deleteMember, findMember, lockMembers, type Member } from './store-members.js';
import { putMember } from './store-users.js';

type Of = { readonly organizationId: string; readonly userId: string };

/** A member of this organization. @throws NotFoundError for anybody else */
export async function getMember(db: Db, { organizationId, userId }: Of): Promise<Member> {
  const member = await findMember(db, organizationId, userId);
  if (!member) throw new NotFoundError('There is no such member.');
  return member;
}

/** Gives a member another role and answers who they were. @throws InputError where nobody would own the organization */
export function changeRole(db: Db, of: Of, role: Role): Promise<Member> {
  return writing(db, async (trx) => {
    const member = await leaving(trx, of, role === 'owner' ? 'stays' : 'goes');
    await putMember(trx, { ...of, role, sinceAt: member.sinceAt });
    return member;
  });
}

/** Ends a membership and answers who it was. @throws InputError where nobody would own the organization */
export function removeMember(db: Db, of: Of): Promise<Member> {
  return writing(db, async (trx) => {
    const member = await leaving(trx, of, 'goes');
    await deleteMember(trx, of.organizationId, of.userId);
    return member;
  });
}

/** Two owners that make each other something else at the same moment must not both succeed. */
async function leaving(trx: Db, of: Of, owner: 'goes' | 'stays'): Promise<Member> {
  await lockMembers(trx, of.organizationId);
  const member = await getMember(trx, of);
  const isLast = member.role === 'owner' && (await countOwners(trx, of.organizationId)) === 1;
  if (isLast && owner === 'goes') throw new InputError([{ field: 'role', message: LAST_OWNER }]);
  return member;
}

/** Why an owner cannot go. */
export const LAST_OWNER =
  'This is the only owner. Make somebody else an owner first, so that the organization keeps one.';
