import type { Standing } from '../../campaigns/index.js';

type Word = { readonly label: string; readonly group: 'live' | 'prepared' | 'ended' };

/** Other kinds, should there be any, are among those that are live, under their own name. */
const WORDS: Readonly<Record<string, Word>> = {
  open: { label: 'Live', group: 'live' },
  paused: { label: 'Paused', group: 'live' },
  'missing-data': { label: 'Data missing', group: 'live' },
  faulty: { label: 'To be corrected', group: 'live' },
  draft: { label: 'Draft', group: 'prepared' },
  scheduled: { label: 'Scheduled', group: 'prepared' },
  closed: { label: 'Closed', group: 'ended' },
  won: { label: 'Won', group: 'ended' },
  archived: { label: 'Archived', group: 'ended' },
};

/** What a campaign is at this moment, as the console says it. */
export function standingWord(kind: string): Word {
  return WORDS[kind] ?? { label: kind, group: 'live' };
}

/** What is in need of an organizer's hand stands with the rest of that, and need not be said twice. */
const SAID_ELSEWHERE: readonly string[] = ['missing-data', 'faulty'];

/** The sentence that the public page says too; none while a campaign is open. */
export function sentenceOf(standing: Standing): string | undefined {
  return 'sentence' in standing && !SAID_ELSEWHERE.includes(standing.kind) ? standing.sentence : undefined;
}
