/** Every state that a letter can be in; `src/deliveries/states.ts` says how it gets from one to the next. */
export const deliveryStates = [
  'held',
  'queued',
  'sending',
  'sent',
  'delivered',
  'unknown',
  'bounced',
  'failed',
  'handed_over',
  'cancelled',
  'previewed',
] as const;

export type DeliveryState = (typeof deliveryStates)[number];

/** The terms whose sum is the letters taken. */
export type Term = 'waiting' | 'delivered' | 'failed' | 'handed_over' | 'cancelled' | 'previewed';

export const termOfState: Readonly<Record<DeliveryState, Term>> = {
  held: 'waiting',
  queued: 'waiting',
  sending: 'waiting',
  sent: 'waiting',
  unknown: 'waiting',
  delivered: 'delivered',
  bounced: 'failed',
  failed: 'failed',
  handed_over: 'handed_over',
  cancelled: 'cancelled',
  previewed: 'previewed',
};

/** What each term means, for every page and answer that shows it. */
export const definitions: Readonly<
  Record<
    | Term
    | 'actions'
    | 'taken'
    | 'said_sent'
    | 'said_failed'
    | 'with_own_words'
    | 'opt_ins'
    | 'confirmed'
    | 'unconfirmed',
    string
  >
> = {
  actions: 'People who wrote; who comes again to the same campaign is counted once.',
  taken: 'Letters that supporters sent off here: the sum of all the terms that follow.',
  waiting:
    'On the way: held, waiting for a worker, being sent, taken by the mail server within the last 48 hours, or with an outcome nobody knows.',
  delivered: 'Taken by the office’s mail server, and no bounce came back within 48 hours.',
  failed: 'Bounced, refused or given up after four days of trying.',
  handed_over: 'Left to the supporter to send, because the office takes no e-mail. Never counted as delivered.',
  cancelled:
    'Not sent: taken back by the supporter, withdrawn or refused by the organizers, or never confirmed; also what is not sent again where nobody knows whether it had arrived.',
  previewed: 'Not sent: this server has no mail server configured.',
  said_sent: 'Of the letters handed over: how many supporters say that they sent them.',
  said_failed:
    'Of the letters handed over: how many supporters say that sending did not work. None of them is among those said to be sent.',
  with_own_words: 'People who added their own words or changed the letter.',
  confirmed: 'People who confirmed their e-mail address, where the campaign asks for that.',
  unconfirmed:
    'People whose address is to be confirmed and is not: their letters wait for seven days and are then cancelled.',
  opt_ins: 'Boxes ticked to hear from an organization; one person may tick several.',
};
