import { setTimeout as sleep } from 'node:timers/promises';
import type { Mailer } from './channels/mailer.js';
import { DeliveryError, type OutgoingLetter } from './delivery.js';

/** What became of a letter that was tried out. */
export type Reflected = {
  readonly state: 'sent' | 'previewed' | 'failed';
  /** What the mail server said, or why there is none. */
  readonly response: string;
};

/** Whoever waits for a page is told after this long that no answer has come. */
const PATIENCE_MS = 20_000;

/**
 * Sends letters for a try, each to the one person who tries and to nobody else: whom a letter is for stands in its text
 * only. They go the way of all mail, from the same sender under the same name; they belong to no delivery, so a bounce
 * of one changes nothing. Answers what became of each, in order.
 */
export function reflectLetters(
  mailer: Mailer,
  letters: readonly OutgoingLetter[],
  to: { readonly name: string; readonly address: string },
): Promise<Reflected[]> {
  return Promise.all(letters.map((letter) => reflect(mailer, letter, to)));
}

async function reflect(
  mailer: Mailer,
  letter: OutgoingLetter,
  to: { readonly name: string; readonly address: string },
): Promise<Reflected> {
  const sending = mailer.send({
    id: `test-${letter.deliveryId}`,
    to,
    fromName: `${letter.supporter.name} (via ${letter.organization})`,
    replyTo: to,
    subject: `[Test] ${letter.subject}`,
    text: `${headOf(letter)}\n\n${letter.text}`,
  });
  const late = sleep<Reflected>(
    PATIENCE_MS,
    { state: 'failed', response: `The mail server has not answered within ${PATIENCE_MS / 1000} seconds.` },
    { ref: false },
  );
  return Promise.race([sending, late]).catch((error: unknown): Reflected => {
    if (!(error instanceof DeliveryError)) throw error;
    return { state: 'failed', response: error.message };
  });
}

function headOf({ to }: OutgoingLetter): string {
  const way = to.address === '' ? 'It takes no e-mail: supporters send it by the office’s own form.' : to.address;
  return [
    'This is a test. It went to you and to nobody else, and nothing was counted.',
    `The letter would be for: ${to.name}`,
    way,
    '-'.repeat(60),
  ].join('\n');
}
