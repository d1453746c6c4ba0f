import { campaignFrame, type Campaign, type Version } from '../campaigns/index.js';
import { definitions } from '../counts/index.js';
import { stateWords } from '../deliveries/index.js';
import { renderUnsigned, type Letter } from '../letters/index.js';
import { momentText } from '../platform/clock.js';
import { letterOf } from './compose.js';
import { handoverCard } from './handover-card.js';
import type { LetterParts, LetterStanding, ReceiptRow } from './letters-store.js';
import { targetView } from './letter-page.js';

export type ReceiptParts = {
  readonly campaign: Campaign;
  readonly receipt: ReceiptRow;
  readonly standings: readonly LetterStanding[];
  readonly parts: readonly LetterParts[];
  /** The version that the letters were taken under. */
  readonly version: Version;
  readonly token: string;
  readonly baseUrl: string;
};

/** The supporter's own page. It shows no name, address or e-mail that they gave, but the text just as they typed it. */
export function receiptPage(receipt: ReceiptParts): object {
  const { campaign, standings, token, baseUrl } = receipt;
  const letters = standings.map((standing) => letterView(receipt, standing));
  const url = `${baseUrl}/c/${campaign.slug}`;
  const handedOver = standings.filter(isLeftToSend).length;
  return {
    title: `Your receipt – ${campaign.file.title}`,
    campaign: campaignFrame(campaign),
    token,
    takenAt: momentText(receipt.receipt.createdAt, campaign.file.time_zone),
    isGuarded: receipt.receipt.guardedAt !== null,
    handedOver,
    hasOneToSend: handedOver === 1,
    isMoving: standings.some(({ state }) => state === 'queued' || state === 'sending'),
    letters,
    thanks: { title: campaign.file.thanks.title ?? headline(standings), text: campaign.file.thanks.text },
    share: { text: campaign.file.share.text ?? campaign.file.title, url, mail: mailLink(campaign, url) },
  };
}

/** A letter without name and address. A guarded receipt shows the campaign's text only, not what the person added. */
export function unsignedLetter(
  { receipt, parts, version }: Pick<ReceiptParts, 'receipt' | 'parts' | 'version'>,
  standing: LetterStanding,
): Letter | undefined {
  const own = parts.find((one) => one.letterId === standing.letterId);
  const shown = own && (receipt.guardedAt === null ? own : { ...own, ownWords: null, text: null, subject: null });
  return shown && letterOf(shown, version, renderUnsigned);
}

function letterView(receipt: ReceiptParts, standing: LetterStanding): object {
  const { campaign, parts, token } = receipt;
  const letter = unsignedLetter(receipt, standing);
  const isGuarded = receipt.receipt.guardedAt !== null;
  const given = isGuarded ? undefined : parts.find((one) => one.letterId === standing.letterId);
  const at = (moment: number): string => momentText(moment, campaign.file.time_zone);
  const isNext = receipt.standings.find(isLeftToSend) === standing;
  const handover = handoverCard({ campaign, standing, letter, given, isNext, at });
  return {
    target: targetView(standing.target),
    deliveryId: standing.deliveryId,
    token,
    state: standing.state,
    word: stateWords[standing.state],
    explanation: explain(standing, at),
    handover,
    subject: letter?.subject,
    text: handover.fitted?.text ?? letter?.text,
  };
}

/** What the state means for the person, with its time. */
function explain(standing: LetterStanding, at: (moment: number) => string): string {
  const when = at(standing.stateAt);
  switch (standing.state) {
    case 'queued':
      return standing.attempts === 0
        ? 'It is waiting for its turn, usually less than a minute.'
        : `The mail server could not take it yet. The next try is due at ${at(standing.dueAt)}; we try for four days.`;
    case 'sending':
      return 'It is on its way to the mail server.';
    case 'sent':
      return `The mail server took it at ${when}. We call it delivered when no bounce has come back by ${at(standing.dueAt)}.`;
    case 'delivered':
      return `The mail server took it, and no bounce came back within 48 hours (${when}).`;
    case 'unknown':
      return `The connection broke at ${when} while the letter was being handed over, so we cannot say whether it arrived. It is not sent again without a decision by the organizers, so that the office does not get it twice.`;
    case 'failed':
      return `The mail server did not take it (${when}).`;
    case 'bounced':
      return `The letter came back (${when}).`;
    case 'handed_over':
      return 'This office takes letters only through its own web form, so this one is for you to send. It takes about two minutes.';
    case 'held':
      return standing.reason
        ? `It is held back: ${standing.reason} It was written to the office as it was then, so it is not sent on by itself; the organizers decide.`
        : 'It is held back until it has been looked at.';
    case 'cancelled':
      return standing.mayHaveArrived
        ? `The connection broke while it was being handed over, so nobody knows whether it arrived. The organizers decided not to send it again (${when}).`
        : `The organizers withdrew it (${when}), so it is not going out.`;
    case 'previewed':
      return definitions.previewed;
  }
}

/** Handed over, and neither said to be sent nor to have failed. */
function isLeftToSend({ state, saidSentAt, saidFailedAt }: LetterStanding): boolean {
  return state === 'handed_over' && saidSentAt === null && saidFailedAt === null;
}

function headline(standings: readonly LetterStanding[]): string {
  if (standings.every(({ state }) => state === 'handed_over')) return 'Your letters are ready: now send them';
  if (standings.every(({ state }) => state === 'previewed')) return 'Your letters were taken, but not sent';
  return 'Thank you: your letters are taken';
}

function mailLink(campaign: Campaign, url: string): string {
  const text = campaign.file.share.text ?? campaign.file.summary;
  return `mailto:?subject=${encodeURIComponent(campaign.file.title)}&body=${encodeURIComponent(`${text}\r\n\r\n${url}`)}`;
}
