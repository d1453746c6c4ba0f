import { SUSPICIONS, type Suspicion } from './screening.js';

const TEXTS: Readonly<Record<Suspicion, string>> = {
  trap: 'A field was filled in that people do not see',
  'too-fast': 'Sent less than three seconds after the letter was shown',
  blocked: 'On the block list',
  'disposable-address': 'An e-mail address for a few minutes',
  'near-copies': 'Almost the same words as many other people’s',
  'network-flood': 'One of very many from the same network',
  'too-many-actions': 'Very many actions by one e-mail address in a day',
  'no-proof': 'Sent without the proof that was asked for, from an address that gets no mail from us',
};

/** Why a letter is held, in words for a reviewer. */
export function suspicionText(kind: Suspicion): string {
  return TEXTS[kind];
}

/** The kinds of suspicion as an action's row holds them: `["trap"]`; none for null. */
export function suspicionsIn(stored: string | null): Suspicion[] {
  return stored === null ? [] : (JSON.parse(stored) as unknown[]).filter(isSuspicion);
}

/** Whether a text names a kind of suspicion. */
export function isSuspicion(text: unknown): text is Suspicion {
  return SUSPICIONS.includes(text as Suspicion);
}
