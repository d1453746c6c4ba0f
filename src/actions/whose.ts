import { campaignFrame, type Campaign } from '../campaigns/index.js';
import { momentText } from '../platform/clock.js';
import { NotFoundError } from '../platform/errors.js';
import { asTaken } from './as-taken.js';
import type { LetterParts, LetterStanding } from './letters-store.js';
import { loadReceipt, type LoadedReceipt, type LoadTools } from './load-receipt.js';
import { loadRepeat } from './load-repeat.js';
import { CONFIRM_WITHIN_MS } from './notice-steps.js';
import { mailedReceiptLink } from './open-receipt.js';
import { letterView, type LetterView } from './receipt.js';
import { planInstead, type Instead, type InsteadTools } from './send-instead.js';
import { claimStateOf, findClaim, type Claim } from './store-disown.js';
import { listNotes, listRepeats, type RepeatRow } from './store-receipts.js';

export type WhoseTools = LoadTools & InsteadTools;

/** Of more the newest are shown: who writes once more is among them. */
const MOST_SHOWN = 10;

const NO_PAGE = 'There is no page at this address. Please check that the whole link was copied.';

/** What the owner of an address decides about, by the receipt's link that is only ever mailed. */
export type Whose = {
  readonly token: string;
  readonly claim: Claim;
  readonly campaign: Campaign;
  readonly first: LoadedReceipt;
  /** What was written again and is kept, the newest first. */
  readonly repeats: readonly RepeatRow[];
};

/** @throws NotFoundError also for a receipt's link that is not mailed, and GoneError where the person was erased */
export async function openWhose(tools: WhoseTools, token: string): Promise<Whose> {
  const actionId = tools.seal.open('receipt', token);
  if (actionId === undefined) throw new NotFoundError(NO_PAGE);
  const first = await loadReceipt(tools, token);
  const claim = await findClaim(tools.db, actionId);
  if (!claim) throw new NotFoundError(NO_PAGE);
  const repeats = await listRepeats(tools.db, actionId, MOST_SHOWN);
  return { token, claim, campaign: first.campaign, first, repeats };
}

/** The page that shows what was taken first and what was written again, and asks which is theirs. */
export async function whosePage(tools: WhoseTools, whose: Whose): Promise<object> {
  const { claim, campaign, token } = whose;
  const state = claimStateOf(claim);
  const receiptOf = (actionId: string): string => mailedReceiptLink({ ...tools, baseUrl: '' }, actionId);
  return {
    title: `${TITLES[state]} – ${campaign.file.title}`,
    heading: TITLES[state],
    campaign: campaignFrame(campaign),
    token,
    isAsked: state === 'asked',
    isOpen: state === 'open',
    isReplaced: state === 'replaced',
    receiptUrl: receiptOf(claim.currentId ?? claim.actionId),
    confirmUrl: `/confirm/${tools.seal.sign('confirm', claim.actionId)}`,
    notMeUrl: `/not-me/${tools.seal.sign('not-me', claim.actionId)}`,
    first: firstView(whose, tools.clock.now()),
    others: state === 'asked' || state === 'open' ? await otherViews(tools, whose) : [],
    mostShown: claim.repeats > MOST_SHOWN && MOST_SHOWN,
  };
}

const TITLES = {
  settled: 'This letter counts as yours',
  asked: 'Which of these letters is yours?',
  open: 'The letters that were not yours',
  replaced: 'Your own letter is taken',
} as const;

/** On its way, or at the office. */
function hasLeft({ state }: LetterStanding): boolean {
  return state === 'sending' || state === 'sent' || state === 'delivered';
}

function firstView({ claim, first, campaign }: Whose, now: number): object {
  const { standings } = first;
  const waits = standings.some(({ hold }) => hold === 'confirm');
  const isLate = claim.mustConfirm === 1 && now >= claim.createdAt + CONFIRM_WITHIN_MS;
  return {
    at: momentText(claim.createdAt, campaign.file.time_zone),
    ...wordsOf(
      first.parts[0],
      standings.map((standing) => letterView({ ...first, baseUrl: '' }, standing)),
    ),
    waits,
    left: standings.filter(hasLeft).length,
    // What nobody confirmed in time, or was taken back, does not go out by being owned.
    mayBeOwned: !isLate && standings.some(({ state }) => state !== 'cancelled'),
  };
}

/** The letters of one action: each with how it stands, and the text of the first, since the greeting alone differs. */
function wordsOf(parts: LetterParts | undefined, letters: readonly LetterView[]): object {
  const written = letters.find(({ text }) => text !== undefined);
  const own = { ownWords: parts?.ownWords, isEdited: typeof parts?.text === 'string' };
  return { letters, subject: written?.['subject'], text: written?.['text'], ...own };
}

async function otherViews(tools: WhoseTools, whose: Whose): Promise<object[]> {
  const { claim, campaign, repeats } = whose;
  const views: object[] = [];
  for (const repeat of repeats) {
    const instead = await planInstead(tools, { campaign, repeat, email: claim.email });
    views.push({ ...(await otherView(tools, whose, repeat)), ...waysOf(instead, repeat) });
  }
  return views;
}

async function otherView(tools: WhoseTools, { first, campaign }: Whose, repeat: RepeatRow): Promise<object> {
  const { typed, receipt, id } = repeat;
  const version = (await tools.campaigns.versions([receipt.versionId])).get(receipt.versionId) ?? campaign;
  const ids = typed?.letters.map(({ deliveryId }) => deliveryId) ?? [];
  const shown = { version, coalition: undefined, now: tools.clock.now(), notes: await listNotes(tools.db, ids) };
  const own = loadRepeat({ ...repeat, showsAll: false }, shown);
  const page = asTaken({ ...first, receipt, version, ...own }, shown.notes);
  const letters = page.standings.map((standing) => {
    return { ...letterView({ ...page, baseUrl: '' }, standing), word: 'not sent' };
  });
  return { id, at: momentText(receipt.createdAt, campaign.file.time_zone), ...wordsOf(own.parts[0], letters) };
}

/** What can be done with what was written again: send it, or write it anew with its words. */
function waysOf(instead: Instead, { typed }: RepeatRow): object {
  if (instead.kind === 'ready') return { canSend: true };
  const { ownWords, text, supporter, source } = typed ?? {};
  const words = { own_words: ownWords ?? '', text: text ?? '', hasText: typeof text === 'string' };
  const anew = { ...words, postal_code: supporter?.postalCode ?? '', source: source ?? '' };
  return { why: instead.sentence, anew: instead.kind === 'changed' && anew };
}
