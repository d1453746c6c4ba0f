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

/**
 * Before the content a relay that is slow is better asked again later. Behind the final dot it is waited for as long
 * as RFC 5321, section 4.5.3.2.6, asks: whoever hangs up early does not know whether the letter was taken. Meanwhile
 * the worker goes on renewing the lease.
 */
const TIMEOUTS: Timeouts = { connectMs: 30_000, envelopeMs: 120_000, answerMs: 600_000 };

/** Names of this very machine. */
export const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/;

export type SmtpSettings = SendingIdentity & {
  readonly smtpUrl: string;
  readonly clock: Clock;
  readonly timeouts?: Timeouts;
};

/** How long the relay may take to greet, to say yes to sender, recipient and content, and to answer the final dot. */
export type Timeouts = { readonly connectMs: number; readonly envelopeMs: number; readonly answerMs: number };

/** What a send carries besides nodemailer's own options. */
type Sending = { readonly onEnvelope?: () => void; readonly beforeContent?: () => Promise<void> };

/** Sends letters over a pool of connections to one relay. */
export function createSmtpChannel(settings: SmtpSettings): Channel {
  const timeouts = settings.timeouts ?? TIMEOUTS;
  const transport = openPool(settings.smtpUrl, timeouts);
  return {
    send: async (letter, beforeContent) => {
      const { raw, envelope } = await compose(letter, settings);
      const patience = createPatience(timeouts.envelopeMs);
      let hasContentLeft = false;
      const sending: Sending = {
        onEnvelope: patience.begin,
        beforeContent: async () => {
          patience.end();
          await beforeContent();
          hasContentLeft = true;
        },
      };
      try {
        const info = await transport.sendMail({ raw, envelope, signal: patience.signal, ...sending });
        return { state: 'sent', response: info.response };
      } catch (error) {
        if (patience.signal.aborted) throw new DeliveryError('The mail server fell silent.', { permanent: false });
        throw asDeliveryError(error as NodemailerError, hasContentLeft);
      } finally {
        patience.end();
      }
    },
    close: () => {
      transport.close();
      return Promise.resolve();
    },
  };
}

/** A time limit that runs only between `begin` and `end`; where it runs out, the signal gives the send up. */
function createPatience(limitMs: number): {
  readonly signal: AbortSignal;
  readonly begin: () => void;
  readonly end: () => void;
} {
  const givingUp = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  return {
    signal: givingUp.signal,
    // Begins anew when the pool has to take another connection.
    begin: () => {
      clearTimeout(timer);
      timer = setTimeout(() => givingUp.abort(), limitMs);
    },
    end: () => clearTimeout(timer),
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

function openPool(smtpUrl: string, { connectMs, answerMs }: Timeouts): Transporter<SMTPPoolSentMessageInfo> {
  const transport = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: MAX_CONNECTIONS,
    maxMessages: LETTERS_PER_CONNECTION,
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    socketTimeout: answerMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    // A relay on this very machine has no name that a certificate could vouch for.
    ...(LOOPBACK.test(new URL(smtpUrl).hostname) && { tls: { rejectUnauthorized: false } }),
  });
  // The last step before the transport: the content is read, and so leaves, only after it was noted.
  transport.use('stream', ({ data, message }, done) => {
    const { onEnvelope, beforeContent } = data as Sending;
    const open = message.createReadStream.bind(message);
    if (beforeContent) {
      // The stream is made when a connection is there, just before MAIL; it is read after the answer to DATA.
      const createReadStream = (): Readable => {
        onEnvelope?.();
        return Readable.from(contentAfter(beforeContent, open));
      };
      Object.assign(message, { createReadStream });
    }
    done();
  });
  return transport;
}

async function* contentAfter(beforeContent: () => Promise<void>, open: () => Readable): AsyncGenerator<Buffer> {
  await beforeContent();
  yield* open() as AsyncIterable<Buffer>;
}
