import type { Suspicion } from '../abuse/index.js';
import type { Campaigns } from '../campaigns/index.js';
import { letterFor, type Version } from '../campaigns/index.js';
import {
  changesOf,
  likenessOf,
  NEAR_COPY,
  renderBody,
  renderUnsigned,
  type ChangedPiece,
  type Signature,
} from '../letters/index.js';
import { writing, type Db } from '../platform/db.js';
import { letterOf } from './compose.js';
import { listLetterParts, type LetterParts } from './letters-store.js';
import { signWritten } from './likeness.js';
import { mergeValuesOf } from './merge-values.js';
import { findCandidates, insertSignatures, readSignatures } from './store-likeness.js';
import { listHeldOf, readSuspicions, type HeldLetter } from './store-review.js';

export type ReviewTools = { readonly db: Db; readonly campaigns: Campaigns };

/** What one person wrote, with all their letters of it that wait for a reviewer. */
export type ReviewItem = {
  readonly actionId: string;
  readonly campaignId: string;
  readonly createdAt: number;
  readonly signedBy: string;
  readonly letters: readonly { readonly deliveryId: string; readonly to: string; readonly office: string }[];
  readonly ownWords: string | null;
  /** What they changed in the campaign's text; undefined where they left it as it is. */
  readonly changes: readonly ChangedPiece[] | undefined;
  readonly subject: string;
  readonly isSubjectTheirs: boolean;
  /** The first letter whole, without the name and address under it. */
  readonly text: string;
  readonly signature: Signature | undefined;
  /** Why it is suspicious; none where the campaign has all letters read. */
  readonly suspicions: readonly Suspicion[];
};

/** What people wrote whose letters wait for a reviewer; those of the campaigns only. */
export async function readForReview(
  tools: ReviewTools,
  campaignIds: readonly string[],
  actionIds: readonly string[],
): Promise<ReviewItem[]> {
  const held = await listHeldOf(tools.db, campaignIds, actionIds);
  const parts = await listLetterParts(
    tools.db,
    held.map(({ letterId }) => letterId),
  );
  const versions = await tools.campaigns.versions(parts.map(({ versionId }) => versionId));
  const suspected = await readSuspicions(tools.db, actionIds);
  const byLetter = new Map(parts.map((one) => [one.letterId, one]));
  const items = [...new Set(held.map(({ actionId }) => actionId))].flatMap((actionId): ReviewItem[] => {
    const own = held.filter((one) => one.actionId === actionId);
    const [first] = own;
    const firstParts = first && byLetter.get(first.letterId);
    const version = firstParts && versions.get(firstParts.versionId);
    const suspicions = suspected.get(actionId) ?? [];
    return first && firstParts && version
      ? [{ ...itemOf({ own, first, parts: firstParts, version, byLetter }), suspicions }]
      : [];
  });
  return signItems(tools, items);
}

type Source = {
  readonly own: readonly HeldLetter[];
  readonly first: HeldLetter;
  readonly parts: LetterParts;
  readonly version: Version;
  readonly byLetter: ReadonlyMap<string, LetterParts>;
};

function itemOf({ own, first, parts, version, byLetter }: Source): Omit<ReviewItem, 'suspicions'> {
  const { ownWords, text, target } = parts;
  const values = mergeValuesOf({ campaign: version, divisions: parts.divisions, supporter: parts, target });
  const letter = letterOf(parts, version, renderUnsigned);
  return {
    actionId: first.actionId,
    campaignId: first.campaignId,
    createdAt: first.createdAt,
    signedBy: `${parts.given_name} ${parts.family_name}`,
    letters: own.map(({ deliveryId, letterId }) => {
      const to = byLetter.get(letterId)?.target ?? target;
      return { deliveryId, to: `${to.title} ${to.name}`, office: to.office };
    }),
    ownWords,
    changes: text === null ? undefined : changesOf(renderBody(letterFor(version, target), values), text),
    subject: letter.subject,
    isSubjectTheirs: parts.subject !== null,
    text: letter.text,
    signature: signWritten({ ownWords, text, letters: version, target, values }),
  };
}

/** Keeps the signatures of those that were taken before there were any. */
async function signItems({ db }: ReviewTools, items: readonly ReviewItem[]): Promise<ReviewItem[]> {
  const known = await readSignatures(
    db,
    items.map(({ actionId }) => actionId),
  );
  const unsigned = items.flatMap(({ actionId, campaignId, signature }) =>
    signature && !known.has(actionId) ? [{ id: actionId, campaignId, signature }] : [],
  );
  if (unsigned.length > 0) await writing(db, (trx) => insertSignatures(trx, unsigned));
  return items.map((item) => ({ ...item, signature: known.get(item.actionId) ?? item.signature }));
}

/** A near-copy that waits too, and how alike it is, 0 to 1. */
export type NearCopy = { readonly actionId: string; readonly likeness: number };

/** As many candidates for near-copies are looked at. */
const MOST_CANDIDATES = 500;

/** Near-copies of what somebody wrote that wait for a reviewer in the same campaign, the likest first; without itself. */
export async function findNearCopies(
  { db }: Pick<ReviewTools, 'db'>,
  { actionId, campaignId, signature }: Pick<ReviewItem, 'actionId' | 'campaignId' | 'signature'>,
): Promise<NearCopy[]> {
  if (!signature) return [];
  const candidates = await findCandidates(db, { campaignId, signature }, MOST_CANDIDATES);
  const alike = [...candidates].flatMap(([id, other]) => {
    const likeness = likenessOf(signature, other);
    return id !== actionId && likeness >= NEAR_COPY ? [{ actionId: id, likeness }] : [];
  });
  const held = await listHeldOf(
    db,
    [campaignId],
    alike.map((one) => one.actionId),
  );
  const waiting = new Set(held.map((one) => one.actionId));
  return alike.filter((one) => waiting.has(one.actionId)).sort((a, b) => b.likeness - a.likeness);
}
