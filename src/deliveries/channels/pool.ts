import { Readable } from 'node:stream';
import { createTransport, type SMTPPoolSentMessageInfo, type Transporter } from 'nodemailer';

/** Connections to the relay at the most; each sends a hundred mails, then makes room for a new one. */
export const MAX_CONNECTIONS = 10;
const MAILS_PER_CONNECTION = 100;

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/;

/** How long the relay may take to greet, to say yes to sender, recipient and content, and to answer the final dot. */
export type Timeouts = { readonly connectMs: number; readonly envelopeMs: number; readonly answerMs: number };

/** What a send carries besides nodemailer's own options: it hears when a connection is there, and when the content is due. */
export type Sending = { readonly onEnvelope: () => void; readonly beforeContent: () => Promise<void> };

/** Whether nobody but this machine sees what passes. */
export function isLoopback(smtpUrl: string): boolean {
  return LOOPBACK.test(new URL(smtpUrl).hostname);
}

/** How one connection to the relay is made. */
export type RelayOptions = {
  readonly connectionTimeout: number;
  readonly greetingTimeout: number;
  readonly socketTimeout: number;
  readonly requireTLS?: true;
  readonly tls?: { readonly rejectUnauthorized: false };
};

/**
 * A password goes to another machine only inside TLS, unless the address itself says otherwise: nodemailer reads
 * `?requireTLS=false` and `?tls.rejectUnauthorized=false` out of it.
 */
export function relayOptions(smtpUrl: string, { connectMs, answerMs }: Timeouts): RelayOptions {
  const isHere = isLoopback(smtpUrl);
  return {
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    socketTimeout: answerMs,
    ...(!isHere && new URL(smtpUrl).username !== '' && { requireTLS: true }),
    // A relay on this very machine has no name that a certificate could vouch for.
    ...(isHere && { tls: { rejectUnauthorized: false } }),
  };
}

/** Opens connections to the relay as they are needed. */
export function openPool(smtpUrl: string, timeouts: Timeouts): Transporter<SMTPPoolSentMessageInfo> {
  const transport = createTransport({
    ...relayOptions(smtpUrl, timeouts),
    url: smtpUrl,
    pool: true,
    maxConnections: MAX_CONNECTIONS,
    maxMessages: MAILS_PER_CONNECTION,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  // The last step before the transport: the content is read, and so leaves, only after it was noted.
  transport.use('stream', ({ data, message }, done) => {
    const { onEnvelope, beforeContent } = data as Partial<Sending>;
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
