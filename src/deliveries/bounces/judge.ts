import { isAboutTheAddress, reasonInCode, reasonInWords } from './reasons.js';
import type { Reason } from './wordings.js';

/** What became of a mail to one recipient. */
export type Fate = 'failed' | 'delayed' | 'arrived';

/** What is known of one recipient's failure. */
export type Evidence = {
  readonly fate: Fate;
  /** The status a reporting system gave, `5.1.1`; '' for none. */
  readonly status: string;
  /** Texts that tell of this recipient, nearest first: the server's answer, then what stands around it. */
  readonly texts: readonly string[];
  /** All that was said, looked at where the texts above give no reason; '' for nothing more. */
  readonly whole: string;
};

/** Whether an address is to be given up: `hard` is a lasting failure of the address, `soft` everything else. */
export type Verdict = { readonly kind: 'hard' | 'soft' | 'none'; readonly status: string };

/** Of a text so many characters are looked at. */
const MAX_CHARACTERS = 8_000;

/** Judges a failure: what the words say most exactly counts before codes, which many systems give carelessly. */
export function judge({ fate, status, texts, whole }: Evidence): Verdict {
  const short = texts.map((text) => withoutGloss(text.slice(0, MAX_CHARACTERS)));
  const code = statusOf(short, status);
  if (fate === 'arrived') return { kind: 'none', status: code };
  const reason = reasonOf(short, code) ?? reasonInWords(whole);
  const isHard =
    fate === 'failed' && reason !== undefined && isAboutTheAddress(reason) && !mayPass(reason, code, short);
  return { kind: isHard && !isFiltered(reason, code, short) ? 'hard' : 'soft', status: code };
}

/** What is said exactly, nearest first; else what the code names; else what is said at all. */
function reasonOf(texts: readonly string[], status: string): Reason | undefined {
  const said = texts.map(reasonInWords);
  // Wherever it is said that a mailbox is full, another try may succeed.
  if (said.includes('full')) return 'full';
  const exact = texts.map((text, index) => exactly(said[index]) ?? addressInCode(text));
  return exact.find(Boolean) ?? reasonInCode(status) ?? said.find(Boolean);
}

function exactly(reason: Reason | undefined): Reason | undefined {
  return reason === 'refused' ? undefined : reason;
}

/** The code of the last server that answered, where it is about the address: it counts before words further away. */
function addressInCode(text: string): Reason | undefined {
  const reason = reasonInCode(codesIn(text, ANSWERED).at(-1) ?? '');
  return reason !== undefined && isAboutTheAddress(reason) ? reason : undefined;
}

/** Gateways explain `5.1.0 - Unknown address error 550-'…'`, whatever the other server said between the quotes. */
function withoutGloss(text: string): string {
  return text.replace(/\b\d\.\d\.\d - [a-z ]{1,40} error (?=\d{3}-')/gi, '');
}

/** What could not be looked up today may be there tomorrow, unless the name's own servers say that there is none. */
function mayPass(reason: Reason, status: string, texts: readonly string[]): boolean {
  if (reason === 'no-such-user') return /^4\.[3-7]\./.test(status) || texts.some((text) => /\b451[ -]/.test(text));
  return reason === 'no-such-host' && status.startsWith('4') && !texts.some((text) => /\bnxdomain\b/i.test(text));
}

/**
 * A server that took the recipient at RCPT and says "user unknown" to the content does so by a filter: its users can
 * refuse certain senders that way. Where its code says so too, it is believed: some look users up that late.
 */
function isFiltered(reason: Reason, code: string, texts: readonly string[]): boolean {
  const named = reasonInCode(code);
  if (named !== undefined && isAboutTheAddress(named)) return false;
  const answersContent = (text: string): boolean =>
    ANSWERS_CONTENT.test(text) ||
    (reason === 'no-such-user' && TRANSCRIPT_OF_CONTENT.test(text) && !PIPELINED.test(text));
  return texts.some(answersContent);
}

const ANSWERS_CONTENT = /(?:in reply to|after) (?:the )?(?:end of\s+)?data|failed after i sent the message/i;

const TRANSCRIPT_OF_CONTENT = />>> (?:DATA|\.)\s{1,4}<<< 550/;

/** With pipelining the answer to RCPT stands behind DATA: then a 503 follows, or Sendmail's own word for the recipient. */
const PIPELINED = /^\s{0,4}(?:<<< 503|550 5\.1\.1 )/m;

/** A status behind a reply code, or in brackets as qmail has it: `550 5.1.1`, `550-'5.7.1`, `(#5.1.1)`. */
const ANSWERED = /\b[45]\d\d[ -]['"]?#?([45]\.\d{1,3}\.\d{1,3})\b|\(#?([45]\.\d{1,3}\.\d{1,3})\b/g;

const LOOSE = /(?:^|[\s#;:(])([45]\.\d{1,3}\.\d{1,3})(?![.\d])/g;

/** The most telling status: of the last server that answered, else of the report, else of any text; '' for none. */
function statusOf(texts: readonly string[], reported: string): string {
  const answered = texts.map((text) => codesIn(text, ANSWERED)).find((codes) => codes.length > 0) ?? [];
  const loose = texts.flatMap((text) => codesIn(text, LOOSE));
  const all = [...answered.slice(-1), reported, ...loose, ...texts.map(fromReply)].filter(Boolean);
  return all.find((status) => !saysNothing(status)) ?? all[0] ?? '';
}

function codesIn(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, first, second]) => first ?? second ?? '');
}

/** `5.0.0` tells no more than that it failed. */
function saysNothing(status: string): boolean {
  return /^\d\.0\.0$/.test(status);
}

/** A reply code as the status it stands for: `550` is `5.0.0`. */
function fromReply(text: string): string {
  const [, digit] = /(?:^|[\s;:(])([45])[0-5]\d(?=[ -])/.exec(text) ?? [];
  return digit ? `${digit}.0.0` : '';
}
