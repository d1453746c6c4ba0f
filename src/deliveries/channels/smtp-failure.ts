import type { NodemailerError } from 'nodemailer';
import { DeliveryError, type Phase } from '../delivery.js';
import { failureSentence } from './smtp-causes.js';
import { readFailure, type Step } from './smtp-table.js';

/** Reads a failure by the table: what it was, how far the mail had got, and what follows. */
export function asDeliveryError(error: NodemailerError, phase: Phase): DeliveryError {
  const answer = error.response ?? '';
  const step = stepOf(error, phase);
  const { reading, cause } = readFailure(step, answer === '' ? eventOf(error, step) : inOneLine(answer));
  const isAnswered = step === 'content' && answer !== '' && reading !== 'unknown';
  return new DeliveryError(failureSentence(cause, answer || error.message), {
    permanent: reading === 'permanent',
    isUnknown: reading === 'unknown',
    phase: isAnswered ? 'answered' : phase,
    ...(answer !== '' && { answer }),
    ...(reading === 'ours' && { refusedUs: bareCode(answer, error.code) }),
  });
}

/** A send that was given up because nothing came for too long. */
export function asSilence(phase: Phase): DeliveryError {
  const { reading, cause } = readFailure(phase === 'connect' ? 'connect' : 'mail', 'silence');
  return new DeliveryError(failureSentence(cause, ''), { permanent: reading === 'permanent', phase });
}

const COMMANDS: readonly (readonly [RegExp, Step])[] = [
  [/^(?:EHLO|HELO|LHLO)/, 'ehlo'],
  [/^STARTTLS/, 'starttls'],
  [/^AUTH/, 'auth'],
  [/^MAIL/, 'mail'],
  [/^RCPT/, 'rcpt'],
  [/^DATA/, 'data'],
];

/** Our own record says whether the content had begun: nodemailer calls both DATA and the final dot `DATA`. */
function stepOf({ command = '', code }: NodemailerError, phase: Phase): Step {
  if (phase === 'content') return 'content';
  if (code === 'EAUTH') return 'auth';
  const named = COMMANDS.find(([pattern]) => pattern.test(command))?.[1];
  return named ?? (phase === 'connect' ? 'connect' : 'mail');
}

const TLS_TROUBLE = /\b(?:ssl|tls|certificate|self[- ]signed|altnames?)\b|^(?:EPROTO|ERR_(?:SSL|TLS)_|CERT_|.*_CERT)/i;

/** What happened where no answer came: one of the words the table knows. */
function eventOf(error: NodemailerError & { readonly originalCode?: unknown }, step: Step): string {
  const original = typeof error.originalCode === 'string' ? error.originalCode : '';
  if (error.code === 'EMESSAGE' && step === 'mail') return 'size';
  if (error.code === 'ETIMEDOUT') return 'silence';
  if (error.code === 'ETLS' || TLS_TROUBLE.test(original) || TLS_TROUBLE.test(error.message)) return 'tls';
  const isLink = ['EDNS', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND'].some(
    (code) => code === error.code || code === original,
  );
  return isLink ? 'unreachable' : 'break';
}

/** `550 5.1.1 words` without line ends and addresses, which may hold any words. */
function inOneLine(answer: string): string {
  return answer
    .replace(/\r?\n(?:\d{3}[ -])?/g, ' ')
    .replace(/^(\d{3})-/, '$1 ')
    .replace(/<[^<>]*>/g, '')
    .replace(/\S+/g, (word) => (word.slice(1, -1).includes('@') ? '' : word))
    .replace(/\s+/g, ' ')
    .padEnd(4);
}

/** What of an answer may be logged: its codes, since the words may quote addresses. */
function bareCode(answer: string, otherwise = ''): string {
  const [, code = otherwise, status] = /^(\d{3})(?:[ -](\d\.\d{1,3}\.\d{1,3})\b)?/.exec(answer) ?? [];
  return [code, status].filter(Boolean).join(' ');
}
