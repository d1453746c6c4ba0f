import { deliveryStates, type DeliveryState } from '../counts/index.js';

/** Every allowed change of state with the reason it exists for; what is not here cannot happen. */
export const transitions: readonly {
  readonly from: DeliveryState;
  readonly to: DeliveryState;
  readonly why: string;
}[] = [
  { from: 'held', to: 'held', why: 'released from one hold into the next: confirmed, a reviewer looks at it' },
  { from: 'held', to: 'queued', why: 'released' },
  { from: 'held', to: 'handed_over', why: 'the organizers left it to the supporter to send' },
  { from: 'held', to: 'cancelled', why: 'withdrawn or refused while it was held' },
  { from: 'held', to: 'sent', why: 'it turned out to have been sent after the backup that was restored' },
  { from: 'held', to: 'bounced', why: 'sent after the backup that was restored, it came back' },
  {
    from: 'queued',
    to: 'held',
    why: 'a reviewer took back within a minute that it may go, or a backup was restored in which it waits',
  },
  { from: 'queued', to: 'sending', why: 'a worker claimed it' },
  { from: 'queued', to: 'cancelled', why: 'withdrawn before a worker took it' },
  { from: 'queued', to: 'failed', why: 'given up after four days' },
  { from: 'queued', to: 'sent', why: 'the mail server turned out to have taken it at the try before' },
  { from: 'sending', to: 'sent', why: 'the mail server took it' },
  { from: 'sending', to: 'delivered', why: 'the channel confirmed delivery at once' },
  { from: 'sending', to: 'queued', why: 'it did not leave; another try is due' },
  {
    from: 'sending',
    to: 'held',
    why: 'its target has changed since it was written, or a backup was restored in which it is being sent',
  },
  { from: 'sending', to: 'failed', why: 'refused for good, or given up after four days' },
  {
    from: 'sending',
    to: 'unknown',
    why: 'the connection or the worker broke while the letter was handed over',
  },
  { from: 'sending', to: 'previewed', why: 'no mail server is configured' },
  { from: 'sent', to: 'delivered', why: 'no bounce came back within the bounce window' },
  { from: 'sent', to: 'bounced', why: 'a bounce came back' },
  { from: 'delivered', to: 'bounced', why: 'a late bounce came back' },
  { from: 'unknown', to: 'sent', why: 'the mail server turned out to have taken it' },
  { from: 'unknown', to: 'queued', why: 'an organizer decided to send it again' },
  { from: 'unknown', to: 'bounced', why: 'a bounce came back' },
  {
    from: 'unknown',
    to: 'cancelled',
    why: 'not to be sent again: an organizer decided so, or it was not its writer’s',
  },
  { from: 'failed', to: 'queued', why: 'an organizer retries it' },
  { from: 'bounced', to: 'queued', why: 'an organizer retries it' },
];

const allowed = new Set(transitions.map(({ from, to }) => `${from} ${to}`));

export function isAllowed(from: DeliveryState, to: DeliveryState): boolean {
  return allowed.has(`${from} ${to}`);
}

/** The states from which a state can be reached. */
export function statesBefore(to: DeliveryState): DeliveryState[] {
  return deliveryStates.filter((from) => isAllowed(from, to));
}

/** A state in words for the supporter whose letter it is. */
export const stateWords: Readonly<Record<DeliveryState, string>> = {
  held: 'Held back',
  queued: 'Waiting to be sent',
  sending: 'Being sent now',
  sent: 'Sent',
  delivered: 'Delivered',
  unknown: 'Outcome unknown',
  bounced: 'Came back',
  failed: 'Could not be delivered',
  handed_over: 'Yours to send',
  cancelled: 'Withdrawn',
  previewed: 'Not sent: preview',
};
