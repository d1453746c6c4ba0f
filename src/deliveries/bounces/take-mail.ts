import { parseEmailAddress } from '../../platform/email-address.js';
import { sha256 } from '../../platform/ids.js';
import { errorFacts, type Log } from '../../platform/log.js';
import { writing } from '../../platform/db.js';
import type { Seal } from '../../platform/seal.js';
import { addressKey, findSuppression } from '../../supporters/index.js';
import { FORWARDED_HEADER } from '../channels/compose-mail.js';
import type { Forward } from '../channels/forward.js';
import { DeliveryError, type ComposeLetters } from '../delivery.js';
import { applyNote, type ApplyTools } from './apply-bounce.js';
import { classifyMail, type Classified } from './classify.js';
import { isFromPerson } from './mail-kinds.js';
import { readMail, type BouncedMail } from './read-mail.js';
import { countKept, countNotes, findDelivery, insertKept, isNoted, isOfErased, type NoteKind } from './store.js';

/** What taking mail to return addresses needs. */
export type TakeMailTools = ApplyTools & {
  readonly log: Log;
  readonly seal: Seal;
  readonly compose: ComposeLetters;
  readonly forward: Forward;
};

/** A mail to a return address. */
export type Arrival = {
  readonly raw: Buffer;
  /** The letter whose return address it was sent to; the address was checked. Undefined where none was found. */
  readonly deliveryId: string | undefined;
  /** '' for the empty sender of mail systems; undefined where it is not known. */
  readonly envelopeFrom: string | undefined;
};

/**
 * What became of a mail: its letter bounced, it was noted, passed on to the supporter, kept for a person, known already,
 * or refused since the letter is gone or its writer is not to be mailed.
 */
export type Taken = 'bounced' | 'noted' | 'forwarded' | 'kept' | 'repeated' | 'refused';

/** The mail cannot be taken now; whoever has it shall keep it and try again. */
export class NotNowError extends Error {}

/** Takes one mail; when it answers, all that is to be kept is on the disk. @throws NotNowError */
export type TakeMail = (arrival: Arrival) => Promise<Taken>;

/** So many answers to one letter are passed on in a day; more would be a loop or a flood. */
const MAX_FORWARDS_A_DAY = 20;
const DAY_MS = 86_400_000;

/** Of a mail that is kept so much is stored, and so many mails about one letter in a day. */
const MAX_KEPT_BYTES = 256 * 1024;
const MAX_KEPT_A_DAY = 20;

/**
 * Makes the one way in which mail to return addresses is taken: failures change their letter, a person's answer goes on
 * to the supporter and is not stored, and what nobody understands is kept for a person. Automatic answers are only
 * noted: that somebody is away says nothing about the letter, and passing notes on invites loops.
 */
export function createTakeMail(tools: TakeMailTools): TakeMail {
  return async ({ raw, deliveryId, envelopeFrom }) => {
    const mail = await readMail(raw);
    const mailKey = sha256(mail.header('message-id')[0]?.trim() || raw);
    if (deliveryId === undefined) return keep(tools, { raw, mailKey, deliveryId: null, why: NO_ADDRESS });
    if (!(await findDelivery(tools.db, deliveryId))) return 'refused';
    const note = noteOf(classifyMail(mail));
    if (await isOfErased(tools.db, deliveryId))
      return note ? apply(tools, { ...note, answer: '', deliveryId, mailKey }) : 'refused';
    if (note) return apply(tools, { ...note, deliveryId, mailKey });
    if (isFromPerson(mail, envelopeFrom)) return passOn(tools, { raw, mail, mailKey, deliveryId });
    return keep(tools, { raw, mailKey, deliveryId, why: NOT_UNDERSTOOD });
  };
}

const NO_ADDRESS = 'It names no return address of ours.';
const NOT_UNDERSTOOD = 'A mail system sent it, and what it says was not understood.';

type Note = { readonly kind: NoteKind; readonly status: string; readonly answer: string };

