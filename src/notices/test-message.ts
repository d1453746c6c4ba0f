import type { Mailer, MailOutcome } from '../deliveries/index.js';
import type { Ids } from '../platform/ids.js';
import { messageWords, type MessageFacts } from './message.js';

/** What an organizer sees of a message before it goes out. */
export const SAMPLE: MessageFacts = {
  office: 'Councilmember Example',
  receipt: 'https://example.org/r/the-receipt-of-each-sender',
  campaign: 'The campaign’s title',
};

/**
 * Sends a message to who wrote it, filled with an example.
 * @throws DeliveryError
 */
export function sendTest(
  tools: { readonly mailer: Mailer; readonly ids: Ids },
  message: { readonly subject: string; readonly text: string },
  to: { readonly name: string; readonly email: string },
): Promise<MailOutcome> {
  const words = messageWords(message, SAMPLE);
  return tools.mailer.send({
    id: tools.ids.next(),
    to: { name: to.name, address: to.email },
    subject: `Test: ${words.subject}`,
    text: `${words.text}\n\n--\nThis is a test with an example. Each sender gets it with their own offices and receipt, and with a\nlink that stops such mails.`,
  });
}
