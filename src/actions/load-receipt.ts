import type { Campaigns } from '../campaigns/index.js';
import { listEvents } from '../deliveries/index.js';
import { listConsentsToPartners, type Coalitions } from '../partners/index.js';
import type { Clock } from '../platform/clock.js';
import type { Db } from '../platform/db.js';
import { NotFoundError } from '../platform/errors.js';
import {
  findReceipt,
  listLetterParts,
  listLetterStandings,
  type LetterStanding,
  type ReceiptRow,
} from './letters-store.js';
import type { ReceiptParts } from './receipt.js';
import { asTold } from './receipt-words.js';
import { mayBeQuoted } from './store-quotations.js';

const NO_RECEIPT = 'There is no receipt at this address. Please check that the whole link was copied.';

/** Everything that a receipt shows. @throws NotFoundError */
export async function loadReceipt(
  tools: { readonly db: Db; readonly clock: Clock; readonly campaigns: Campaigns; readonly coalitions: Coalitions },
  token: string,
): Promise<Omit<ReceiptParts, 'baseUrl'>> {
  const receipt = await findReceipt(tools.db, token);
  const campaign = (await tools.campaigns.list()).find((one) => one.id === receipt?.campaignId);
  if (!receipt || !campaign) throw new NotFoundError(NO_RECEIPT);
  const now = tools.clock.now();
  const isReviewed = campaign.file.delivery.review;
  const stored = await listLetterStandings(tools.db, receipt.actionId);
  const standings = stored.map((standing) => asTold(standing, { isReviewed, now }));
  const letterIds = standings.map(({ letterId }) => letterId);
  const parts = await listLetterParts(tools.db, letterIds);
  const deliveryIds = standings.map(({ deliveryId }) => deliveryId);
  const events = await listEvents(tools.db, deliveryIds);
  const version = (await tools.campaigns.versions([receipt.versionId])).get(receipt.versionId) ?? campaign;
  const isQuotable = await mayBeQuoted(tools.db, receipt.actionId);
  const consents = await listConsentsToPartners(tools.db, receipt.actionId);
  const hasPartners = (await tools.coalitions.ofCampaign(campaign.id)) !== undefined;
  const own = { isQuotable, consents, hasPartners };
  return { campaign, receipt, standings, parts, events, version, token, ...own, now };
}

/** The letter that a form names by its delivery, if it belongs to the receipt. @throws NotFoundError */
export async function findOwnLetter(db: Db, token: string, named: unknown): Promise<LetterStanding> {
  const own = (await findOwnLetters(db, token)).find(({ deliveryId }) => deliveryId === named);
  if (!own) throw new NotFoundError(NO_RECEIPT);
  return own;
}

/** The letters of a receipt. @throws NotFoundError */
export async function findOwnLetters(db: Db, token: string): Promise<LetterStanding[]> {
  return listLetterStandings(db, (await getReceipt(db, token)).actionId);
}

/** @throws NotFoundError */
export async function getReceipt(db: Db, token: string): Promise<ReceiptRow> {
  const receipt = await findReceipt(db, token);
  if (!receipt) throw new NotFoundError(NO_RECEIPT);
  return receipt;
}
