import { parseEmailAddress } from '../../platform/email-address.js';
import { InputError } from '../../platform/errors.js';
import type { OutgoingLetter } from '../delivery.js';
import { bareAddress, buildMessage, messageIdOf, type ComposedMessage, type SendingIdentity } from './build-message.js';
import { returnAddress, returnPathOf } from './return-path.js';

export { bareAddress, type ComposedMessage, type SendingIdentity } from './build-message.js';

/**
 * Builds the mail for a letter: From is our own address under the supporter's name, Reply-To is the supporter,
 * one checked recipient, plain text, nothing that tracks.
 * @throws InputError when the target's address is not one plain address
 */
export async function composeMessage(
  letter: OutgoingLetter,
  identity: SendingIdentity,
  now: number,
): Promise<ComposedMessage> {
  const to = parseEmailAddress(letter.to.address);
  if (to === undefined)
    throw new InputError([{ field: 'email', message: 'The address of this office is not a usable e-mail address.' }]);
  const address = bareAddress(identity.mailFrom);
  const messageId = messageIdOf(letter.deliveryId, identity.mailFrom);
  const parts = {
    from: { name: `${letter.supporter.name} (via ${letter.organization})`, address },
    replyTo: { name: letter.supporter.name, address: letter.supporter.email },
    to: { name: letter.to.name, address: to },
    subject: letter.subject,
    text: letter.text,
    date: new Date(now),
    messageId,
  };
  const raw = await buildMessage(parts, identity.dkim);
  const returnTo = returnAddress(address, identity.bounceDomain);
  return { raw, messageId, envelope: { from: returnPathOf(identity.seal, returnTo, letter.deliveryId), to } };
}
