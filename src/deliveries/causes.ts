import type { DeliveryState } from '../counts/index.js';
import { causeWords, type Cause } from './channels/smtp-causes.js';

/** What kept letters from arriving, as groups of which each asks for the same remedy. */
export const failureCauses = {
  'no-address': { title: 'No such address', remedy: 'Correct the office’s address in the roster, then send to it.' },
  'takes-no-mail': { title: 'Takes no mail', remedy: 'Find another address, or leave the letters to their senders.' },
  full: { title: 'Mailbox full', remedy: 'Send again later.' },
  'no-way': { title: 'Server not reached', remedy: 'Send again later; if it stays so, check the address.' },
  refused: { title: 'Letter refused', remedy: 'Look at the server’s answer: the content, its size or its likeness.' },
  ours: { title: 'Our own mail server', remedy: 'Look at clarion doctor, correct the settings, then send again.' },
  'came-back': { title: 'Came back', remedy: 'Look at the answer, then send again or tell the senders.' },
  other: { title: 'Another reason', remedy: 'Look at the letter: its answer stands there.' },
} as const;

export type FailureCause = keyof typeof failureCauses;

export function isFailureCause(name: string): name is FailureCause {
  return Object.hasOwn(failureCauses, name);
}

const GROUPS: Readonly<Record<Cause, FailureCause>> = {
  unreachable: 'ours',
  silent: 'no-way',
  brokeOff: 'no-way',
  notSafe: 'ours',
  mayHaveArrived: 'no-way',
  noSense: 'other',
  login: 'ours',
  notAllowed: 'ours',
  quota: 'ours',
  ourProof: 'ours',
  mistrusted: 'ours',
  busy: 'no-way',
  later: 'no-way',
  greylisted: 'no-way',
  mailboxFull: 'full',
  mailboxOff: 'takes-no-mail',
  noSuchAddress: 'no-address',
  moved: 'no-address',
  takesNoMail: 'takes-no-mail',
  unroutable: 'no-way',
  noUnicode: 'refused',
  addressRefused: 'no-address',
  spam: 'refused',
  tooBig: 'refused',
  contentRefused: 'refused',
};

const WORDS = Object.entries(causeWords) as [Cause, string][];

const CAME_BACK: readonly (readonly [RegExp, FailureCause])[] = [
  [/^It came back: there is no such address/, 'no-address'],
  [/^It came back:.*\(\d\.2\.2\)/, 'full'],
];

/** The cause that a reason tells of; null for a state that is no failure. */
export function causeOf(state: DeliveryState, reason: string): FailureCause | null {
  if (state !== 'failed' && state !== 'bounced') return null;
  const said = reason.replace(/^Given up after four days: /, '');
  const known = WORDS.find(([, words]) => said.startsWith(words))?.[0];
  if (known) return GROUPS[known];
  const back = CAME_BACK.find(([pattern]) => pattern.test(said))?.[1];
  return back ?? (state === 'bounced' ? 'came-back' : 'other');
}
