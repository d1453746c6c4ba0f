import { z } from 'zod';
import { messageOf } from './platform/errors.js';
import { serviceAddressFault } from './platform/service-address.js';

/** A setting that `faultOf` finds nothing wrong with. */
export const checked = (faultOf: (text: string) => string | undefined) =>
  z.string().superRefine((text, context) => {
    const message = faultOf(text);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

/** Turns a setting into what a reader makes of it; what the reader throws is the fault. */
export const readBy =
  <Value>(read: (given: string) => Value) =>
  (given: string, context: z.RefinementCtx): Value => {
    try {
      return read(given);
    } catch (error) {
      context.addIssue({ code: 'custom', message: messageOf(error) });
      return z.NEVER;
    }
  };

/** What an address may be, with one that a person can follow. */
type AddressRule = { readonly protocols: readonly string[]; readonly example: string; readonly path?: RegExp };

export const address = ({ protocols, example, path }: AddressRule) =>
  checked((text) => {
    const isPathWrong = (): boolean => path !== undefined && !path.test(text.replace(/^[^/]*\/\/[^/?#]*/, ''));
    const fault = serviceAddressFault(text, protocols) ?? (isPathWrong() ? 'ends in what cannot be used' : undefined);
    return fault && `${fault}; it must be an address such as ${example}`;
  });

export const PUBLIC: AddressRule = {
  protocols: ['http:', 'https:'],
  example: 'https://letters.example.org',
  path: /^[^?#]*$/,
};
export const REDIS: AddressRule = {
  protocols: ['redis:', 'rediss:'],
  example: 'redis://127.0.0.1:6379',
  // Behind the host stands the number of a data base.
  path: /^(?:\/\d*)?(?:\?.*)?$/,
};
export const SMTP: AddressRule = { protocols: ['smtp:', 'smtps:'], example: 'smtps://user:password@mail.example.org' };

export const BOUNCES: AddressRule = {
  protocols: ['lmtp:', 'smtp:'],
  example: 'lmtp://127.0.0.1:2400',
  // A port is needed, and nothing behind it.
  path: /^\/?$/,
};
