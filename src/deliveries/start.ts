import type { ChannelName, Delivery } from './delivery.js';

const MINUTE_MS = 60_000;

/** What a campaign lays down for the time before a letter leaves; the key `delivery` of campaign.yaml has more. */
export type StartSettings = {
  readonly confirm_first: boolean;
  readonly review: boolean;
  readonly withdraw_minutes: number;
};

/** How a delivery begins. A held letter's `dueAt` is the end of the time in which its supporter can take it back. */
export type Start = Pick<Delivery, 'channel' | 'state' | 'hold' | 'waitsFor' | 'dueAt'>;

/** Which channel reaches a target. */
export function channelOf(contact: { readonly email: string | null }): ChannelName {
  return contact.email === null ? 'handover' : 'smtp';
}

/** The part of an address behind the @, in lower case; null where there is no address. */
export function domainOf(email: string | null): string | null {
  return email?.split('@').at(-1)?.toLowerCase() ?? null;
}

/**
 * The state a letter starts in. It is first confirmed, then reviewed, then left for its supporter to take back; a letter
 * that the supporter sends by hand waits for nobody.
 */
export function startOf(contact: { readonly email: string | null }, settings: StartSettings, now: number): Start {
  const channel = channelOf(contact);
  if (channel === 'handover') return { channel, state: 'handed_over', hold: null, waitsFor: null, dueAt: now };
  const dueAt = now + settings.withdraw_minutes * MINUTE_MS;
  if (settings.confirm_first) return { channel, state: 'held', hold: 'confirm', waitsFor: null, dueAt };
  if (settings.review) return { channel, state: 'held', hold: 'review', waitsFor: null, dueAt };
  return { channel, state: 'queued', hold: null, waitsFor: dueAt > now ? 'withdraw' : null, dueAt };
}
