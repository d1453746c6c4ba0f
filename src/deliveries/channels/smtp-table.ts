import type { Cause } from './smtp-causes.js';

/** Where a mail was when it failed: the command that was answered, or would have been. `content` is all behind DATA's yes. */
export type Step = 'connect' | 'ehlo' | 'starttls' | 'auth' | 'mail' | 'rcpt' | 'data' | 'content';

/** What to do about it. `ours`: temporary, and it is our own server that does not work for us, which an operator must see. */
export type Reading = 'temporary' | 'ours' | 'permanent' | 'unknown';

/**
 * One row: where, what the server says or does, what that means, why, and an example. What it says is matched as
 * `550 5.1.1 words` in one line without addresses, which may hold any words; what it does is one of `unreachable`,
 * `silence`, `break`, `tls`, and `size` for a limit that it announced.
 */
export type Row = {
  readonly at: readonly Step[];
  readonly says: RegExp;
  readonly reading: Reading;
  readonly cause: Cause;
  /** What a server says or does that this row reads; one for each step where they differ. */
  readonly examples: readonly string[];
};

type Cells = readonly [readonly Step[], RegExp, Reading, Cause, ...string[]];

const CONTENT: readonly Step[] = ['content'];
const SETUP: readonly Step[] = ['connect', 'ehlo'];
const BEFORE: readonly Step[] = ['connect', 'ehlo', 'starttls', 'auth', 'mail', 'rcpt', 'data'];
const BODY: readonly Step[] = ['data', 'content'];
const LETTER: readonly Step[] = ['rcpt', 'data', 'content'];
const ALL: readonly Step[] = [...BEFORE, 'content'];

/**
 * What every answer of a mail server means (RFC 5321, 3463, 7504, 7505, 7372; RFC 1047 for `unknown`). The first row
 * that fits counts, so what is narrower stands above.
 */
