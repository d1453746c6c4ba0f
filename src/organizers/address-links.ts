import type { Clock } from '../platform/clock.js';
import type { Db } from '../platform/db.js';
import { NotFoundError } from '../platform/errors.js';
import type { Seal } from '../platform/seal.js';
import { findAddressChange, type AddressChange } from './store-address-changes.js';

const HOUR_MS = 3_600_000;

/** How long a new address can be confirmed. */
export const CONFIRM_MS = 24 * HOUR_MS;

/** How long a change can be taken back by whoever reads the former address. */
export const TAKE_BACK_MS = 7 * 24 * HOUR_MS;

/** What a link does: make the new address the account's, or keep the former one. */
export type AddressLink = 'confirm' | 'stop';

/** Where a link of a change leads; it is good as long as its row is there. */
export function addressPath({ seal }: { readonly seal: Seal }, kind: AddressLink, { id }: Pick<AddressChange, 'id'>) {
  return `/account/address/${kind}/${seal.sign(purposeOf(kind), id)}`;
}

/** The change that a link is about. @throws NotFoundError where it was used or stopped, or its time is over */
export async function getLinkedChange(
  { seal, clock }: { readonly seal: Seal; readonly clock: Clock },
  db: Db,
  given: { readonly kind: AddressLink; readonly token: string },
): Promise<AddressChange> {
  const id = seal.open(purposeOf(given.kind), given.token);
  const change = id === undefined ? undefined : await findAddressChange(db, id);
  const isOpen = change && clock.now() < change.expiresAt && (given.kind === 'stop' || change.changedAt === null);
  if (!isOpen) throw new NotFoundError(GONE[given.kind]);
  return change;
}

function purposeOf(kind: AddressLink): string {
  return `${kind} an address`;
}

/** Why a link is good for nothing. */
export const GONE: Readonly<Record<AddressLink, string>> = {
  confirm:
    'This link is no longer good: it was used, the change was stopped, a newer one was asked for, or a day has passed. Your account page has the address with which you sign in, and sends another link.',
  stop: 'This link is no longer good: the change was stopped or taken back, it was not confirmed within a day, a newer one was asked for, which has a mail of its own, or it is over a week old.',
};
