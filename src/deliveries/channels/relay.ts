import { Readable } from 'node:stream';
import { createTransport, type NodemailerError, type SMTPPoolSentMessageInfo, type Transporter } from 'nodemailer';
import { InputError } from '../../platform/errors.js';
import { DeliveryError } from '../delivery.js';
import type { ComposedMessage } from './build-message.js';
import { asDeliveryError } from './smtp-failure.js';

/** Connections to the relay at the most; each sends a hundred mails, then makes room for a new one. */
const MAX_CONNECTIONS = 10;
const MAILS_PER_CONNECTION = 100;

/**
 * Before the content a relay that is slow is better asked again later. Behind the final dot it is waited for as long
 * as RFC 5321, section 4.5.3.2.6, asks: whoever hangs up early does not know whether the letter was taken. Meanwhile
 * the worker goes on renewing the lease.
 */
const TIMEOUTS: Timeouts = { connectMs: 30_000, envelopeMs: 120_000, answerMs: 600_000 };

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/;

/** How long the relay may take to greet, to say yes to sender, recipient and content, and to answer the final dot. */
export type Timeouts = { readonly connectMs: number; readonly envelopeMs: number; readonly answerMs: number };

export type RelaySettings = { readonly smtpUrl: string; readonly timeouts?: Timeouts | undefined };

/** The mail server that takes our mail, over a pool of connections. */
export type Relay = {
  /**
   * Hands one mail over and answers what the server said. `beforeContent` is awaited before its first byte leaves.
   * @throws DeliveryError
   */
  readonly submit: (message: ComposedMessage, beforeContent?: () => Promise<void>) => Promise<string>;
  readonly close: () => void;
};

/** What a send carries besides nodemailer's own options. */
type Sending = { readonly onEnvelope?: () => void; readonly beforeContent?: () => Promise<void> };

/** Opens connections only when there is something to send. */
export function openRelay({ smtpUrl, timeouts = TIMEOUTS }: RelaySettings): Relay {
  const transport = openPool(smtpUrl, timeouts);
  return {
    submit: async ({ raw, envelope }, beforeContent) => {
      const patience = createPatience(timeouts.envelopeMs);
      let hasContentLeft = false;
      const sending: Sending = {
        onEnvelope: patience.begin,
        beforeContent: async () => {
          patience.end();
          await beforeContent?.();
          hasContentLeft = true;
        },
      };
      try {
        const info = await transport.sendMail({ raw, envelope, signal: patience.signal, ...sending });
        return info.response;
      } catch (error) {
        if (patience.signal.aborted) throw new DeliveryError('The mail server fell silent.', { permanent: false });
        throw asDeliveryError(error as NodemailerError, hasContentLeft);
      } finally {
        patience.end();
      }
    },
    close: () => transport.close(),
  };
}

/** An address that cannot be used today cannot be used tomorrow. @throws DeliveryError */
export function asRefused(error: unknown): never {
  if (!(error instanceof InputError)) throw error;
  throw new DeliveryError(error.faults.map(({ message }) => message).join(' '), { permanent: true });
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

function openPool(smtpUrl: string, { connectMs, answerMs }: Timeouts): Transporter<SMTPPoolSentMessageInfo> {
  const transport = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: MAX_CONNECTIONS,
    maxMessages: MAILS_PER_CONNECTION,
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
