import type { Campaign, Version } from '../campaigns/index.js';
import type { DeliveryEvent } from '../deliveries/index.js';
import type { ConsentToPartner } from '../partners/index.js';
import type { LetterParts, LetterStanding } from './letters-store.js';
import type { ReceiptRow } from './store-receipts.js';

/** What a receipt's page is made of. */
export type ReceiptParts = {
  readonly campaign: Campaign;
  readonly receipt: ReceiptRow;
  readonly standings: readonly LetterStanding[];
  readonly parts: readonly LetterParts[];
  /** What happened to the letters, the oldest first. */
  readonly events: readonly DeliveryEvent[];
  /** The version that the letters were taken under. */
  readonly version: Version;
  readonly token: string;
  /** The supporter agreed to be quoted and did not take that back. */
  readonly isQuotable: boolean;
  /** What they agreed to towards partners of a coalition. */
  readonly consents: readonly ConsentToPartner[];
  /** The campaign is a coalition's. */
  readonly hasPartners: boolean;
  readonly baseUrl: string;
  readonly now: number;
  /** The page that asks which letter is theirs is for whoever sees this one. */
  readonly isAskedWhose?: boolean;
  /** Where the letters are shown as they were taken, and not what became of them. */
  readonly asTaken?: AsTaken | undefined;
  /** What was done, or could not be done, as the person asked. */
  readonly notice?: string | undefined;
};

/** What a receipt shows of its letters and what came with them. */
export type OwnParts = Pick<ReceiptParts, 'standings' | 'parts' | 'events' | 'isQuotable' | 'consents'>;

/** What a receipt that shows letters as they were taken adds to them. */
export type AsTaken = {
  /** When the person asked for letters back, by delivery. */
  readonly askedBackAt: ReadonlyMap<string, number>;
  /** The letters are shown here no longer. */
  readonly isOver: boolean;
};
