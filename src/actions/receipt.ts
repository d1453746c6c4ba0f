import { campaignFrame, startUrl, type Campaign } from '../campaigns/index.js';
import { sharedSource } from '../counts/index.js';
import type { DeliveryEvent } from '../deliveries/index.js';
import { renderUnsigned, type Letter } from '../letters/index.js';
import { momentText } from '../platform/clock.js';
import { explainTaken, wordTaken } from './as-taken.js';
import { letterOf } from './compose.js';
import { handoverCard } from './handover-card.js';
import type { LetterStanding } from './letters-store.js';
import { targetView } from './letter-page.js';
import { historyLines, serverAnswer } from './receipt-history.js';
import { notesAsTaken, replyWords, supporterNotes } from './receipt-notes.js';
import { canTakeBack, explain, isMoving, needsAnotherWay, wordFor, type Telling } from './receipt-words.js';
import type { ReceiptParts } from './receipt-parts.js';

/** The supporter's own page. It shows no name, address or e-mail that they gave, but the text just as they typed it. */
export function receiptPage(receipt: ReceiptParts): object {
  const { campaign, standings, token, baseUrl, now, notice } = receipt;
  const letters = standings.map((standing) => letterView(receipt, standing));
  // Who types a known address anew is not told by which link its owner came.
  const source = receipt.receipt.guardedAt === null ? sharedSource(receipt.receipt.source) : '';
  const url = `${baseUrl}${startUrl(campaign.slug, source)}`;
  const handedOver = standings.filter(isLeftToSend).length;
  return {
    title: `Your receipt – ${campaign.file.title}`,
    campaign: campaignFrame(campaign),
    token,
    takenAt: momentText(receipt.receipt.createdAt, campaign.file.time_zone),
    isGuarded: receipt.receipt.guardedAt !== null,
    whoseUrl: receipt.isAskedWhose && `/r/${token}/whose`,
    isDisowned: receipt.receipt.disownedAt > 0,
    areTextsErased: receipt.receipt.textsErasedAt !== null,
    handedOver,
    hasOneToSend: handedOver === 1,
    hasLeftOver: standings.some(({ state, target }) => state === 'handed_over' && target.email !== null),
    isMoving: !receipt.asTaken && standings.some((standing) => isMoving(standing, now)),
    asTaken: receipt.asTaken,
    notice,
    isQuotable: receipt.isQuotable,
    partners: partnersView(receipt),
    letters,
    ...(receipt.asTaken ? notesAsTaken(receipt) : supporterNotes(receipt)),
    summary: summaryText(letters),
    takeBack: takeBackView(receipt),
    thanks: thanksView(campaign, standings),
    share: { text: campaign.file.share.text ?? campaign.file.title, url, mail: mailLink(campaign, url) },
  };
}

/** A letter without name and address. A guarded receipt shows the campaign's text only, not what the person added. */
export function unsignedLetter(
  { receipt, parts, version }: Pick<ReceiptParts, 'receipt' | 'parts' | 'version'>,
  standing: LetterStanding,
): Letter | undefined {
  const own = parts.find((one) => one.letterId === standing.letterId);
  if (own?.isErased) return undefined;
  const shown = own && (receipt.guardedAt === null ? own : { ...own, ownWords: null, text: null, subject: null });
  return shown && letterOf(shown, version, renderUnsigned);
}

/** Partners that may write to the person; a guarded receipt does not say to whom they agreed. */
function partnersView({ campaign, consents, hasPartners, receipt }: ReceiptParts): object | undefined {
  const at = (moment: number): string => momentText(moment, campaign.file.time_zone);
  const isGuarded = receipt.guardedAt !== null;
  if (isGuarded) return hasPartners ? { isGuarded } : undefined;
  if (consents.length === 0) return undefined;
  return {
    consents: consents.map(({ withdrawnAt, exportedAt, ...one }) => ({
      ...one,
      givenAt: at(one.givenAt),
      withdrawnAt: withdrawnAt === null ? undefined : at(withdrawnAt),
      hasFile: exportedAt !== null,
    })),
  };
}

/** A letter as its receipt shows it. */
export type LetterView = Readonly<Record<string, unknown>> & { readonly word: string };

