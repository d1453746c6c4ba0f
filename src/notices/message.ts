import type { DeliveryState } from '../counts/index.js';
import { InputError, type Fault } from '../platform/errors.js';
import { paragraphs } from './mail-text.js';
import type { Subject, Words, WrittenLetter } from './words.js';

/** Letters whose senders organizers may write to: those that failed, or of which nobody knows whether they arrived. */
export const MESSAGE_STATES: readonly DeliveryState[] = ['failed', 'bounced', 'unknown'];

/** What a message may name, and what stands there in an example. */
export const MESSAGE_FIELDS: Readonly<Record<string, string>> = {
  office: 'to whom the letter was written',
  receipt: 'the address of the sender’s receipt',
  campaign: 'the campaign’s title',
};

const MAX_SUBJECT = 120;
const MAX_TEXT = 4_000;

/** What a message is filled with. */
export type MessageFacts = { readonly office: string; readonly receipt: string; readonly campaign: string };

/** The words of a message as somebody typed them, checked. @throws InputError */
export function readMessage(typed: { readonly subject: string; readonly text: string }): {
  readonly subject: string;
  readonly text: string;
} {
  const subject = typed.subject.replace(/\s+/g, ' ').trim();
  const text = typed.text.replace(/\r\n?/g, '\n').trim();
  const faults: Fault[] = [
    ...lengthFaults('subject', subject, MAX_SUBJECT),
    ...lengthFaults('text', text, MAX_TEXT),
    ...fieldFaults('subject', subject),
    ...fieldFaults('text', text),
  ];
  if (faults.length > 0) throw new InputError(faults);
  return { subject, text };
}

function lengthFaults(field: string, value: string, max: number): Fault[] {
  if (value === '') return [{ field, message: `Write the ${field}.` }];
  return value.length > max ? [{ field, message: `The ${field} takes ${max} characters at the most.` }] : [];
}

function fieldFaults(field: string, value: string): Fault[] {
  const names = [...value.matchAll(/\{\{([^{}]*)\}\}/g)].map(([, name = '']) => name.trim());
  const unknown = names.filter((name) => !Object.hasOwn(MESSAGE_FIELDS, name));
  const known = Object.keys(MESSAGE_FIELDS).map((name) => `{{${name}}}`);
  return unknown.map((name) => ({ field, message: `There is no {{${name}}}; use ${known.join(', ')}.` }));
}

/** A message for one person. What is filled in is not looked at for further fields. */
export function messageWords(
  { subject, text }: { readonly subject: string; readonly text: string },
  facts: MessageFacts,
): Words {
  const fill = (words: string): string =>
    words.replace(/\{\{\s*(office|receipt|campaign)\s*\}\}/g, (_, name: keyof MessageFacts) => facts[name]);
  return { subject: fill(subject).replace(/\s+/g, ' '), text: paragraphs(fill(text).split(/\n{2,}/)) };
}

/** What a message says of one person's letters. */
export function factsOfMessage({ campaign, receiptUrl }: Subject, letters: readonly WrittenLetter[]): MessageFacts {
  const offices = letters.map(({ standing: { target } }) => `${target.title} ${target.name}`);
  return { office: offices.join(', '), receipt: receiptUrl, campaign: campaign.title };
}
