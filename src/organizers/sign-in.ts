import type { Clock } from '../platform/clock.js';
import type { Db } from '../platform/db.js';
import { sha256 } from '../platform/ids.js';
import type { Seal } from '../platform/seal.js';
import { canonicalAddress } from './address.js';
import { hashPassword, isOutdated, isPassword } from './password.js';
import { findFactor } from './store-second-factors.js';
import { findUser, findUserByEmail, updatePassword, type StoredUser } from './store-users.js';
import type { User } from './user.js';

/** Who has this address and password; takes as long for an address that nobody has. */
export async function checkCredentials(
  db: Db,
  given: { readonly email: string; readonly password: string },
): Promise<StoredUser | undefined> {
  const stored = await findUserByEmail(db, canonicalAddress(given.email));
  const isRight = await isPassword(stored?.passwordHash ?? undefined, given.password);
  if (!isRight || !stored) return undefined;
  if (stored.passwordHash === null || !isOutdated(stored.passwordHash)) return stored;
  const passwordHash = await hashPassword(given.password);
  await updatePassword(db, stored.id, passwordHash);
  return { ...stored, passwordHash };
}

/** Whether it is this user's password. */
export async function isPasswordOf(db: Db, userId: string, password: string): Promise<boolean> {
  return isPassword((await findUser(db, userId))?.passwordHash ?? undefined, password);
}

/** Whether somebody has to give a code beside their password. */
export async function needsCode(db: Db, userId: string): Promise<boolean> {
  return (await findFactor(db, userId))?.confirmedAt != null;
}

/** Between password and code: who gave the right password, and until when the code is waited for. */
type Ticket = { readonly userId: string; readonly until: number; readonly proof: string };

const CODE_WITHIN_MS = 10 * 60_000;

type TicketTools = { readonly db: Db; readonly clock: Clock; readonly seal: Seal };

/** Notes in the form itself that the password was right; it is good for ten minutes, and no longer than the password. */
export function writeTicket({ clock, seal }: TicketTools, user: StoredUser): string {
  const ticket: Ticket = { userId: user.id, until: clock.now() + CODE_WITHIN_MS, proof: proofOf(user) };
  return seal.hide('sign-in', JSON.stringify(ticket));
}

/** Who gave the right password; undefined when that is too long ago. */
export async function readTicket({ db, clock, seal }: TicketTools, text: string): Promise<User | undefined> {
  const revealed = seal.reveal('sign-in', text);
  if (revealed === undefined) return undefined;
  const { userId, until, proof } = JSON.parse(revealed) as Ticket;
  const user = await findUser(db, userId);
  return user && clock.now() < until && proof === proofOf(user) ? user : undefined;
}

function proofOf(user: StoredUser): string {
  return sha256(user.passwordHash ?? '');
}
