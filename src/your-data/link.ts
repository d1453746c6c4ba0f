import type { Clock } from '../platform/clock.js';
import type { Db } from '../platform/db.js';
import { NotFoundError } from '../platform/errors.js';
import type { Seal } from '../platform/seal.js';
import { findSupporterAnywhere, type Kept } from './store.js';

const HOUR_MS = 3_600_000;

/** For how long a link shows somebody their own data. */
export const LINK_MS = HOUR_MS;

export type LinkTools = { readonly db: Db; readonly clock: Clock; readonly seal: Seal };

/**
 * The secret part of a link: row and end, signed for the very address. It holds no address, and is worth nothing once the
 * row has another one or was erased.
 */
export function makeToken({ clock, seal }: Omit<LinkTools, 'db'>, { supporterId, emailKey }: Kept): string {
  return seal.sign(purposeOf(emailKey), `${supporterId}.${(clock.now() + LINK_MS).toString(36)}`);
}

/** Whose link it is. @throws NotFoundError where it is not ours, too old, or its person was erased */
export async function openToken({ db, clock, seal }: LinkTools, token: string): Promise<Kept> {
  const [, supporterId = '', until = ''] = /^([0-9a-z]{1,40})\.([0-9a-z]{1,12})\.[\w-]+$/.exec(token) ?? [];
  const person = supporterId === '' ? undefined : await findSupporterAnywhere(db, supporterId);
  const isOurs = person !== undefined && seal.open(purposeOf(person.emailKey), token) !== undefined;
  if (!isOurs || Number.parseInt(until, 36) <= clock.now()) throw new NotFoundError(TOO_OLD);
  return person;
}

const TOO_OLD =
  'This link does not lead to anything any more: it holds for an hour, and ends when the data are erased. You can ask for a new one under /your-data.';

function purposeOf(emailKey: string): string {
  return `your-data ${emailKey}`;
}
