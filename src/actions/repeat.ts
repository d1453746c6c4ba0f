import type { Target } from '../targets/index.js';
import type { NewAction } from './action.js';

/** What somebody typed who wrote again, as far as their receipt shows it. It holds no e-mail address. */
export type Typed = {
  readonly source: string;
  readonly variant: string;
  readonly supporter: Pick<
    NewAction['supporter'],
    'prefix' | 'givenName' | 'familyName' | 'postalCode' | 'street' | 'locality' | 'region' | 'phone'
  >;
  readonly divisions: readonly string[];
  readonly subject: string | null;
  readonly text: string | null;
  readonly ownWords: string | null;
  readonly letters: readonly { readonly id: string; readonly deliveryId: string; readonly target: Target }[];
  /** This submission goes out only once the address is confirmed. */
  readonly mustConfirm: boolean;
  readonly isQuotable: boolean;
  readonly consents: readonly TypedConsent[];
  /** What it takes to send the letters after all; what was stored before they could be has none. */
  readonly toSend?: ToSend;
};

type ToSend = Pick<NewAction, 'wantsCopy' | 'suspicions' | 'optsIn' | 'consents'> & { readonly quotesName: boolean };

/** A partner's box that was ticked; `withdrawnAt` once that was taken back on the receipt. */
export type TypedConsent = {
  readonly partnerId: string;
  readonly text: string;
  readonly withdrawnAt: number | null;
};

/** What the receipt of a repeat is made of. */
export function typedOf(action: NewAction): Typed {
  const { prefix, givenName, familyName, postalCode, street, locality, region, phone } = action.supporter;
  const { source, variant, divisions, subject, text, ownWords, mustConfirm } = action;
  return {
    source,
    variant,
    supporter: { prefix, givenName, familyName, postalCode, street, locality, region, phone },
    divisions,
    subject,
    text,
    ownWords,
    mustConfirm,
    letters: action.letters.map(({ id, deliveryId, target }) => ({ id, deliveryId, target })),
    isQuotable: action.quotation !== undefined,
    consents: action.consents.flatMap(({ partnerId, text: consent }) => {
      return partnerId === undefined ? [] : [{ partnerId, text: consent, withdrawnAt: null }];
    }),
    toSend: {
      wantsCopy: action.wantsCopy,
      suspicions: action.suspicions,
      optsIn: action.optsIn,
      consents: action.consents,
      quotesName: action.quotation?.withName ?? false,
    },
  };
}
