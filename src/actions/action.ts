import type { ActionCount } from '../counts/index.js';
import type { NewDelivery } from '../deliveries/index.js';
import type { Target } from '../targets/index.js';
import type { NextStep } from './notice-steps.js';

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
  /** The supporter asked for a copy by e-mail, and the campaign offers one. */
  readonly wantsCopy: boolean;
  /** Nothing goes out before the supporter has confirmed their address. */
  readonly mustConfirm: boolean;
  /** What the supporter is mailed next. */
  readonly notice: NextStep;
  readonly createdAt: number;
  /** The day in the campaign's time zone. */
  readonly day: string;
};

/** A letter with how its delivery begins. */
export type NewLetter = Pick<
  NewDelivery,
  'channel' | 'state' | 'hold' | 'waitsFor' | 'dueAt' | 'domain' | 'timeZone'
> & {
  readonly id: string;
  readonly deliveryId: string;
  readonly target: Target;
};

/** What became of an action: taken, found to be taken before, or refused because its key belongs to another person. */
export type Taken =
  | { readonly kind: 'taken' | 'repeat'; readonly actionId: string; readonly token: string }
  | { readonly kind: 'key-reused' };

/** Under which campaign, day and source an action is counted. */
export type CountPlace = Pick<NewAction, 'campaignId' | 'day' | 'source'>;

/** What an action adds to the counters; its consents are counted one by one. */
export function countOf(action: NewAction): ActionCount {
  return {
    ...placeOf(action),
    actions: 1,
    letters: action.letters.length,
    ownWords: action.ownWords !== null || action.text !== null ? 1 : 0,
    optIns: 0,
    toConfirm: action.mustConfirm ? 1 : 0,
    confirmed: 0,
  };
}

/** What one consent adds to the counters, there where its action is counted. */
export function optInCountOf(action: CountPlace): ActionCount {
  return { ...NOTHING, ...placeOf(action), optIns: 1 };
}

/** What the confirmation of an action's address adds to the counters, there where the action is counted. */
export function confirmedCountOf(action: CountPlace): ActionCount {
  return { ...NOTHING, ...placeOf(action), confirmed: 1 };
}

const NOTHING = { actions: 0, letters: 0, ownWords: 0, optIns: 0, toConfirm: 0, confirmed: 0 } as const;

function placeOf({ campaignId, day, source }: CountPlace): CountPlace {
  return { campaignId, day, source };
}
