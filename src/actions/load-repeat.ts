import type { Version } from '../campaigns/index.js';
import type { DeliveryEvent } from '../deliveries/index.js';
import type { Coalition, ConsentToPartner } from '../partners/index.js';
import { standingAtStart } from './as-taken.js';
import type { LetterParts, LetterStanding } from './letters-store.js';
import type { OwnParts } from './receipt-parts.js';
import type { Typed } from './repeat.js';
import type { ReceiptNote, RepeatRow } from './store-receipts.js';

type Shown = {
  readonly version: Version;
  readonly coalition: Coalition | undefined;
  readonly now: number;
  /** By delivery. */
  readonly notes: ReadonlyMap<string, ReceiptNote>;
};

/** What the receipt of a repeat shows: letters that nobody sends, since the address's first ones count. */
export function loadRepeat(
  { typed, receipt, showsAll }: RepeatRow & { readonly showsAll: boolean },
  { version, coalition, now, notes }: Shown,
): OwnParts {
  if (!typed) return { standings: [], parts: [], events: [], isQuotable: false, consents: [] };
  const standings = typed.letters.map(({ id: letterId, ...letter }) => {
    const start = standingAtStart({ letterId, ...letter }, version, receipt);
    const noted = withNote(start, notes.get(letter.deliveryId));
    return showsAll ? unsent(noted, notes.get(letter.deliveryId), now) : noted;
  });
  return {
    standings,
    parts: typed.letters.map(({ id, target }) =>
      partsOf(typed, { letterId: id, target, versionId: receipt.versionId }),
    ),
    events: showsAll ? standings.flatMap(eventOf) : [],
    isQuotable: typed.isQuotable,
    consents: consentsOf(typed, coalition, receipt.createdAt),
  };
}

function withNote(standing: LetterStanding, note: ReceiptNote | undefined): LetterStanding {
  if (standing.state !== 'handed_over' || !note) return standing;
  if (note.kind === 'sent') return { ...standing, saidSentAt: note.at };
  return note.kind === 'failed' ? { ...standing, saidFailedAt: note.at, saidFailedWhy: note.why } : standing;
}

/** Where no mail leaves, receipts show what became of letters: nothing is sent, or they were taken back. */
function unsent(standing: LetterStanding, note: ReceiptNote | undefined, now: number): LetterStanding {
  if (note?.kind === 'back') return { ...standing, state: 'cancelled', hold: null, stateAt: note.at };
  const isDue = standing.state === 'queued' && standing.dueAt <= now;
  return isDue ? { ...standing, state: 'previewed', waitsFor: null, stateAt: standing.dueAt } : standing;
}

function eventOf({ deliveryId, state, stateAt }: LetterStanding): DeliveryEvent[] {
  if (state !== 'cancelled') return [];
  const told = { actor: 'supporter', reason: '', answer: null };
  return [{ deliveryId, at: stateAt, from: 'queued', to: 'cancelled', ...told }];
}

function partsOf(
  { supporter, variant, divisions, subject, text, ownWords }: Typed,
  letter: Pick<LetterParts, 'letterId' | 'target' | 'versionId'>,
): LetterParts {
  return {
    ...letter,
    ...{ variant, divisions, subject, text, ownWords },
    email: '',
    prefix: supporter.prefix,
    given_name: supporter.givenName,
    family_name: supporter.familyName,
    postal_code: supporter.postalCode,
    street: supporter.street,
    locality: supporter.locality,
    region: supporter.region,
    phone: supporter.phone,
    isErased: false,
  };
}

/** As the same boxes stand on an action's receipt: by the partners' names. */
function consentsOf({ consents }: Typed, coalition: Coalition | undefined, givenAt: number): ConsentToPartner[] {
  const named = consents.flatMap(({ partnerId, text, withdrawnAt }) => {
    const name = coalition?.partners.find(({ id }) => id === partnerId)?.name;
    return name === undefined ? [] : [{ partnerId, name, text, givenAt, withdrawnAt, exportedAt: null }];
  });
  return named.sort((a, b) => (a.name < b.name ? -1 : 1));
}
