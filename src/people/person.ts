import type { Db } from '../platform/db.js';
import { NotFoundError } from '../platform/errors.js';
import type { Seal } from '../platform/seal.js';
import { addressKey } from '../supporters/index.js';
import { findErasure, type Erasure } from './store-erasures.js';
import {
  findSupporter,
  listActionsOf,
  listConsentsOf,
  listLettersOf,
  listMailsOf,
  listStopped,
  type PersonAction,
  type PersonConsent,
  type PersonLetter,
  type PersonMail,
  type Stopped,
  type SupporterRow,
} from './store-person.js';

/** All that is kept about a supporter of an organization, but the secrets of their receipts. */
export type Person = {
  readonly supporter: SupporterRow;
  /** Newest first. */
  readonly actions: readonly PersonAction[];
  readonly letters: readonly PersonLetter[];
  readonly consents: readonly PersonConsent[];
  readonly mails: readonly PersonMail[];
  /** Set where their address is not mailed any more. */
  readonly stopped: Stopped | undefined;
  /** Set once their erasure was asked for. */
  readonly erasure: Erasure | undefined;
};

export type PersonTools = { readonly db: Db; readonly seal: Seal };

/** Which supporter of which organization is meant. */
export type Who = { readonly organizationId: string; readonly supporterId: string };

const NOBODY = 'There is nobody at this address.';

/** A supporter of this organization. @throws NotFoundError also for one of another organization */
export async function getSupporter(db: Db, { organizationId, supporterId }: Who): Promise<SupporterRow> {
  const supporter = await findSupporter(db, organizationId, supporterId);
  if (!supporter) throw new NotFoundError(NOBODY);
  return supporter;
}

/** Reads a person with at most so many of their actions. @throws NotFoundError */
export async function loadPerson({ db, seal }: PersonTools, who: Who, limit: number): Promise<Person> {
  const supporter = await getSupporter(db, who);
  const actions = await listActionsOf(db, supporter.id, limit);
  const ids = actions.map(({ id }) => id);
  const key = addressKey(seal, supporter.email);
  return {
    supporter,
    actions,
    letters: await listLettersOf(db, ids),
    consents: await listConsentsOf(db, ids),
    mails: await listMailsOf(db, ids),
    stopped: supporter.erasedAt === null ? (await listStopped(db, [key])).get(key) : undefined,
    erasure: await findErasure(db, supporter.id),
  };
}
