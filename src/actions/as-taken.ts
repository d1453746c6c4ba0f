import type { Version } from '../campaigns/index.js';
import { startOf, stateWords } from '../deliveries/index.js';
import type { ConsentToPartner } from '../partners/index.js';
import type { LetterStanding } from './letters-store.js';
import type { AsTaken, ReceiptParts } from './receipt-parts.js';
import { explain, type Telling } from './receipt-words.js';
import type { ReceiptNote, ReceiptRow } from './store-receipts.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** For so long the letter of somebody who wrote again is kept, and so everybody's is shown without the mailed link. */
const SHOWN_DAYS = 30;

type Loaded = Omit<ReceiptParts, 'baseUrl'>;
type Notes = ReadonlyMap<string, ReceiptNote>;

/**
 * A receipt for who typed an address without having shown that the mailbox is theirs: it is made of what was typed and of
 * what was pressed on it, of the campaign's settings and the time, and of nothing that happened to the letters. So it is
 * the same for a first letter, a second one and one that is held back.
 */
export function asTaken(loaded: Loaded, notes: Notes): Loaded {
  const { receipt, version, consents, now } = loaded;
  const days = Math.min(SHOWN_DAYS, receipt.keepTextsDays || SHOWN_DAYS);
  if (now >= receipt.createdAt + days * DAY_MS) return overWith(loaded);
  const standings = loaded.standings.map((standing) => {
    const start = standingAtStart(standing, version, receipt);
    const { saidSentAt, saidFailedAt, saidFailedWhy } = standing;
    return start.state === 'handed_over' ? { ...start, saidSentAt, saidFailedAt, saidFailedWhy } : start;
  });
  const backs = [...notes.values()].filter(({ kind }) => kind === 'back');
  return {
    ...loaded,
    receipt: { ...receipt, textsErasedAt: null },
    standings,
    events: [],
    consents: consents
      .filter(({ givenAt }) => givenAt === receipt.createdAt)
      .map((consent) => ({ ...consent, withdrawnAt: withdrawnHere(consent, receipt), exportedAt: null })),
    asTaken: { askedBackAt: new Map(backs.map(({ deliveryId, at }) => [deliveryId, at])), isOver: false },
  };
}

/** What the owner of the address took back by saying that it was not theirs is not told to who typed the address. */
function withdrawnHere({ withdrawnAt }: ConsentToPartner, { disownedAt }: ReceiptRow): number | null {
  return withdrawnAt === disownedAt ? null : withdrawnAt;
}

function overWith(loaded: Loaded): Loaded {
  return {
    ...loaded,
    receipt: { ...loaded.receipt, textsErasedAt: null },
    standings: [],
    parts: [],
    events: [],
    consents: [],
    isQuotable: false,
    asTaken: { askedBackAt: new Map(), isOver: true },
  };
}

/** A letter as it begins in its campaign, whatever else made it wait. */
export function standingAtStart(
  { letterId, deliveryId, target }: Pick<LetterStanding, 'letterId' | 'deliveryId' | 'target'>,
  { file }: Pick<Version, 'file'>,
  { createdAt, mustConfirm }: Pick<ReceiptRow, 'createdAt' | 'mustConfirm'>,
): LetterStanding {
  const settings = { ...file.delivery, confirm_first: file.delivery.confirm_first || mustConfirm };
  return {
    letterId,
    deliveryId,
    target,
    ...startOf(target, settings, createdAt),
    stateAt: createdAt,
    reason: null,
    attempts: 0,
    saidSentAt: null,
    toldAt: null,
    answer: null,
    saidFailedAt: null,
    saidFailedWhy: null,
    mayHaveArrived: false,
  };
}

/** The word for a letter as it was taken. */
export function wordTaken({ state, deliveryId }: LetterStanding, { askedBackAt }: AsTaken): string {
  if (state === 'handed_over') return stateWords[state];
  return askedBackAt.has(deliveryId) ? 'Asked back' : 'Taken';
}

/** What holds of a letter as it was taken, whichever of the address's it is. */
export function explainTaken(standing: LetterStanding, telling: Telling, { askedBackAt }: AsTaken): string {
  const { state, hold, dueAt, deliveryId } = standing;
  if (state === 'handed_over') return explain(standing, telling);
  const backAt = askedBackAt.get(deliveryId);
  if (backAt !== undefined)
    return `You asked for it back at ${telling.at(backAt)}. If it had not left by then, it does not go out.`;
  if (hold === 'confirm') return 'It goes out only after our mail was opened and the address confirmed.';
  if (hold === 'review') return 'In this campaign somebody reads each letter before it leaves.';
  if (dueAt > telling.now) return `Until ${telling.at(dueAt)} you can take it back.`;
  return 'It is kept safely, and has its turn as a rule within minutes.';
}
