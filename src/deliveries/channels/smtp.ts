import type { Clock } from '../../platform/clock.js';
import type { Channel } from '../delivery.js';
import { composeMessage, type SendingIdentity } from './compose-message.js';
import { asRefused, openRelay, type RelaySettings } from './relay.js';

export type SmtpSettings = SendingIdentity & RelaySettings & { readonly clock: Clock };

/** Sends letters to one relay, over connections of its own or those it is given. */
export function createSmtpChannel(settings: SmtpSettings, relay = openRelay(settings)): Channel {
  return {
    send: async (letter, beforeContent) => {
      const message = await composeMessage(letter, settings, settings.clock.now()).catch(asRefused);
      const answer = await relay.submit(message, beforeContent);
      return { state: 'sent', response: `The mail server took it: ${answer}`, answer, phase: 'answered' };
    },
    close: () => {
      relay.close();
      return Promise.resolve();
    },
  };
}