const cells: readonly Cells[] = [
  // A break or an answer that is none behind the content: it may have been taken.
  [CONTENT, /^(?:break|silence|tls)/, 'unknown', 'mayHaveArrived', 'break', 'silence'],
  [CONTENT, /^[0-3]\d\d/, 'unknown', 'noSense', '354 go on'],

  // No connection, or it ended early.
  [['connect'], /^unreachable/, 'temporary', 'unreachable', 'unreachable'],
  [SETUP, /^tls/, 'temporary', 'notSafe', 'tls'],
  [BEFORE, /^silence/, 'temporary', 'silent', 'silence'],
  [BEFORE, /^(?:break|tls)/, 'temporary', 'brokeOff', 'break'],

  // Our own server does not let us in, or asks for patience.
  [['starttls'], /^\d/, 'ours', 'notSafe', '454 4.7.0 TLS not available', '502 5.5.1 not implemented'],
  [['auth'], /^\d/, 'ours', 'login', '535 5.7.8 bad credentials', '454 4.7.0 try later', '534 5.7.9 too weak'],
  [ALL, /^53[0458] /, 'ours', 'login', '530 5.7.0 Authentication required', '530 Must issue a STARTTLS command first'],
  [ALL, /^421 /, 'temporary', 'busy', '421 4.3.2 closing', '421 4.7.0 too many connections'],
  [SETUP, /^4/, 'temporary', 'busy', '450 4.3.2 not now'],
  [SETUP, /^5/, 'ours', 'notAllowed', '554 5.7.1 no mail from you', '521 does not take mail', '550 bad HELO'],

  // The sender's address: ours.
  [
    ['mail'],
    /^(?:size|5\d\d 5\.3\.4|552 .*\b(?:size|large|big)\b)/i,
    'permanent',
    'tooBig',
    'size',
    '552 5.3.4 too big',
  ],
  [['mail'], /^4.*gr[ea]y/i, 'temporary', 'greylisted', '451 4.7.1 Greylisting in action'],
  [['mail'], /^4/, 'temporary', 'later', '450 4.2.0 later', '451 4.3.0 local error', '452 4.3.1 disk full'],
  [
    ['mail'],
    /^5/,
    'ours',
    'notAllowed',
    '550 you are not welcome',
    '553 5.7.1 not your address',
    '501 5.1.7 bad sender',
  ],

  // The mailbox is full today, whatever the class of the answer says.
  [LETTER, /\b[45]\.2\.2\b/, 'temporary', 'mailboxFull', '552 5.2.2 over quota', '452 4.2.2 mailbox full'],

  // Answers that ask to come again.
  [LETTER, /^4.*gr[ea]y/i, 'temporary', 'greylisted', '450 4.2.0 Greylisted, see postgrey', '451 4.7.1 Graylisted'],
  [LETTER, /^4\d\d 4\.7\./, 'temporary', 'mistrusted', '450 4.7.1 cannot find your reverse hostname', '451 4.7.24 SPF'],
  [LETTER, /^452 |^4\d\d 4\.[345]\./, 'temporary', 'busy', '452 4.3.1 disk full', '452 4.5.3 too many recipients'],
  [LETTER, /^4/, 'temporary', 'later', '450 4.2.1 locked', '451 local error', '450 later'],

  // Refusals that are about us: our proof, our place, our login, our address, our share.
  [LETTER, /^5\d\d 5\.7\.2[0-7]\b/, 'ours', 'ourProof', '550 5.7.26 no DKIM signature', '550 5.7.23 SPF failed'],
  [LETTER, /^5\d\d 5\.1\.[78]\b/, 'ours', 'notAllowed', '550 5.1.8 bad sender domain'],
  [LETTER, /^50[023] /, 'ours', 'noSense', '503 5.5.1 bad sequence of commands', '500 what?'],
  [
    LETTER,
    /^5.*\bsender (?:address|identity|verify)|\bverified sender\b|\bnot verified\b|\bsend as\b/i,
    'ours',
    'notAllowed',
    '553 5.7.1 Sender address rejected: not owned by user',
    '554 Message rejected: Email address is not verified.',
  ],
  [
    LETTER,
    /^5\d\d 5\.4\.5\b|^5.*\b(?:sending|daily|hourly|message|rate) (?:\w+ )?(?:quota|limit)/i,
    'ours',
    'quota',
    '550 5.4.5 Daily user sending limit exceeded',
    '550 hourly sending quota exceeded',
  ],
  [
    LETTER,
    /^5.*\b(?:client host|blocked using|sending ip|ip (?:address|reputation))\b/i,
    'ours',
    'mistrusted',
    '554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked',
  ],

  // The recipient: these are about the address, whatever words stand beside.
  [
    ['rcpt'],
    /^(?:521|556) |^5\d\d 5\.1\.10\b/,
    'permanent',
    'takesNoMail',
    '556 5.1.10 null MX',
    '521 5.3.2 takes no mail',
  ],
  [['rcpt'], /^551 |^5\d\d 5\.1\.6\b/, 'permanent', 'moved', '551 5.1.6 moved to elsewhere'],
  [
    ['rcpt'],
    /^5\d\d 5\.1\.\d/,
    'permanent',
    'noSuchAddress',
    '550 5.1.1 relay has no such user',
    '501 5.1.3 bad syntax',
  ],
  [LETTER, /^552(?! 5\.7)|^5\d\d 5\.(?:2\.3|3\.4)\b/, 'permanent', 'tooBig', '552 5.3.4 too big', '554 5.2.3 too long'],
  [['rcpt'], /^5\d\d 5\.2\./, 'permanent', 'mailboxOff', '550 5.2.1 mailbox disabled'],
  [LETTER, /^5\d\d 5\.6\.7\b/, 'permanent', 'noUnicode', '553 5.6.7 needs SMTPUTF8'],
  [['rcpt'], /^5\d\d 5\.3\.[12]\b/, 'temporary', 'busy', '554 5.3.1 system full', '554 5.3.2 not accepting now'],
  [['rcpt'], /^5\d\d 5\.4\.3\b/, 'temporary', 'later', '554 5.4.3 directory failure'],
  [['rcpt'], /^5\d\d 5\.4\.1\b/, 'permanent', 'noSuchAddress', '550 5.4.1 Recipient address rejected: Access denied'],
  [['rcpt'], /^5\d\d 5\.4\./, 'permanent', 'unroutable', '550 5.4.4 no such domain', '554 5.4.6 loop'],
  // Not allowed, or a rule of security (X.7): where it does not name the recipient it is about who asks.
  [
    ['rcpt'],
    /^5.*(?:\brelay|rcpthosts|authenticat)/i,
    'ours',
    'notAllowed',
    '554 5.7.1 Relay access denied',
    '550 relay not permitted',
  ],
  [['rcpt'], /^5\d\d 5\.7\.(?!.*\b(?:recipient|mailbox)\b)/i, 'ours', 'notAllowed', '554 5.7.1 go away'],
  [['rcpt'], /^5/, 'permanent', 'addressRefused', '550 no', '554 5.7.1 Recipient address rejected: Access denied'],

  // The content.
  [
    BODY,
    /^5.*(?:\brelay(?:ing)? (?:access )?(?:denied|not)|\bto relay\b|rcpthosts|authenticat)/i,
    'ours',
    'notAllowed',
    '554 5.7.1 relaying denied',
    '550 5.7.1 Unauthenticated mail is not accepted',
  ],
  [
    BODY,
    /^5\d\d 5\.7\.|^5.*\b(?:spam|junk|bulk|virus)\b/i,
    'permanent',
    'spam',
    '550 5.7.1 looks like spam',
    '554 this is spam',
  ],
  [BODY, /^5/, 'permanent', 'contentRefused', '554 5.6.0 cannot be read', '550 rejected', '554 no valid recipients'],

  // Whatever else: the content has not left, so it may be tried again.
  [BEFORE, /^\d/, 'temporary', 'noSense', '199 hm'],
];

/** The table as rows. */
export const smtpTable: readonly Row[] = cells.map(([at, says, reading, cause, ...examples]) => ({
  at,
  says,
  reading,
  cause,
  examples,
}));

/** What the table says of a failure; what it does not know has not left, and is tried again. */
export function readFailure(step: Step, says: string): Pick<Row, 'reading' | 'cause'> {
  const row = smtpTable.find((one) => one.at.includes(step) && one.says.test(says));
  return row ?? { reading: step === 'content' ? 'unknown' : 'temporary', cause: 'noSense' };
}
