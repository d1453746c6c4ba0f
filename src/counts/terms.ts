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
    | 'suspected'
    | 'suspected_letters'
    | 'taken'
    | 'said_sent'
    | 'said_failed'
    | 'with_own_words'
    | 'opt_ins'
    | 'confirmed'
    | 'unconfirmed'
    | 'new_people'
    | 'returning'
    | 'districts'
    | 'views'
    | 'conversion',
    string
  >
> = {
  actions: 'People who wrote; who comes again to the same campaign is counted once.',
  suspected:
    'People whose letters look as if a program had sent them, until a reviewer lets them go. No other number of people, boxes or places counts them; once they are let go, each counts as of the day on which they wrote. Their letters are among the letters taken, most of them waiting.',
  taken: 'Letters that supporters sent off here, those of suspected people too: the sum of all the terms that follow.',
  suspected_letters: 'Of the letters taken, those of suspected people; most of them wait for a reviewer.',
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
  new_people: 'People who wrote here and had never written in a campaign of this organization before.',
  returning: 'People who wrote here and had written in another campaign of this organization before.',
  districts:
    'Districts from which somebody wrote, of the kind in which the offices are elected, else congressional districts or constituencies. Who lives in which is counted only where it is certain.',
  views:
    'How often the campaign’s page was opened while it took letters. Counted without cookies, so a person who opens it again counts again; pages that a browser loads in advance and programs that name themselves are left out, and a copy that somebody’s network kept is not seen. No row stands behind this number: it cannot be counted anew, and a process that is killed loses its last seconds.',
  conversion:
    'People who wrote, as a share of the views. What comes in from other sites through the API has no view, so the share can be too high.',
  opt_ins: 'Boxes ticked to hear from an organization; one person may tick several.',
};
