import fc from 'fast-check';

/** Something that one of a few people does; `at` chooses among what there is by then. */
export type Step =
  | {
      readonly how: 'act';
      readonly who: number;
      readonly slug: number;
      /** Chosen among few, so that keys are used again, also by others. */
      readonly key: number;
      readonly source: string;
      readonly ownWords: boolean;
      readonly optIns: readonly string[];
    }
  | { readonly how: 'receipt'; readonly at: number; readonly form: ReceiptForm; readonly letter: number }
  | { readonly how: 'mail'; readonly at: number; readonly form: 'confirm' | 'not-me' }
  | { readonly how: 'mails'; readonly who: number; readonly undo: boolean }
  | { readonly how: 'erase'; readonly at: number; readonly waiting: 'cancel' | 'finish' | 'self' }
  | { readonly how: 'work' }
  | { readonly how: 'wait'; readonly hours: number };

/** What can be sent on a receipt. */
export type ReceiptForm = (typeof RECEIPT_FORMS)[number];

const RECEIPT_FORMS = [
  ...(['withdraw', 'withdraw-all', 'withdraw-consent', 'withdraw-one', 'unquote'] as const),
  ...(['sent', 'undo-sent', 'did-not-work', 'confirm-again', 'mail-link'] as const),
] as const;

export const PEOPLE = 4;
export const SOURCES = ['', 'teachers', 'chamber', 'teachers.east', 'faith', 'x'] as const;

const at = fc.nat({ max: 40 });

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      how: fc.constant('act' as const),
      who: fc.nat({ max: PEOPLE - 1 }),
      slug: fc.nat({ max: 1 }),
      key: fc.nat({ max: 30 }),
      source: fc.constantFrom(...SOURCES),
      ownWords: fc.boolean(),
      optIns: fc.subarray(['teachers', 'chamber', 'stays', 'faith', 'Harbourview Safe Stays']),
    }),
  },
  {
    weight: 9,
    arbitrary: fc.record({
      how: fc.constant('receipt' as const),
      at,
      form: fc.constantFrom(...RECEIPT_FORMS),
      letter: fc.nat({ max: 3 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ how: fc.constant('mail' as const), at, form: fc.constantFrom('confirm', 'not-me') }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ how: fc.constant('mails' as const), who: fc.nat({ max: PEOPLE - 1 }), undo: fc.boolean() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      how: fc.constant('erase' as const),
      at,
      waiting: fc.constantFrom('cancel', 'finish', 'self'),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ how: 'work' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({ how: fc.constant('wait' as const), hours: fc.constantFrom(1, 30, 24 * 8, 24 * 40) }),
  },
);

/** Steps in groups; those of one group are begun together. */
export const sequences: fc.Arbitrary<readonly (readonly Step[])[]> = fc.array(
  fc.array(step, { minLength: 1, maxLength: 6 }),
  { minLength: 1, maxLength: 8 },
);
