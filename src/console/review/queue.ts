import { suspicionText, type Suspicion } from '../../abuse/index.js';
import {
  findNearCopies,
  listActionsOf,
  listSuspected,
  readForReview,
  type NearCopy,
  type ReviewItem,
  type SuspectedQuery,
} from '../../actions/index.js';
import type { Campaigns } from '../../campaigns/index.js';
import { countLetters, listLetterPage, type Delivery } from '../../deliveries/index.js';
import { momentText, type Clock } from '../../platform/clock.js';
import type { Db } from '../../platform/db.js';
import { inTurn } from '../../platform/in-turn.js';
import { scopeOf, type Scope } from '../letters/scope.js';
import { lettersText, numberText } from '../letters/words.js';
import { reasonIn, reasonsView } from './reasons.js';
import { page, type Answer, type CampaignVisit, type Visit } from '../visit.js';

export type ReviewPageTools = {
  readonly db: Db;
  readonly clock: Clock;
  readonly campaigns: Campaigns;
  /** The actions that deliveries are of, by the ids of their letters. */
  readonly actionsOf: (rows: readonly Pick<Delivery, 'letterId'>[]) => Promise<ReadonlyMap<string, string>>;
};

const PAGE_LETTERS = 100;
const PAGE_ITEMS = 15;
const COUNTED = 1_000;

/** Near-copies that one page shows. */
const MOST_ALIKE = 60;

/** What waits for a reviewer, the oldest first, or the near-copies of one text. */
export async function reviewPage(tools: ReviewPageTools, visit: Visit | CampaignVisit): Promise<Answer> {
  const scope = await scopeOf(tools.campaigns, visit, 'review');
  const like = visit.query.one('like');
  const reason = reasonIn(visit.query.one('reason'));
  const shown = /^\w{1,40}$/.test(like)
    ? await nearCopies(tools, scope, like)
    : await oldest(tools, scope, { from: visit.query.one('after'), reason });
  const total = await countLetters(
    tools.db,
    { campaignIds: scope.campaignIds, states: ['held'], hold: 'review' },
    COUNTED,
  );
  return page('review/queue', {
    title: 'Review',
    href: scope.href,
    isWhole: scope.isWhole,
    total: lettersText(total),
    isEmpty: total.letters === 0,
    isGroup: shown.isGroup,
    count: numberText(shown.items.length),
    items: shown.items.map((item, index) => itemView(item, { visit, scope, index, isGroup: shown.isGroup })),
    next: shown.next && `${scope.href}?${reason ? `reason=${reason}&` : ''}after=${shown.next}`,
    reasons: await reasonsView(tools, scope, reason),
    isByReason: reason !== undefined,
    others: await otherHolds(tools, visit, scope),
  });
}

type Item = ReviewItem & { readonly alike: readonly NearCopy[]; readonly likeness?: number };
type Shown = { readonly items: readonly Item[]; readonly isGroup: boolean; readonly next?: string | undefined };

type Wanted = { readonly from: string; readonly reason: Suspicion | 'any' | undefined };

async function oldest(tools: ReviewPageTools, scope: Scope, { from, reason }: Wanted): Promise<Shown> {
  const after = /^\w{1,40}$/.test(from) ? from : undefined;
  const { campaignIds } = scope;
  const wanted = { campaignIds, states: ['held'], hold: 'review' } as const;
  const rows = reason
    ? await suspectedRows(tools.db, { campaignIds, reason }, after)
    : await listLetterPage(tools.db, wanted, { after, limit: PAGE_LETTERS, oldestFirst: true });
  const actions = await tools.actionsOf(rows);
  const ids = [...new Set(rows.flatMap(({ letterId }) => actions.get(letterId) ?? []))].slice(0, PAGE_ITEMS);
  const read = await readForReview(tools, scope.campaignIds, ids);
  const items = await inTurn(read, async (item) => ({ ...item, alike: await findNearCopies(tools, item) }));
  const last = rows.findLast(({ letterId }) => ids.includes(actions.get(letterId) ?? ''));
  const hasMore = rows.length === PAGE_LETTERS || rows.at(-1)?.id !== last?.id;
  return { items, isGroup: false, next: hasMore ? last?.id : undefined };
}

