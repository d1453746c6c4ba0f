import { letterFor, type Campaign, type CampaignLetters } from '../campaigns/index.js';
import { channelOf, type ChannelName } from '../deliveries/index.js';
import { usStateOf, type DivisionId, type Place } from '../divisions/index.js';
import { renderLetter, type Fitted, type Letter, type MergeValues } from '../letters/index.js';
import type { Target } from '../targets/index.js';
import { fittedToForm } from './form-needs.js';
import { mergeValuesOf } from './merge-values.js';

/** The supporter of a letter that is only tried out. */
export type SampleSupporter = {
  readonly given_name: string;
  readonly family_name: string;
  readonly postal_code: string;
  readonly street?: string;
  readonly locality?: string;
};

/** A letter as it would be sent, which nobody wrote and nobody gets. */
export type Rehearsed = {
  readonly target: Target;
  readonly channel: ChannelName;
  /** The file of the letter: `letter.hbs`. */
  readonly version: string;
  readonly letter: Letter;
  /** What the office's form would take of it, where that is not all. */
  readonly fitted: (Fitted & { readonly max: number }) | undefined;
};

type Rehearsing = {
  readonly campaign: Pick<Campaign, 'file'> & CampaignLetters;
  readonly target: Target;
  readonly supporter: SampleSupporter;
  /** Where the supporter lives; without it, where the target's own people do. */
  readonly place?: Place;
  readonly ownWords?: string;
};

/** Renders one letter with the very parts that a real one is made of; nothing is stored. */
export function rehearse(rehearsing: Rehearsing): Rehearsed {
  const { campaign, target, ownWords } = rehearsing;
  const letter = renderLetter(letterFor(campaign, target), sampleValues(rehearsing), { ownWords });
  return {
    target,
    channel: channelOf(target),
    version: `${target.version ?? 'letter'}.hbs`,
    letter,
    fitted: fittedToForm(target, letter.text),
  };
}

/** What the merge fields stand for in a rehearsed letter. */
export function sampleValues({ campaign, target, supporter, place }: Omit<Rehearsing, 'ownWords'>): MergeValues {
  const where = place ? { place } : { divisions: divisionsAround(target.division) };
  return mergeValuesOf({ campaign, ...where, supporter, target });
}

/** A target's own division and the state that it lies in. */
function divisionsAround(division: DivisionId): readonly DivisionId[] {
  return [...new Set([division, usStateOf(division)?.division ?? division])];
}