export function letterView(page: ReceiptParts, standing: LetterStanding): LetterView {
  const { campaign, receipt, parts, token, now, asTaken } = page;
  const letter = unsignedLetter(page, standing);
  const given = receipt.guardedAt === null ? parts.find((one) => one.letterId === standing.letterId) : undefined;
  const events = page.events.filter(({ deliveryId }) => deliveryId === standing.deliveryId);
  const telling = tellingOf(page, events.at(-1));
  const isNext = page.standings.find(isLeftToSend) === standing;
  const isUndelivered = needsAnotherWay(standing, telling);
  const canBeTakenBack = mayTakeBack(page, standing);
  const handover = handoverCard({ campaign, standing, letter, given, isNext, isUndelivered, at: telling.at });
  return {
    target: targetView(standing.target),
    deliveryId: standing.deliveryId,
    token,
    state: standing.state,
    word: asTaken ? wordTaken(standing, asTaken) : wordFor(standing, telling),
    explanation: asTaken ? explainTaken(standing, telling, asTaken) : explain(standing, telling),
    left: canBeTakenBack && timeLeft(standing, now),
    answer: serverAnswer(events.at(-1), standing.target.email),
    history:
      !asTaken &&
      historyLines(events, {
        takenAt: receipt.createdAt,
        at: telling.at,
        isReviewed: campaign.file.delivery.review,
      }),
    canTakeBack: canBeTakenBack,
    handover,
    reply: replyWords(standing),
    subject: letter?.subject,
    text: handover.fitted?.text ?? letter?.text,
  };
}

/** How many letters are where, `2 delivered · 1 waiting to be sent`; undefined where they are all in the same place. */
function summaryText(letters: readonly LetterView[]): string | undefined {
  const words = [...new Set(letters.map(({ word }) => word))];
  if (words.length < 2) return undefined;
  const counted = words.map((word) => {
    const count = letters.filter((letter) => letter.word === word).length;
    return `${count} ${word.charAt(0).toLowerCase()}${word.slice(1)}`;
  });
  return counted.join(' · ');
}

function tellingOf({ campaign, receipt, now }: ReceiptParts, last: DeliveryEvent | undefined): Telling {
  const { time_zone, delivery } = campaign.file;
  return {
    now,
    at: (at) => momentText(at, time_zone),
    ifUnknown: delivery.if_unknown,
    actor: last?.actor,
    isGuarded: receipt.guardedAt !== null,
  };
}

const MINUTE_MS = 60_000;

/** The time in which a letter can still be taken back: for the page's script, and in words. */
function timeLeft({ state, waitsFor, dueAt }: LetterStanding, now: number): object | undefined {
  if (state !== 'queued' || waitsFor !== 'withdraw' || dueAt <= now) return undefined;
  const minutes = Math.ceil((dueAt - now) / MINUTE_MS);
  return { ms: dueAt - now, words: minutes === 1 ? 'Less than a minute left.' : `${minutes} minutes left.` };
}

/** Whether the person can take a letter back on this receipt. */
export function mayTakeBack(
  { receipt, asTaken, now }: Pick<ReceiptParts, 'receipt' | 'asTaken' | 'now'>,
  standing: LetterStanding,
): boolean {
  // Whoever typed a known address anew was once shown the first person's receipt, and must not stop their letters.
  if (receipt.guardedAt !== null || asTaken?.askedBackAt.has(standing.deliveryId)) return false;
  return canTakeBack(standing, now);
}

/** All letters of the action that can be taken back, where there are several. */
function takeBackView(page: ReceiptParts): object | undefined {
  const { standings } = page;
  const count = standings.filter((standing) => mayTakeBack(page, standing)).length;
  return count > 1 ? { count, isAll: count === standings.length } : undefined;
}

function thanksView({ file }: Campaign, standings: readonly LetterStanding[]): object {
  // Nobody is thanked for letters that do not go out.
  if (standings.length > 0 && standings.every(({ state }) => state === 'cancelled')) {
    return { title: standings.length === 1 ? 'Your letter is not going out' : 'Your letters are not going out' };
  }
  return { title: file.thanks.title ?? headline(standings), text: file.thanks.text };
}

/** Handed over, and neither said to be sent nor to have failed. */
function isLeftToSend({ state, saidSentAt, saidFailedAt }: LetterStanding): boolean {
  return state === 'handed_over' && saidSentAt === null && saidFailedAt === null;
}

function headline(standings: readonly LetterStanding[]): string {
  if (standings.length === 0) return 'Thank you: your letters are taken';
  if (standings.every(({ state }) => state === 'handed_over')) return 'Your letters are ready: now send them';
  if (standings.every(({ state }) => state === 'previewed')) return 'Your letters were taken, but not sent';
  return 'Thank you: your letters are taken';
}

function mailLink(campaign: Campaign, url: string): string {
  const text = campaign.file.share.text ?? campaign.file.summary;
  return `mailto:?subject=${encodeURIComponent(campaign.file.title)}&body=${encodeURIComponent(`${text}\r\n\r\n${url}`)}`;
}
