import type { Campaigns } from '../campaigns/index.js';
import { listEvents } from '../deliveries/index.js';
import { listConsentsToPartners, type Coalitions } from '../partners/index.js';
import type { Clock } from '../platform/clock.js';
import { NotFoundError } from '../platform/errors.js';
import { asTaken } from './as-taken.js';
import { listLetterParts, listLetterStandings, type LetterStanding } from './letters-store.js';
import { loadRepeat } from './load-repeat.js';
import { openReceipt, type ReceiptDoor } from './open-receipt.js';
import type { OwnParts, ReceiptParts } from './receipt-parts.js';
import { asTold } from './receipt-words.js';
import { isAskedWhose } from './store-disown.js';
import { mayBeQuoted } from './store-quotations.js';
import { listNotes, type ReceiptRow } from './store-receipts.js';

export type LoadTools = ReceiptDoor & {
  readonly clock: Clock;
  readonly campaigns: Campaigns;
  readonly coalitions: Coalitions;
};

/** A receipt with what it shows. */
export type LoadedReceipt = Omit<ReceiptParts, 'baseUrl'> & {
  /** The first action of the address in the campaign. */
  readonly actionId: string;
  /** The id of the repeat whose receipt this is; undefined for an action's. */
  readonly repeatId: string | undefined;
};

const NO_LETTER = 'There is no such letter on this receipt.';

/** Everything that a receipt shows. @throws NotFoundError, and GoneError where the person was erased */
export async function loadReceipt(tools: LoadTools, token: string): Promise<LoadedReceipt> {
  const opened = await openReceipt(tools, token);
  const { receipt } = opened;
  const campaign = (await tools.campaigns.list()).find(({ id }) => id === receipt.campaignId);
  if (!campaign) throw new NotFoundError(NO_LETTER);
  const version = (await tools.campaigns.versions([receipt.versionId])).get(receipt.versionId) ?? campaign;
  const coalition = await tools.coalitions.ofCampaign(campaign.id);
  const now = tools.clock.now();
  const about = { campaign, receipt, version, token, hasPartners: coalition !== undefined, now };
  // An action's rows are read for a repeat, too: the time that its page takes tells nothing.
  const isReviewed = campaign.file.delivery.review;
  const ofAction = await loadAction(tools, receipt, { isReviewed, now });
  const shown = opened.kind === 'repeat' ? (opened.typed?.letters ?? []) : ofAction.standings;
  const notes = await listNotes(
    tools.db,
    shown.map(({ deliveryId }) => deliveryId),
  );
  const own = opened.kind === 'repeat' ? loadRepeat(opened, { version, coalition, now, notes }) : ofAction;
  const loaded = { ...about, ...own };
  const named = { actionId: receipt.actionId, repeatId: opened.kind === 'repeat' ? opened.id : undefined };
  if (opened.kind === 'action' && opened.isMailed)
    return { ...loaded, ...named, ...(await asOwner(tools, receipt, loaded)) };
  if (opened.showsAll) return { ...loaded, ...named };
  return { ...asTaken(loaded, notes), ...named };
}

/** What the owner of the address sees beside: whether the letter is theirs, or that they said it is not. */
async function asOwner(
  { db }: LoadTools,
  { actionId, disownedAt }: ReceiptRow,
  { isQuotable }: Pick<OwnParts, 'isQuotable'>,
): Promise<Pick<ReceiptParts, 'isAskedWhose' | 'isQuotable'>> {
  const isDisowned = disownedAt > 0;
  return { isAskedWhose: isDisowned || (await isAskedWhose(db, actionId)), isQuotable: isQuotable && !isDisowned };
}

async function loadAction(
  { db }: LoadTools,
  { actionId }: ReceiptRow,
  told: Parameters<typeof asTold>[1],
): Promise<OwnParts> {
  const standings = (await listLetterStandings(db, actionId)).map((standing) => asTold(standing, told));
  const letterIds = standings.map(({ letterId }) => letterId);
  const deliveryIds = standings.map(({ deliveryId }) => deliveryId);
  return {
    standings,
    parts: await listLetterParts(db, letterIds),
    events: await listEvents(db, deliveryIds),
    isQuotable: await mayBeQuoted(db, actionId),
    consents: await listConsentsToPartners(db, actionId),
  };
}

/** The letter that a form names by its delivery, if it belongs to the receipt. @throws NotFoundError */
export function ownLetter({ standings }: Pick<LoadedReceipt, 'standings'>, named: unknown): LetterStanding {
  const own = standings.find(({ deliveryId }) => deliveryId === named);
  if (!own) throw new NotFoundError(NO_LETTER);
  return own;
}
