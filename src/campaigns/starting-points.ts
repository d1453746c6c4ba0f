import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { programPath } from '../platform/paths.js';
import { LETTER_FILE, PAGE_FILE } from './campaign-files.js';

/** Something that a new campaign can begin as. */
export type StartingPoint = {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly folder: string;
};

/** What new campaigns can begin as, besides a copy of another one. */
export const startingPoints: readonly StartingPoint[] = [
  {
    name: 'city-council',
    title: 'A city council, with your own list of members',
    description:
      'Residents write to the whole council by e-mail. Comes with an ordinance on training hotel staff and an invented council to replace with yours.',
    folder: programPath('campaigns', 'harbourview-hotel-training'),
  },
  {
    name: 'state-legislature',
    title: 'A state’s legislature',
    description:
      'Each supporter writes to their own state senator and representative. Comes with a Colorado bill on clearing survivors’ records.',
    folder: programPath('campaigns', 'colorado-clear-records'),
  },
  {
    name: 'us-congress',
    title: 'The U.S. Senate and House',
    description:
      'Each supporter writes to their two senators and their representative. Comes with the renewal of the Trafficking Victims Protection Act.',
    folder: programPath('campaigns', 'reauthorize-tvpa'),
  },
  {
    name: 'uk-commons',
    title: 'The UK House of Commons',
    description: 'Each supporter writes to their own MP by postcode. Comes with a campaign on honest supply chains.',
    folder: programPath('campaigns', 'uk-supply-chains'),
  },
  {
    name: 'blank',
    title: 'From the beginning',
    description: 'Short texts that say what belongs where. You write all of it.',
    folder: programPath('templates', 'campaigns', 'new'),
  },
];

/** Which texts of a campaign are still word for word those that it began with: its page, its letter. */
export function unchangedTexts(campaign: {
  readonly slug: string;
  readonly pageSource: string;
  readonly letterSource: string;
}): readonly ('page' | 'letter')[] {
  const others = startingPoints.filter(({ folder }) => basename(folder) !== campaign.slug);
  const stands = (file: string, text: string): boolean =>
    others.some(({ folder }) => readFileSync(join(folder, file), 'utf8').trim() === text.trim());
  return [
    ...(stands(PAGE_FILE, campaign.pageSource) ? (['page'] as const) : []),
    ...(stands(LETTER_FILE, campaign.letterSource) ? (['letter'] as const) : []),
  ];
}
