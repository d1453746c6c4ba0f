import type { Seal } from '../platform/seal.js';

/** What the addresses of these pages are made with. */
export type LinkTools = { readonly seal: Seal; readonly baseUrl: string };

/** Where a supporter confirms their address; the token stands in the mail alone. */
export function confirmLink({ seal, baseUrl }: LinkTools, actionId: string): string {
  return `${baseUrl}/confirm/${seal.sign('confirm', actionId)}`;
}

/** Where somebody says that an action in their name is not theirs. */
export function notMeLink({ seal, baseUrl }: LinkTools, actionId: string): string {
  return `${baseUrl}/not-me/${seal.sign('not-me', actionId)}`;
}

/** Where an address is taken off all mails, without any login (RFC 8058). */
export function unsubscribeLink({ seal, baseUrl }: LinkTools, addressKey: string): string {
  return `${baseUrl}/u/${seal.sign('unsubscribe', addressKey)}`;
}
