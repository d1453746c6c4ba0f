import { DeliveryError } from '../delivery.js';
import type { Mailer } from './mailer.js';

/** A person's answer to a letter, for the supporter who wrote the letter. */
export type Answer = {
  /** Names the mail that passes it on: the same answer again has the same. */
  readonly id: string;
  readonly to: { readonly name: string; readonly address: string };
  /** Who answered: where the supporter's own answer goes; '' where that is not known. */
  readonly from: string;
  /** The answer as it came. */
  readonly raw: Buffer;
};

/** Passes an answer on. @throws DeliveryError when the relay does not take it, or there is none */
export type Forward = (answer: Answer) => Promise<void>;

/**
 * Passes answers on from our own address with the answer attached unchanged, so that SPF and DMARC hold on the way. The
 * empty envelope sender keeps what comes back from making a loop (RFC 3834, section 4); the subject tells nothing.
 */
export function createForward(mailer: Mailer): Forward {
  return async ({ id, to, from, raw }) => {
    const { state, response } = await mailer.send({
      id,
      to,
      fromName: 'Answer to your letter',
      ...(from !== '' && { replyTo: { name: '', address: from } }),
      subject: 'You have an answer',
      text: TEXT,
      envelopeFrom: '',
      passesOn: true,
      attachments: [{ contentType: 'message/rfc822', content: raw, filename: 'answer.eml' }],
    });
    if (state === 'previewed') throw new DeliveryError(response, { permanent: false });
  };
}

const TEXT = `Someone answered the letter that you sent. Their answer is attached as it came to us; we did not read it and keep no copy.

If you answer this mail, your answer goes to them directly.
`;
