import type { ActionCount, DeliveryState } from '../counts/index.js';
import type { ChannelName } from '../deliveries/index.js';
import type { Target } from '../targets/index.js';

/** An action that passed every check and is about to be stored. */
export type NewAction = {
  readonly id: string;
  readonly campaignId: string;
  readonly versionId: string;
  readonly organizationId: string;
  /** The secret in the receipt's address. */
  readonly token: string;
  /** A keyed digest of the idempotency key; the same request again has the same. */
  readonly requestKey: string;
  readonly source: string;
  readonly supporter: {
    readonly id: string;
    readonly email: string;
    readonly emailKey: string;
    readonly prefix: string | null;
    readonly givenName: string;
    readonly familyName: string;
    readonly postalCode: string;
    readonly street: string | null;
    readonly locality: string | null;
    readonly region: string | null;
    readonly phone: string | null;
  };
  /** Where the supporter lives, as division ids. */
  readonly divisions: readonly string[];
  /** What the supporter changed; null where the letter stayed as the campaign wrote it, '' where they emptied it. */
  readonly subject: string | null;
  readonly text: string | null;
  readonly ownWords: string | null;
  readonly consents: readonly { readonly organization: string; readonly text: string }[];
  readonly letters: readonly NewLetter[];
  readonly createdAt: number;
  /** The day in the campaign's time zone. */
  readonly day: string;
};

export type NewLetter = {
  readonly id: string;
  readonly deliveryId: string;
  readonly target: Target;
  readonly channel: ChannelName;
  readonly state: DeliveryState;
};

/** What became of an action: taken, found to be taken before, or refused because its key belongs to another person. */
export type Taken =
  | { readonly kind: 'taken' | 'repeat'; readonly actionId: string; readonly token: string }
  | { readonly kind: 'key-reused' };

/** What an action adds to the counters. */
export function countOf(action: NewAction): ActionCount {
  return {
    campaignId: action.campaignId,
    day: action.day,
    source: action.source,
    actions: 1,
    letters: action.letters.length,
    ownWords: action.ownWords !== null || action.text !== null ? 1 : 0,
    optIns: action.consents.length,
  };
}
