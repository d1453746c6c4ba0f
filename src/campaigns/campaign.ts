import type { LetterTemplate } from '../letters/index.js';
import type { DataNeed } from '../offices/index.js';
import type { TargetRule } from '../targets/index.js';
import type { CampaignFile } from './definition.js';
import { closedText, phaseOf, type LifeCycle, type Lived } from './life-cycle.js';
import { openingOf } from './season.js';

/** A campaign's content as it is stored with each version. */
export type Definition = {
  readonly file: CampaignFile;
  readonly rule: TargetRule;
  /** Sources of letter.hbs and page.md. */
  readonly letterSource: string;
  readonly pageSource: string;
  /** Letters for some of the targets, with their subjects. */
  readonly otherLetters?: readonly { readonly name: string; readonly subject: string; readonly source: string }[];
};

/** A campaign's letters, checked and ready to be filled. */
export type CampaignLetters = {
  readonly letter: LetterTemplate;
  /** Letters for some of the targets, by name: `letter-opponents`. */
  readonly otherLetters: ReadonlyMap<string, LetterTemplate>;
};

/** One version of a campaign, ready for use. */
export type Campaign = Omit<Definition, 'otherLetters'> &
  CampaignLetters & {
    readonly id: string;
    readonly slug: string;
    readonly organizationId: string;
    readonly versionId: string;
    /** The language of its texts (BCP 47): `en`, `es`. */
    readonly language: string;
    readonly life: LifeCycle;
    /** What this program finds wrong in a version that an older one took; it is shown, but takes no letters. */
    readonly fault?: string | undefined;
  };

/** Whether a campaign takes letters now, and if not, the sentence that says why. */
export type Standing =
  | { readonly kind: 'open' }
  | {
      readonly kind: 'draft' | 'scheduled' | 'paused' | 'closed' | 'won' | 'archived' | 'faulty';
      readonly sentence: string;
    }
  | { readonly kind: 'missing-data'; readonly sentence: string; readonly needs: readonly DataNeed[] };

/** What a campaign is at a moment; `needs` is what its rule lacks of loaded data. */
export function standingOf(lived: Lived, needs: readonly DataNeed[], now: number): Standing {
  const phase = phaseOf(lived, now);
  if (phase !== 'live') return { kind: phase, sentence: sentenceOf(lived, phase) };
  if (needs.length > 0) {
    const missing = needs.map(({ what }) => what).join('; ');
    const sentence = `This campaign is not open yet, because data are missing on this server: ${missing}.`;
    return { kind: 'missing-data', needs, sentence };
  }
  return { kind: 'open' };
}

function sentenceOf(lived: Lived, phase: Exclude<ReturnType<typeof phaseOf>, 'live'>): string {
  switch (phase) {
    case 'draft':
      return 'This campaign is being prepared and takes no letters yet.';
    case 'scheduled':
      return `This campaign opens on ${openingOf(lived)?.text ?? ''}.`;
    case 'paused':
      return 'This campaign is paused and takes no letters at the moment. Please come back later.';
    case 'closed':
      return `This campaign closed on ${closedText(lived)}. It takes no more letters.`;
    case 'won':
      return 'This campaign has reached what it asked for. It takes no more letters.';
    case 'archived':
      return 'This campaign is over. It takes no more letters.';
  }
}

/** Whether a campaign came to its end, whichever way. */
export function hasEnded({ kind }: Standing): boolean {
  return kind === 'closed' || kind === 'won' || kind === 'archived';
}
