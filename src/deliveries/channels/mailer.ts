import type { Clock } from '../../platform/clock.js';
import { asRefused, type Relay } from './relay.js';
import type { SendingIdentity } from './build-message.js';
import { composeMail, type SupporterMail } from './compose-mail.js';

/** What became of a mail to a supporter. */
export type MailOutcome = { readonly state: 'sent' | 'previewed'; readonly response: string };

/** Sends mail to supporters. */
export type Mailer = {
  /** @throws DeliveryError permanent when the address cannot be used; isUnknown when the mail may have arrived */
  readonly send: (mail: SupporterMail) => Promise<MailOutcome>;
  readonly close: () => Promise<void>;
};

/** A mailer over the connections that letters use too; without a relay it sends nothing and says so. */
export function createMailer(settings: SendingIdentity & { readonly clock: Clock }, relay?: Relay): Mailer {
  return {
    send: async (mail) => {
      const message = await composeMail(mail, settings, settings.clock.now()).catch(asRefused);
      if (!relay) return { state: 'previewed', response: 'No mail server is configured (SMTP_URL).' };
      return { state: 'sent', response: await relay.submit(message) };
    },
    close: () => Promise.resolve(relay?.close()),
  };
}