/** What to note of a mail; undefined where it is none for a machine. */
function noteOf({ kind, status, recipients }: Classified): Note | undefined {
  if (kind === 'auto-reply' || kind === 'complaint') return { kind, status, answer: '' };
  const failed = recipients.find((one) => one.fate === 'failed' && one.kind === kind);
  const arrived = recipients.find(({ fate }) => fate === 'arrived');
  const delayed = recipients.find(({ fate }) => fate === 'delayed');
  // Where an office's list of people took it and one of them did not, it arrived.
  if (failed && !arrived && (kind === 'hard' || kind === 'soft')) return { kind, status, answer: failed.diagnostic };
  if (arrived) return { kind: 'arrived', status, answer: arrived.diagnostic };
  return delayed && { kind: 'delayed', status, answer: delayed.diagnostic };
}

type Noting = Note & { readonly deliveryId: string; readonly mailKey: string };

function apply(tools: TakeMailTools, note: Noting): Promise<Taken> {
  return applyNote(tools, { ...note, id: tools.ids.next(), receivedAt: tools.clock.now() });
}

type Passing = {
  readonly raw: Buffer;
  readonly mail: BouncedMail;
  readonly mailKey: string;
  readonly deliveryId: string;
};

async function passOn(tools: TakeMailTools, { raw, mail, mailKey, deliveryId }: Passing): Promise<Taken> {
  if (mail.header(FORWARDED_HEADER.toLowerCase()).length > 0) return 'refused';
  if (await isNoted(tools.db, { deliveryId, mailKey })) return 'repeated';
  const since = tools.clock.now() - DAY_MS;
  if ((await countNotes(tools.db, { deliveryId, kind: 'reply', since })) >= MAX_FORWARDS_A_DAY)
    throw new NotNowError('Too many answers to this letter today.');
  const delivery = await findDelivery(tools.db, deliveryId);
  const letter = delivery && (await tools.compose([delivery])).get(deliveryId);
  if (!letter) return 'refused';
  const { name, email: address } = letter.supporter;
  // Whoever stopped all mails gets none; the sender learns it and finds the supporter's address in the letter.
  if (await findSuppression(tools.db, addressKey(tools.seal, address))) return 'refused';
  const id = `${deliveryId}.${mailKey.slice(0, 16)}`;
  if (!(await forwarded(tools, { id, to: { name, address }, from: senderOf(mail), raw }))) return 'refused';
  await apply(tools, { kind: 'reply', status: '', answer: '', deliveryId, mailKey });
  return 'forwarded';
}

/** Hands an answer to the relay; false where it is refused for good. @throws NotNowError */
async function forwarded({ forward, log }: TakeMailTools, answer: Parameters<Forward>[0]): Promise<boolean> {
  try {
    await forward(answer);
    return true;
  } catch (error) {
    log.warn(errorFacts(error), 'an answer to a letter could not be passed on to its writer');
    if (error instanceof DeliveryError && error.permanent) return false;
    throw new NotNowError('The mail server did not take the answer.');
  }
}

/** Where the answer to an answer goes. */
function senderOf(mail: BouncedMail): string {
  const named = [...mail.header('reply-to'), ...mail.header('from')].map(
    (value) => /<([^<>]+)>/.exec(value)?.[1] ?? value,
  );
  return named.map(parseEmailAddress).find((address) => address !== undefined) ?? '';
}

type Keeping = {
  readonly raw: Buffer;
  readonly mailKey: string;
  readonly deliveryId: string | null;
  readonly why: string;
};

async function keep({ db, clock, ids }: TakeMailTools, { raw, ...mail }: Keeping): Promise<Taken> {
  const { deliveryId } = mail;
  if (deliveryId !== null && (await countKept(db, deliveryId, clock.now() - DAY_MS)) >= MAX_KEPT_A_DAY)
    throw new NotNowError('Too many mails about this letter today that nobody understands.');
  const kept = raw.subarray(0, MAX_KEPT_BYTES).toString('base64');
  await writing(db, (trx) => insertKept(trx, { ...mail, id: ids.next(), receivedAt: clock.now(), raw: kept }));
  return 'kept';
}
