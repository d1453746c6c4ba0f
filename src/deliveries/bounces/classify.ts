import { judge, type Fate, type Verdict } from './judge.js';
import { isAutoReply, isNotice, isWarning } from './mail-kinds.js';
import { readNotice, textsAbout, type Noticed } from './notices.js';
import { readMail, type BouncedMail } from './read-mail.js';
import { complaintFields, notificationFields } from './notification-fields.js';
import { readRecipients, type RecipientFields } from './status-fields.js';

/**
 * What a mail to a return address is: `hard` a lasting failure of an address, `soft` a failure that may pass or is not
 * the address's, `complaint` a report of abuse, `none` anything else, a person's own reply among it.
 */
export type BounceKind = 'hard' | 'soft' | 'auto-reply' | 'complaint' | 'none';

/** What a mail says about one recipient. */
export type BouncedRecipient = {
  /** In lower case; '' where the mail names none. */
  readonly address: string;
  /** Enhanced status code (RFC 3463), `5.1.1`; '' where none is given. */
  readonly status: string;
  readonly kind: BounceKind;
  /** What became of the mail to this recipient. */
  readonly fate: Fate;
  /** What the server said, as it did. */
  readonly diagnostic: string;
};

/** A mail as it was understood. */
export type Classified = {
  readonly kind: BounceKind;
  readonly status: string;
  readonly recipients: readonly BouncedRecipient[];
};

/** Tells what a mail to a return address is. Looks at nothing but the mail, and never fails. */
export async function classify(raw: Buffer): Promise<Classified> {
  return classifyMail(await readMail(raw));
}

/** Tells what a mail is that was taken apart already: its report first, then its words. */
export function classifyMail(mail: BouncedMail): Classified {
  const feedback = mail.feedbackFields ?? complaintFields(mail.text);
  if (feedback !== '' || mail.feedbackFields !== undefined || isComplaint(mail)) return complaint(feedback);
  const reported = readRecipients(mail.statusFields || notificationFields(mail.text));
  if (reported.length > 0) return summary(fromReport(mail, reported));
  if (isReport(mail) || isNotice(mail)) return summary(fromNotice(mail));
  return { kind: isAutoReply(mail) ? 'auto-reply' : 'none', status: '', recipients: [] };
}

function fromReport(mail: BouncedMail, reported: readonly RecipientFields[]): BouncedRecipient[] {
  const lines = mail.text.split('\n');
  const addresses = reported.map(({ address }) => address).filter(Boolean);
  return reported.map(({ address, action, status, diagnostic }) => {
    const around = address === '' ? [] : textsAbout(address, lines, addresses);
    const texts = [diagnostic, ...around, ...(reported.length === 1 ? [mail.text] : [])].filter(Boolean);
    const fate = fateOf(action, status);
    return { ...recipient(address, texts, judge({ fate, status, texts, whole: mail.text })), fate };
  });
}

function fateOf(action: string, status: string): Fate {
  if (action === 'delayed') return 'delayed';
  return ['delivered', 'deliverable', 'relayed', 'expanded'].includes(action) || status.startsWith('2')
    ? 'arrived'
    : 'failed';
}

function fromNotice(mail: BouncedMail): BouncedRecipient[] {
  const fate = isWarning(mail) ? 'delayed' : 'failed';
  return readNotice(mail).map(({ address, texts }: Noticed) => ({
    ...recipient(address, texts, judge({ fate, status: '', texts: [...texts, mail.subject], whole: mail.text })),
    fate,
  }));
}

function recipient(address: string, texts: readonly string[], verdict: Verdict): Omit<BouncedRecipient, 'fate'> {
  return { address, ...verdict, diagnostic: (texts[0] ?? '').replace(/\s+/g, ' ').trim().slice(0, MAX_DIAGNOSTIC) };
}

/** Of a server's words so much is kept. */
const MAX_DIAGNOSTIC = 500;

/** One answer for the whole mail: the gravest of its recipients. */
function summary(recipients: readonly BouncedRecipient[]): Classified {
  const gravest =
    recipients.find(({ kind }) => kind === 'hard') ?? recipients.find(({ kind }) => kind === 'soft') ?? recipients[0];
  return { kind: gravest?.kind ?? 'none', status: gravest?.status ?? '', recipients };
}

function isReport(mail: BouncedMail): boolean {
  return mail.header('content-type').some((type) => /^multipart\/report/i.test(type) && !/disposition/i.test(type));
}

/** Reports of abuse from before RFC 5965 name the kind in a header of their own. */
function isComplaint(mail: BouncedMail): boolean {
  return (
    mail.header('content-type').some((type) => /report-type="?feedback-report/i.test(type)) ||
    ['x-hmxmroriginalrecipient', 'x-apple-unsubscribe'].some((name) => mail.header(name).length > 0) ||
    /^complaint about message from/i.test(mail.subject)
  );
}

function complaint(feedback: string): Classified {
  const found = feedback.matchAll(COMPLAINED_ABOUT);
  const recipients = [...found].slice(0, MAX_COMPLAINTS).map(([, address = '']): BouncedRecipient => ({
    address: address.toLowerCase(),
    status: '',
    kind: 'complaint',
    fate: 'arrived',
    diagnostic: '',
  }));
  return { kind: 'complaint', status: '', recipients };
}

const MAX_COMPLAINTS = 50;

const COMPLAINED_ABOUT =
  /^(?:original-rcpt-to|removal-recipient):[ \t]{0,20}(?:rfc822;)?[ \t]{0,20}<?([^\s<>@]{1,64}@[^\s<>@]{1,255})/gim;
