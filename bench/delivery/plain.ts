/** Plain nodemailer in a process of its own, with the pool that the program has: composes and sends the same letters. */
import { createTransport } from 'nodemailer';
import { readConfig } from '../../src/config.js';
import { MAILS_PER_CONNECTION, MAX_CONNECTIONS } from '../../src/deliveries/channels/pool.js';
import type { OutgoingLetter } from '../../src/deliveries/index.js';
import type { Done } from './worker.js';

/** As in `src/deliveries/channels/pool.ts`, and as many letters side by side as a worker has. */
const POOL = { pool: true, maxConnections: MAX_CONNECTIONS, maxMessages: MAILS_PER_CONNECTION } as const;
const LETTERS_AT_ONCE = 120;

const { SMTP_URL, MAIL_FROM = '' } = readConfig();
const transport = createTransport({ url: SMTP_URL, ...POOL });
process.on('message', (letters: readonly OutgoingLetter[]) => void sendAll(letters));
process.on('disconnect', () => process.exit());
process.send?.('ready');

async function sendAll(letters: readonly OutgoingLetter[]): Promise<void> {
  const start = performance.now();
  let next = 0;
  const stand = async (): Promise<void> => {
    for (let letter = letters[next++]; letter; letter = letters[next++]) await send(letter);
  };
  await Promise.all(Array.from({ length: LETTERS_AT_ONCE }, stand));
  process.send?.({ seconds: (performance.now() - start) / 1000 } satisfies Done);
}

async function send({ deliveryId, to, supporter, organization, subject, text }: OutgoingLetter): Promise<void> {
  await transport.sendMail({
    from: { name: `${supporter.name} (via ${organization})`, address: MAIL_FROM },
    replyTo: { name: supporter.name, address: supporter.email },
    to,
    subject,
    text,
    messageId: `<${deliveryId}@mail.example>`,
    envelope: { from: `letters+${deliveryId}@mail.example`, to: to.address },
  });
}
