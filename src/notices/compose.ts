import {
  isAskedWhose,
  letterOf,
  listLetterParts,
  listLetterStandings,
  mailedReceiptLink,
  mayBeAnswered,
  whoseLink,
} from '../actions/index.js';
import type { Campaign, Campaigns } from '../campaigns/index.js';
import type { SupporterMail } from '../deliveries/index.js';
import { dayOf, dayText, type Clock } from '../platform/clock.js';
import type { Db } from '../platform/db.js';
import { confirmationOf } from './confirm.js';
import { confirmLink, notMeLink, unsubscribeLink, type LinkTools } from './links.js';
import { paragraphs } from './mail-text.js';
import { factsOfMessage, MESSAGE_STATES, messageWords } from './message.js';
import type { Notice } from './notice.js';
import { findFacts, type Facts } from './store-facts.js';
import { findAnyMessage, listMessageLetters } from './store-messages.js';
import { unlinked, withoutLinks } from './without-links.js';
import {
  againWords,
  askWords,
  confirmWords,
  copyWords,
  failedWords,
  linkWords,
  type Subject,
  type Words,
  type WrittenLetter,
} from './words.js';

export type ComposeTools = LinkTools & {
  readonly db: Db;
  readonly clock: Clock;
  readonly campaigns: Campaigns;
};

/** A mail, and whether anybody still needs it. */
export type ComposedNotice = { readonly mail: SupporterMail; readonly isNeeded: boolean };

/** Makes a mail of the rows as they are now; undefined where they give none any more. */
export async function composeNotice(tools: ComposeTools, notice: Notice): Promise<ComposedNotice | undefined> {
  const facts = await findFacts(tools.db, notice.actionId);
  const campaign = (await tools.campaigns.list()).find(({ id }) => id === facts?.campaignId);
  if (!facts || !campaign) return undefined;
  const letters = await writtenLetters(tools, facts, campaign);
  const isAsked = notice.kind === 'again' && (await isAskedWhose(tools.db, facts.actionId));
  const subject = subjectOf(tools, facts, { campaign, letters, isAsked });
  const words = notice.kind === 'message' ? await wordsOfMessage(tools, notice, subject) : wordsOf(notice, subject);
  if (!words) return undefined;
  const isNeeded = isStillNeeded(notice, { facts, letters, now: tools.clock.now() });
  return { mail: mailOf(tools, notice, { facts, campaign, words }), isNeeded };
}

async function writtenLetters(tools: ComposeTools, facts: Facts, campaign: Campaign): Promise<WrittenLetter[]> {
  const standings = await listLetterStandings(tools.db, facts.actionId);
  const ids = standings.map(({ letterId }) => letterId);
  const parts = new Map((await listLetterParts(tools.db, ids)).map((one) => [one.letterId, one]));
  const version = (await tools.campaigns.versions([facts.versionId])).get(facts.versionId) ?? campaign;
  return standings.flatMap((standing) => {
    const own = parts.get(standing.letterId);
    return own && !own.isErased
      ? [{ standing, letter: letterOf(facts.confirmedAt === null ? withoutLinks(own) : own, version) }]
      : [];
  });
}

type Written = {
  readonly campaign: Campaign;
  readonly letters: readonly WrittenLetter[];
  readonly isAsked: boolean;
};

function subjectOf(tools: ComposeTools, facts: Facts, { campaign: { file }, letters, isAsked }: Written): Subject {
  return {
    campaign: { title: file.title, organization: file.organization.name, timeZone: file.time_zone },
    createdAt: facts.createdAt,
    letters,
    receiptUrl: mailedReceiptLink(tools, facts.actionId),
    confirmUrl: confirmLink(tools, facts.actionId),
    ...(isAsked && { whoseUrl: whoseLink(tools, facts.actionId) }),
  };
}

/** What organizers write to the sender of letters that failed; nothing where the letters have gone on since. */
async function wordsOfMessage({ db }: ComposeTools, notice: Notice, subject: Subject): Promise<Words | undefined> {
  const message = await findAnyMessage(db, notice.part);
  const about = await listMessageLetters(db, notice.part, notice.actionId);
  const failed = subject.letters.filter(({ standing: { deliveryId, state } }) => {
    return about.has(deliveryId) && MESSAGE_STATES.includes(state);
  });
  return message && failed.length > 0 ? messageWords(message, factsOfMessage(subject, failed)) : undefined;
}

