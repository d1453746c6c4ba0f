import type { PageState } from '../../partners/index.js';

/** The words for where a version of a page stands, and the colour of their badge. */
export const stateWords: Readonly<Record<PageState, { readonly word: string; readonly badge: string }>> = {
  waiting: { word: 'Waits for the lead', badge: 'warn' },
  live: { word: 'Live', badge: 'good' },
  refused: { word: 'Refused', badge: 'bad' },
  withdrawn: { word: 'Taken from view', badge: 'bad' },
  replaced: { word: 'Replaced', badge: 'none' },
};
