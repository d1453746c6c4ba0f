import { createTransport, type DKIMOptions, type NodemailerError } from 'nodemailer';
import { bareAddress } from './compose-message.js';
import { LOOPBACK } from './smtp.js';
import { asDeliveryError } from './smtp-failure.js';

/** A person's answer to a letter, for the supporter who wrote the letter. */
export type Answer = {
  readonly to: { readonly name: string; readonly address: string };
  /** Who answered: where the supporter's own answer goes. */
  readonly from: string;
  /** The answer as it came. */
  readonly raw: Buffer;
};

/** Passes an answer on. @throws DeliveryError when the relay does not take it */
export type Forward = (answer: Answer) => Promise<void>;

export type ForwardSettings = {
  readonly smtpUrl: string;
  readonly mailFrom: string;
  readonly dkim?: DKIMOptions | undefined;
};

/** A header that tells an answer that we passed on already: it is never passed on twice. */
export const FORWARDED_HEADER = 'X-Clarion-Forwarded';

const TIMEOUT_MS = 60_000;

/**
 * Passes answers on from our own address with the answer attached unchanged, so that SPF and DMARC hold on the way. The
 * empty envelope sender keeps what comes back from making a loop (RFC 3834, section 4); the subject tells nothing.
 */
export function createForward({ smtpUrl, mailFrom, dkim }: ForwardSettings): Forward {
  return async ({ to, from, raw }) => {
    const transport = createTransport({
      url: smtpUrl,
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
      ...(dkim && { dkim }),
      ...(LOOPBACK.test(new URL(smtpUrl).hostname) && { tls: { rejectUnauthorized: false } }),
    });
    try {
      await transport.sendMail({
        from: { name: 'Answer to your letter', address: bareAddress(mailFrom) },
        to,
        replyTo: from,
        subject: 'You have an answer',
        text: TEXT,
        headers: { 'Auto-Submitted': 'auto-generated', [FORWARDED_HEADER]: 'yes' },
        attachments: [{ contentType: 'message/rfc822', content: raw, filename: 'answer.eml' }],
        envelope: { from: '', to: to.address },
      });
    } catch (error) {
      throw asDeliveryError(error as NodemailerError, false);
    } finally {
      transport.close();
    }
  };
}

const TEXT = `Someone answered the letter that you sent. Their answer is attached as it came to us; we did not read it and keep no copy.

If you answer this mail, your answer goes to them directly.
`;