function wordsOf({ kind, part }: Notice, subject: Subject): Words | undefined {
  const isUnconfirmed = subject.letters.some(({ standing: { hold } }) => hold === 'confirm');
  const toConfirm = isUnconfirmed ? subject.confirmUrl : undefined;
  switch (kind) {
    case 'message':
      return undefined;
    case 'confirm':
    case 'confirm-reminder':
      return confirmWords(subject, kind === 'confirm-reminder');
    case 'again':
      return againWords(subject, toConfirm);
    case 'link':
      return linkWords(subject, toConfirm);
    case 'copy':
      return copyWords(subject);
    case 'failed': {
      const failed = subject.letters.filter(({ standing: { state, toldAt } }) => {
        return toldAt === Number(part) && (state === 'failed' || state === 'bounced');
      });
      return failed.length > 0 ? failedWords(subject, failed) : undefined;
    }
    case 'ask':
    case 'ask-reminder': {
      const asked = subject.letters.filter(({ standing }) => mayBeAnswered(standing) && standing.answer === null);
      return asked.length > 0 ? askWords(subject, asked, kind === 'ask-reminder') : undefined;
    }
  }
}

type Standing = { readonly facts: Facts; readonly letters: readonly WrittenLetter[]; readonly now: number };

/** Nobody needs a copy of letters that were taken back, nor to confirm what is confirmed, dropped or taken back. */
function isStillNeeded({ kind }: Notice, { facts, letters, now }: Standing): boolean {
  // Nobody is asked about a letter, or told of it, who said that somebody else wrote it; a link that is asked for stays one.
  if (facts.disownedAt > 0) return kind === 'link';
  const isTakenBack = letters.every(({ standing: { state } }) => state === 'cancelled');
  if (kind === 'copy') return !isTakenBack;
  if (kind !== 'confirm' && kind !== 'confirm-reminder') return true;
  const isWaiting = letters.some(({ standing: { hold } }) => hold === 'confirm') || facts.wantsCopy === 1;
  return isWaiting && !isTakenBack && confirmationOf(facts, now) === 'open';
}

type Mailing = {
  readonly facts: Pick<
    Facts,
    'actionId' | 'createdAt' | 'givenName' | 'familyName' | 'email' | 'senderName' | 'footer'
  >;
  readonly campaign: Pick<Campaign, 'file'>;
  readonly words: Words;
};

/** A mail with its head and foot. */
export function mailOf(
  tools: LinkTools,
  notice: Pick<Notice, 'id' | 'kind' | 'addressKey'>,
  { facts, campaign, words }: Mailing,
): SupporterMail {
  const { mails, organization, time_zone } = campaign.file;
  const unsubscribeUrl = unsubscribeLink(tools, notice.addressKey);
  const isForStranger = notice.kind.startsWith('confirm') || notice.kind === 'again' || notice.kind === 'link';
  const foot = [
    `On ${dayText(dayOf(facts.createdAt, time_zone))} this address was given with letters to offices. That is why you get this mail.`,
    `That was not you? Then please tell us here:\n${notMeLink(tools, facts.actionId)}`,
    `No more mails like this one:\n${unsubscribeUrl}`,
    facts.footer ?? undefined,
    `${organization.name}\n${organization.postal_address}`,
  ];
  return {
    id: notice.id,
    // The name is what somebody typed: it greets nobody whose address is not confirmed.
    to: { name: isForStranger ? '' : unlinked(`${facts.givenName} ${facts.familyName}`), address: facts.email },
    subject: mails.neutral_subject ?? words.subject,
    ...(mails.neutral_subject === undefined && { fromName: facts.senderName ?? organization.name }),
    text: [
      ...(mails.neutral_subject === undefined ? [] : [paragraphs([NEUTRAL_OPENING])]),
      words.text,
      `--\n${paragraphs(foot)}`,
      ...(words.below === undefined ? [] : [`${RULE}\n\n${words.below}`]),
    ].join('\n\n'),
    unsubscribeUrl,
  };
}

/** Phones show the first words of a mail beside its subject; these tell nothing. */
const NEUTRAL_OPENING =
  'This is a message about something that you did on a web page. What it is about stands further down, so that it does not show on a locked screen.';

const RULE = '-'.repeat(72);
