import type { Campaign, CampaignFolder, PreviewedLetter, Sample } from '../campaigns/index.js';
import { startOf } from '../deliveries/index.js';
import { parseLetter, renderLetter, type Letter } from '../letters/index.js';
import type { Places } from '../divisions/index.js';
import { rosterOfFile } from '../offices/index.js';
import type { Clock } from '../platform/clock.js';
import { BadCallError } from '../platform/command-line.js';
import { createTargetFinder, type Finding, type Target, type TargetFinder } from '../targets/index.js';
import type { ActionInput } from './input.js';
import { mergeValuesOf } from './merge-values.js';

/** A letter as it would be sent to one target, before anything is stored. */
export function previewLetter(
  campaign: Pick<Campaign, 'file' | 'letter'>,
  finding: Finding,
  { input, target }: { readonly input: Pick<ActionInput, 'supporter' | 'letter'>; readonly target: Target },
): Letter {
  const values = mergeValuesOf({ campaign, place: finding.place, supporter: input.supporter, target });
  const { own_words: ownWords, text, subject } = input.letter;
  return renderLetter(campaign.letter, values, { ownWords, text, subject });
}

/** The letters of a folder, loaded or not, for `clarion campaigns preview`. */
export function createFolderPreview(
  tools: PreviewTools,
): (folder: CampaignFolder, sample: Sample) => Promise<PreviewedLetter[]> {
  return async ({ definition, list }, sample) => {
    const { file, rule, letterSource } = definition;
    const campaign = { file, letter: parseLetter({ subject: file.letter.subject, text: letterSource }) };
    const finder = list ? createTargetFinder({ ...tools, roster: constant(rosterOfFile(list.roster)) }) : tools.finder;
    const chosen = sample.district === undefined ? [] : [sample.district];
    const finding = await finder.find(rule, { country: file.country, postalCode: sample.postalCode, chosen });
    if (finding.status === 'choose') {
      const labels = finding.candidates.map((candidate) => candidate.label).join(', ');
      throw new BadCallError([
        {
          field: '--district',
          message: `${sample.postalCode} lies in several districts; choose one of ${labels}`,
        },
      ]);
    }
    const input = {
      supporter: sampleSupporter(sample.postalCode),
      letter: { own_words: sample.ownWords, text: undefined, subject: undefined },
    };
    return finding.targets.map((target) => ({
      office: target.officeId,
      to: target.name,
      channel: startOf(target).channel,
      ...previewLetter(campaign, finding, { input, target }),
    }));
  };
}

export type PreviewTools = { readonly places: Places; readonly clock: Clock; readonly finder: TargetFinder };

function constant<Value>(value: Value): { readonly get: () => Promise<Value>; readonly forget: () => void } {
  return { get: () => Promise.resolve(value), forget: () => undefined };
}

function sampleSupporter(postalCode: string): ActionInput['supporter'] {
  return {
    given_name: '[first name]',
    family_name: '[last name]',
    email: 'supporter@supporter.example',
    postal_code: postalCode,
  };
}
