import type { NodemailerError } from 'nodemailer';
import { DeliveryError } from '../delivery.js';

/** Commands whose refusal says something about us or our relay, not about the letter or its recipient. */
const BEFORE_THE_RECIPIENT = /^(?:CONN|EHLO|HELO|STARTTLS|AUTH|MAIL)/;

/** "Authenticate first" and its kin (RFC 4954, section 6), whichever command they answer. */
const ASKS_TO_LOG_IN: readonly number[] = [530, 534, 535, 538];

/** Our DKIM signature, SPF record or reverse DNS does not hold (RFC 7372). */
const OUR_PROOF = /^5\.7\.2[0-7]$/;

/** Addressing and mailbox (RFC 3463, X.1 and X.2): these are about the recipient, whatever words stand beside. */
const ABOUT_THE_RECIPIENT = /^5\.[12]\./;

/** `Relay access denied`, `relaying denied`, `not in my list of allowed rcpthosts`, `Client was not authenticated`. */
const NOT_LET_THROUGH = /\brelay|rcpthosts|authenticat/i;

const NAMES_THE_RECIPIENT = /\brecipient\b|\bmailbox\b/i;

/** A mailbox that is full today (RFC 3463, X.2.2) is worth another try. */
const MAILBOX_FULL = /\b[45]\.2\.2\b/;

/**
 * Reads a failure: an answer of the 500s from the recipient or to the content is permanent, everything else before
 * the content is temporary, and so is all by which our own server does not let us send. After the content began all
 * that is no refusal, a break or a reply that makes no sense, leaves the outcome unknown (RFC 1047).
 */
export function asDeliveryError(error: NodemailerError, hasContentLeft: boolean): DeliveryError {
  const answer = error.response ?? error.message;
  const code = error.responseCode ?? 0;
  if (hasContentLeft && code < 400) return new DeliveryError(answer, { permanent: false, isUnknown: true });
  if (error.code === 'EAUTH' || (code >= 500 && refusesUs({ command: error.command ?? '', code, answer })))
    return new DeliveryError(answer, { permanent: false, refusedUs: bareCode(answer, error.code) });
  return new DeliveryError(answer, { permanent: code >= 500 && !MAILBOX_FULL.test(answer) });
}

type Refusal = { readonly command: string; readonly code: number; readonly answer: string };

/** Whether it is our own server that does not let us send, rather than the recipient who refuses. */
function refusesUs({ command, code, answer }: Refusal): boolean {
  if (BEFORE_THE_RECIPIENT.test(command) || ASKS_TO_LOG_IN.includes(code)) return true;
  const status = statusOf(answer);
  if (OUR_PROOF.test(status)) return true;
  if (!command.startsWith('RCPT') || ABOUT_THE_RECIPIENT.test(status)) return false;
  const words = answer.replace(/<[^>]*>|\S+@\S+/g, '');
  // X.7: not authorized, a rule of security. Where it does not name the recipient it is about who asks.
  return NOT_LET_THROUGH.test(words) || (status.startsWith('5.7.') && !NAMES_THE_RECIPIENT.test(words));
}

/** The enhanced status code (RFC 2034) of an answer, `5.7.1`; '' where there is none. */
function statusOf(answer: string): string {
  return /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(answer)?.[1] ?? '';
}

/** What of an answer may be logged: its codes, since the words may quote addresses. */
function bareCode(answer: string, otherwise = ''): string {
  return [/^\d{3}/.exec(answer)?.[0] ?? otherwise, statusOf(answer)].filter(Boolean).join(' ');
}
