import type { Clock } from '../platform/clock.js';
import { writing, type Db } from '../platform/db.js';
import { ConflictError, ForbiddenError, InputError, NotFoundError } from '../platform/errors.js';
import type { Ids } from '../platform/ids.js';
import type { Coalition, Partner } from './coalition.js';
import { declaredKinds, type DeclaredContent, type DeclaredEntry, type DeclaredKind } from './declared.js';
import { openCoalition, openSeat } from './open-coalition.js';
import {
  addVersion,
  findEntry,
  insertEntries,
  listCountingDeclared,
  questionEntry,
  withdrawEntry,
} from './store-declared.js';

export type DeclaredTools = { readonly db: Db; readonly clock: Clock; readonly ids: Ids };

/** Somebody of a partner. */
export type Declarer = {
  readonly partner: Partner;
  readonly user: { readonly id: string; readonly name: string };
};

/** A number from elsewhere as a comparison shows it, apart from all that Clarion counted: it names no person. */
export type Declared = {
  readonly id: string;
  readonly partner: { readonly code: string; readonly name: string };
  readonly kind: DeclaredKind;
  /** Letters on paper */
  readonly kindName: string;
  readonly count: number;
  readonly fromOn: string;
  readonly toOn: string;
  readonly campaignId: string | null;
  readonly source: string;
  readonly enteredAt: number;
  /** What the lead asks about it. */
  readonly questioned?: string;
};

/** What the partners of a coalition declare, partner by partner and kind by kind; what is withdrawn is left out. */
export async function listDeclared(db: Db, coalition: Pick<Coalition, 'id' | 'partners'>): Promise<Declared[]> {
  const entries = await listCountingDeclared(db, coalition.id);
  const kinds = Object.keys(declaredKinds);
  return coalition.partners.flatMap(({ id, code, name }) =>
    entries
      .filter(({ partnerId }) => partnerId === id)
      .sort((one, other) => kinds.indexOf(one.kind) - kinds.indexOf(other.kind))
      .map((entry) => declaredOf(entry, { code, name })),
  );
}

function declaredOf(entry: DeclaredEntry, partner: Declared['partner']): Declared {
  const { id, kind, total: count, fromOn, toOn, campaignId, source, enteredAt, question } = entry;
  const same = { id, partner, kind, count, fromOn, toOn, campaignId, source, enteredAt };
  return { ...same, kindName: declaredKinds[kind], ...(question !== '' && { questioned: question }) };
}

/** @throws NotFoundError where the coalition has no such entry */
export async function getDeclared(db: Db, coalitionId: string, id: string): Promise<DeclaredEntry> {
  const entry = await findEntry(db, coalitionId, id);
  if (!entry) throw new NotFoundError('There is no such number in this coalition.');
  return entry;
}

/** Enters numbers of a partner, all of them or none. Answers their ids. @throws ConflictError where the coalition has ended */
export async function enterDeclared(
  { db, clock, ids }: DeclaredTools,
  { partner, user }: Declarer,
  contents: readonly DeclaredContent[],
): Promise<string[]> {
  const by = { number: 1, userId: user.id, who: user.name, at: clock.now() };
  const entries = contents.map((content) => ({ ...content, ...by, id: ids.next() }));
  await writing(db, async (trx) => {
    await openSeat(trx, partner);
    await insertEntries(trx, { coalitionId: partner.coalitionId, partnerId: partner.id }, entries);
  });
  return entries.map(({ id }) => id);
}

/** Which entry is changed, and the version that the person looked at. */
export type Seen = { readonly id: string; readonly version: number };

/**
 * Changes a partner's own entry by a further version.
 * @throws NotFoundError, ForbiddenError where it is another partner's, InputError where it was changed meanwhile
 */
export async function changeDeclared(
  { db, clock }: Pick<DeclaredTools, 'db' | 'clock'>,
  { partner, user, seen }: Declarer & { readonly seen: Seen },
  content: DeclaredContent,
): Promise<void> {
  await getOwn(db, partner, seen.id);
  const by = { userId: user.id, who: user.name, at: clock.now() };
  const version = { ...content, ...by, id: seen.id, number: seen.version + 1 };
  const isChanged = await writing(db, async (trx) => {
    await openSeat(trx, partner);
    return addVersion(trx, version);
  });
  if (isChanged) return;
  const message = 'This number was changed by somebody else meanwhile. Look at its versions below, then save again.';
  throw new InputError([{ field: 'total', message }]);
}

const MAX_REASON = 300;

/** Takes a partner's own entry out of what counts; it stays to be seen, with the reason. @throws as changeDeclared */
export async function withdrawDeclared(
  { db, clock }: Pick<DeclaredTools, 'db' | 'clock'>,
  { partner, user, id }: Declarer & { readonly id: string },
  why: string,
): Promise<void> {
  await getOwn(db, partner, id);
  const text = checkReason('why', why, 'Say why it is withdrawn; partners see this.');
  await writing(db, async (trx) => {
    await openSeat(trx, partner);
    await withdrawEntry(trx, { id, text, by: user.name, at: clock.now() });
  });
}

/** Puts the lead's question beside any partner's entry; '' takes it away. @throws NotFoundError, InputError */
export async function questionDeclared(
  { db, clock }: Pick<DeclaredTools, 'db' | 'clock'>,
  { partner, user, id }: Declarer & { readonly id: string },
  question: string | undefined,
): Promise<void> {
  const { withdrawnAt } = await getDeclared(db, partner.coalitionId, id);
  if (withdrawnAt !== null) throw new ConflictError('withdrawn', 'This number is withdrawn already.');
  const text = question === undefined ? '' : checkReason('question', question, 'Write what is in question.');
  await writing(db, async (trx) => {
    await openCoalition(trx, partner.coalitionId);
    await questionEntry(trx, { id, text, by: user.name, at: clock.now() });
  });
}

async function getOwn(db: Db, partner: Partner, id: string): Promise<DeclaredEntry> {
  const entry = await getDeclared(db, partner.coalitionId, id);
  if (entry.partnerId !== partner.id)
    throw new ForbiddenError('Only the partner that entered this number may change it.');
  if (entry.withdrawnAt !== null) throw new ConflictError('withdrawn', 'This number is withdrawn already.');
  return entry;
}

function checkReason(field: string, typed: string, ask: string): string {
  const text = typed.trim();
  if (text === '') throw new InputError([{ field, message: ask }]);
  if (text.length > MAX_REASON) throw new InputError([{ field, message: `Use ${MAX_REASON} characters at the most.` }]);
  return text;
}
