/** What may go wrong where a supporter sends a letter by hand, in words for them and for organizers. */
export const failureReasons = {
  address: 'the form refused the address',
  district: 'the form said that this is another member’s district',
  captcha: 'the check for robots could not be passed',
  technical: 'the form showed an error or could not be opened',
  other: 'something else',
} as const;

export type FailureReason = keyof typeof failureReasons;

export function isFailureReason(text: string): text is FailureReason {
  return Object.hasOwn(failureReasons, text);
}

/** What a supporter says of a letter that was handed over; `nothing` takes back what they said before. */
export type Said =
  { readonly kind: 'sent' | 'nothing' } | { readonly kind: 'failed'; readonly why: FailureReason | null };

type Telling = {
  readonly saidSentAt: number | null;
  readonly saidFailedAt: number | null;
  readonly saidFailedWhy: FailureReason | null;
};

/** What the supporter says of a letter, for organizers: `supporter: it did not work (something else)`. */
export function saidText({ saidSentAt, saidFailedAt, saidFailedWhy: why }: Telling): string {
  if (saidFailedAt !== null) return `supporter: it did not work${why ? ` (${failureReasons[why]})` : ''}`;
  return saidSentAt === null ? '' : 'supporter: I sent it';
}
