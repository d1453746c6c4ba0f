import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import type SMTPPool from 'nodemailer/lib/smtp-pool';
import type { ComposedMessage } from './build-message.js';

/** Connections to the relay at the most; each sends so many mails, then makes room for a new one. */
export const MAX_CONNECTIONS = 40;
export const MAILS_PER_CONNECTION = 500;

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/;

/** How long the relay may take to greet, to say yes to sender, recipient and content, and to answer the final dot. */
export type Timeouts = { readonly connectMs: number; readonly envelopeMs: number; readonly answerMs: number };

/** Hears of a mail on its way. */
export type Sending = {
  /** Where it is aborted, the mail is given up with its connection. */
  readonly signal: AbortSignal;
  /** A connection is there, and MAIL is said next; again where another one has to be taken. */
  readonly onEnvelope: () => void;
  /** Awaited after the answer to DATA, before the content's first byte. */
  readonly beforeContent: () => Promise<void>;
};

/** Connections to the relay, opened as they are needed. */
export type Pool = {
  /** Sends what was composed, just as it is; answers what the server said. @throws NodemailerError */
  readonly send: (message: ComposedMessage, sending: Sending) => Promise<string>;
  readonly close: () => void;
};

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
export function openPool(smtpUrl: string, timeouts: Timeouts): Pool {
  const transport = createTransport({
    ...relayOptions(smtpUrl, timeouts),
    url: smtpUrl,
    pool: true,
    maxConnections: MAX_CONNECTIONS,
    maxMessages: MAILS_PER_CONNECTION,
  });
  // Past nodemailer's composer, which would take a message apart that is complete: that costs twice what sending does.
  const pool = transport.transporter;
  return {
    send: (message, sending) =>
      new Promise((resolve, reject) => {
        pool.send(asPooled(message, sending), (error, info) => {
          if (error) reject(error);
          else resolve(info?.response ?? '');
        });
      }),
    close: () => transport.close(),
  };
}

type Pooled = Parameters<SMTPPool['send']>[0];

/** A message with the few things of nodemailer's own that its pool asks for. */
function asPooled({ raw, envelope, messageId }: ComposedMessage, sending: Sending): Pooled {
  const message = {
    getHeader: () => messageId,
    messageId: () => messageId,
    getEnvelope: () => ({ from: envelope.from, to: [envelope.to], size: raw.length }),
    // Made when a connection is there, just before MAIL; read after the answer to DATA.
    createReadStream: (): Readable => {
      sending.onEnvelope();
      return contentAfter(sending.beforeContent, raw);
    },
  };
  return { data: { signal: sending.signal }, message } as unknown as Pooled;
}

/** The content, which is read, and so leaves, only after it was noted. */
function contentAfter(beforeContent: () => Promise<void>, raw: Buffer): Readable {
  let isAsked = false;
  const content = new Readable({
    read: () => {
      if (isAsked) return;
      isAsked = true;
      beforeContent().then(
        () => {
          content.push(raw);
          content.push(null);
        },
        (reason: unknown) => content.destroy(reason as Error),
      );
    },
  });
  return content;
}
