import type { Suspicion } from '../abuse/index.js';
import type { NewDelivery } from '../deliveries/index.js';
import type { Signature } from '../letters/index.js';
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
  /** The test's name and the variant's: `short-title:b`; '' where nothing is tested. */
  readonly variant: string;
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
  /** The supporter lets the organization quote the own words: by first name or without, under this text. */
  readonly quotation?: { readonly withName: boolean; readonly consent: string } | undefined;
  readonly consents: readonly NewConsent[];
  /** Why somebody looks at the letters before they leave; none in most. */
  readonly suspicions: readonly Suspicion[];
  /** Among the consents is one to the campaign's own organization. */
  readonly optsIn: boolean;
  readonly letters: readonly NewLetter[];
  /** The supporter asked for a copy by e-mail, and the campaign offers one. */
  readonly wantsCopy: boolean;
  /** Nothing goes out before the supporter has confirmed their address. */
  readonly mustConfirm: boolean;
  /** What the supporter is mailed next. */
  readonly notice: NextStep;
  /** How alike what they wrote is to others' words, where somebody is going to read it. */
  readonly signature?: Signature;
  readonly createdAt: number;
  /** The day in the campaign's time zone. */
  readonly day: string;
};

/** What somebody agrees to; to a partner of a coalition under the text of a version of its page. */
export type NewConsent = {
  readonly organization: string;
  readonly text: string;
  readonly partnerId?: string;
  readonly pageVersionId?: string;
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

/**
 * What became of an action: taken; a `repeat`, of an address that had acted in the campaign, with a receipt of its own; a
 * `retry` of the same request, with the receipt that it had; or refused because its key belongs to another person.
 */
export type Taken =
  | { readonly kind: 'taken' | 'repeat' | 'retry'; readonly actionId: string; readonly token: string }
  | { readonly kind: 'key-reused' };
