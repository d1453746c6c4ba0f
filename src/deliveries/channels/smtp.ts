import { Readable } from 'node:stream';
import { createTransport, type NodemailerError, type SMTPPoolSentMessageInfo, type Transporter } from 'nodemailer';
import type { Clock } from '../../platform/clock.js';
import { InputError } from '../../platform/errors.js';
import { DeliveryError, type Channel, type OutgoingLetter } from '../delivery.js';
import { composeMessage, type ComposedMessage, type SendingIdentity } from './compose-message.js';
import { asDeliveryError } from './smtp-failure.js';

/** Connections to the relay at the most; each sends a hundred letters, then makes room for a new one. */
const MAX_CONNECTIONS = 10;
const LETTERS_PER_CONNECTION = 100;

/** RFC 5321, section 4.5.3.2, allows minutes; a relay that is this slow is better asked again later. */
const TIMEOUTS: Timeouts = { connectMs: 30_000, silenceMs: 60_000 };

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/;

export type SmtpSettings = SendingIdentity & {
  readonly smtpUrl: string;
  readonly clock: Clock;
  readonly timeouts?: Timeouts;
};

/** How long the relay may take to greet, and then to answer each command. */
export type Timeouts = { readonly connectMs: number; readonly silenceMs: number };

/** What a send carries besides nodemailer's own options. */
type Sending = { readonly beforeContent?: () => Promise<void> };

/** Sends letters over a pool of connections to one relay. */
export function createSmtpChannel(settings: SmtpSettings): Channel {
  const transport = openPool(settings.smtpUrl, settings.timeouts ?? TIMEOUTS);
  return {
    send: async (letter, beforeContent) => {
      const { raw, envelope } = await compose(letter, settings);
      let hasContentLeft = false;
      const sending: Sending = {
        beforeContent: async () => {
          await beforeContent();
          hasContentLeft = true;
        },
      };
      try {
        const info = await transport.sendMail({ raw, envelope, ...sending });
        return { state: 'sent', response: info.response };
      } catch (error) {
        throw asDeliveryError(error as NodemailerError, hasContentLeft);
      }
    },
    close: () => {
      transport.close();
      return Promise.resolve();
    },
  };
}

/** An address that cannot be used today cannot be used tomorrow. */
async function compose(letter: OutgoingLetter, settings: SmtpSettings): Promise<ComposedMessage> {
  try {
    return await composeMessage(letter, settings, settings.clock.now());
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new DeliveryError(error.faults.map(({ message }) => message).join(' '), { permanent: true });
  }
}

function openPool(smtpUrl: string, { connectMs, silenceMs }: Timeouts): Transporter<SMTPPoolSentMessageInfo> {
  const transport = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: MAX_CONNECTIONS,
    maxMessages: LETTERS_PER_CONNECTION,
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    socketTimeout: silenceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    // A relay on this very machine has no name that a certificate could vouch for.
    ...(LOOPBACK.test(new URL(smtpUrl).hostname) && { tls: { rejectUnauthorized: false } }),
  });
  // The last step before the transport: the content is read, and so leaves, only after it was noted.
  transport.use('stream', ({ data, message }, done) => {
    const { beforeContent } = data as Sending;
    const open = message.createReadStream.bind(message);
    if (beforeContent) {
      Object.assign(message, { createReadStream: () => Readable.from(contentAfter(beforeContent, open)) });
    }
    done();
  });
  return transport;
}

async function* contentAfter(beforeContent: () => Promise<void>, open: () => Readable): AsyncGenerator<Buffer> {
  await beforeContent();
  yield* open() as AsyncIterable<Buffer>;
}
