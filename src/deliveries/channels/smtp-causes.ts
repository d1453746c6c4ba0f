/** Why a mail did not go, in words for supporters and organizers; the server's own answer is added behind them. */
export const causeWords = {
  unreachable: 'Our mail server could not be reached',
  silent: 'The mail server fell silent',
  brokeOff: 'The connection to the mail server broke before the content was sent',
  notSafe: 'No safe connection to our mail server could be made',
  mayHaveArrived: 'The connection broke while the content was handed over, so it may have arrived or not',
  noSense: 'The mail server gave an answer that makes no sense here',
  login: 'Our mail server did not let us log in',
  notAllowed: 'Our mail server does not let us send',
  quota: 'Our mail server lets us send no more for now',
  ourProof: 'The mail server doubts that the mail is ours',
  mistrusted: 'The mail server does not trust the one we send from',
  busy: 'The mail server is too busy',
  later: 'The mail server asks us to come again later',
  greylisted: 'The mail server does not know us yet and asks us to come again later',
  mailboxFull: 'The mailbox is full',
  mailboxOff: 'The mailbox takes no mail',
  noSuchAddress: 'There is no such address',
  moved: 'The address has moved',
  takesNoMail: 'The domain of the address takes no mail',
  unroutable: 'No way to the domain of the address is known',
  noUnicode: 'The address or the mail needs letters that the mail server does not take',
  addressRefused: 'The mail server refused the address',
  spam: 'The mail server took the mail for spam',
  tooBig: 'The mail is too big for the mail server',
  contentRefused: 'The mail server refused the content',
} as const;

/** What kept a mail from arriving, as far as the answer tells. */
export type Cause = keyof typeof causeWords;

/** A sentence for people: `There is no such address: 550 5.1.1 User unknown`. */
export function failureSentence(cause: Cause, answer: string): string {
  return answer === '' ? `${causeWords[cause]}.` : `${causeWords[cause]}: ${answer}`;
}