async function suspectedRows(
  db: Db,
  wanted: SuspectedQuery,
  after: string | undefined,
): Promise<Pick<Delivery, 'id' | 'letterId'>[]> {
  const rows = await listSuspected(db, wanted, { after, limit: PAGE_LETTERS });
  return rows.map(({ deliveryId: id, letterId }) => ({ id, letterId }));
}

async function nearCopies(tools: ReviewPageTools, scope: Scope, actionId: string): Promise<Shown> {
  const [item] = await readForReview(tools, scope.campaignIds, [actionId]);
  if (!item) return { items: [], isGroup: true };
  const alike = (await findNearCopies(tools, item)).slice(0, MOST_ALIKE - 1);
  const others = await readForReview(
    tools,
    scope.campaignIds,
    alike.map((one) => one.actionId),
  );
  const likeness = new Map(alike.map((one) => [one.actionId, one.likeness]));
  const items = others.map((other) => ({ ...other, alike: [], likeness: likeness.get(other.actionId) ?? 0 }));
  return { items: [{ ...item, alike: [] }, ...items.sort((a, b) => b.likeness - a.likeness)], isGroup: true };
}

type Around = {
  readonly visit: Visit;
  readonly scope: Scope;
  readonly index: number;
  readonly isGroup: boolean;
};

function itemView(item: Item, { visit, scope, index, isGroup }: Around): object {
  const campaign = scope.campaigns.find(({ id }) => id === item.campaignId);
  const alikest = item.alike[0]?.likeness;
  return {
    id: item.actionId,
    number: index + 1,
    suspicions: item.suspicions.map(suspicionText),
    isTicked: isGroup,
    signedBy: item.signedBy,
    campaign: scope.isWhole ? campaign?.file.title : undefined,
    taken: momentText(item.createdAt, campaign?.file.time_zone ?? scope.timeZone),
    letters: item.letters.map(({ deliveryId, to }) => {
      return { to, href: `${visit.base}/campaigns/${campaign?.slug ?? ''}/letters/${deliveryId}` };
    }),
    ownWords: item.ownWords,
    hasChanges: item.changes !== undefined,
    changes: item.changes?.map(({ kind, text }) => ({
      text,
      isAdded: kind === 'added',
      isRemoved: kind === 'removed',
    })),
    subject: item.subject,
    isSubjectTheirs: item.isSubjectTheirs,
    isTemplate: item.ownWords === null && item.changes === undefined,
    text: item.text,
    likeness: item.likeness === undefined ? undefined : percent(item.likeness),
    alike: alikest === undefined ? undefined : numberText(item.alike.length),
    alikest: alikest === undefined ? undefined : percent(alikest),
    alikeHref: `${visit.base}${scope.path}?like=${item.actionId}`,
  };
}

function percent(likeness: number): string {
  return `${Math.round(likeness * 100)} %`;
}

/** What is held for other reasons; its decisions are an organizer's. */
async function otherHolds({ db }: ReviewPageTools, visit: Visit, scope: Scope): Promise<object[]> {
  const letters = `${visit.base}${scope.path.replace(/review$/, 'letters')}`;
  const holds = [
    { hold: 'target', text: 'Held because the target has changed since they were written' },
    { hold: 'crashes', text: 'Held because sending them went wrong several times' },
    { hold: 'restored', text: 'Held because a backup was restored, and they may have been sent since' },
  ] as const;
  const counted = await inTurn(holds, async ({ hold, text }) => {
    const found = await countLetters(db, { campaignIds: scope.campaignIds, states: ['held'], hold }, COUNTED);
    return { text, letters: found.letters, count: lettersText(found), href: `${letters}?hold=${hold}` };
  });
  return counted.filter((one) => one.letters > 0);
}

/** Reads which actions deliveries are of. */
export function actionsReader(db: Db): ReviewPageTools['actionsOf'] {
  return (rows) =>
    listActionsOf(
      db,
      rows.map(({ letterId }) => letterId),
    );
}
