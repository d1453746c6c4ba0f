import {
  letterFor,
  lettersOf,
  type Campaign,
  type CampaignFolder,
  type CampaignLetters,
  type FolderPreview,
  type PreviewedPlace,
  type Sample,
} from '../campaigns/index.js';
import { channelOf } from '../deliveries/index.js';
import type { Places } from '../divisions/index.js';
import { renderLetter, type Letter } from '../letters/index.js';
import { withFile, type Roster } from '../offices/index.js';
import type { Clock } from '../platform/clock.js';
import { asCall, BadCallError } from '../platform/command-line.js';
import type { Followed } from '../platform/revisions.js';
import { createTargetFinder, placeIn, whereaboutsOf, type Finding, type Target } from '../targets/index.js';
import type { ActionInput } from './input.js';
import { mergeValuesOf } from './merge-values.js';

/** A letter as it would be sent to one target, before anything is stored. */
export function previewLetter(
  campaign: Pick<Campaign, 'file'> & CampaignLetters,
  finding: Finding,
  { input, target }: { readonly input: Pick<ActionInput, 'supporter' | 'letter'>; readonly target: Target },
): Letter {
  const values = mergeValuesOf({ campaign, place: finding.place, supporter: input.supporter, target });
  const { own_words: ownWords, text, subject } = input.letter;
  return renderLetter(letterFor(campaign, target), values, { ownWords, text, subject });
}

export type PreviewTools = {
  readonly places: Places;
  readonly clock: Clock;
  readonly roster: Followed<Roster>;
};

/** More places than this are not told one by one: the code stands for a whole state. */
const MAX_PLACES = 30;

/** What a folder, loaded or not, would do at a place, for `clarion campaigns preview`; stores nothing. */
export function createFolderPreview(
  tools: PreviewTools,
): (folder: CampaignFolder, sample: Sample) => Promise<FolderPreview> {
  return async ({ definition, list }, sample) => {
    const campaign = { file: definition.file, ...lettersOf(definition) };
    const find = await createSampleFinder(tools, { definition, ...(list && { list }) }, sample);
    const places: PreviewedPlace[] = [];
    const open: (readonly string[])[] = [sample.district === undefined ? [] : [sample.district]];
    const notes = new Set<string>();
    for (let answers = open.shift(); answers; answers = open.shift()) {
      const chosen = answers;
      const finding = await find(chosen);
      for (const note of finding.notes) notes.add(note);
      if (finding.status === 'choose') open.push(...finding.candidates.map(({ label }) => [...chosen, label]));
      else places.push(previewPlace(campaign, finding, { sample, chosen }));
      if (places.length + open.length > MAX_PLACES) throw tooManyPlaces(sample, finding);
    }
    return { code: sample.postalCode, notes: [...notes], places };
  };
}

/** Finds whom a sample supporter would write to, with the campaign's own list as it is, loaded or not. */
export async function createSampleFinder(
  tools: PreviewTools,
  { definition, list }: Pick<CampaignFolder, 'definition' | 'list'>,
  { postalCode }: Sample,
): Promise<(chosen: readonly string[]) => Promise<Finding>> {
  const { file, rule } = definition;
  const roster = await tools.roster.get();
  const finder = createTargetFinder({ ...tools, roster: constant(list ? withFile(roster, list.roster) : roster) });
  const asked = placeIn(postalCode, file.country);
  // A street would be asked of a service elsewhere, on each letter that is typed.
  const whereabouts = whereaboutsOf(asked.address === undefined ? asked : { zip: postalCode }, file.country);
  return (chosen) => asCall(() => finder.find(rule, { ...whereabouts, chosen }));
}

function previewPlace(
  campaign: Parameters<typeof previewLetter>[0],
  finding: Finding,
  { sample, chosen }: { readonly sample: Sample; readonly chosen: readonly string[] },
): PreviewedPlace {
  const letter = { own_words: sample.ownWords, text: undefined, subject: undefined };
  const input = { supporter: sampleSupporter(sample), letter };
  return {
    chosen,
    letters: finding.targets.map((target) => ({
      office: target.officeId,
      to: target.name,
      why: target.why ?? '',
      channel: channelOf(target),
      version: `${target.version ?? 'letter'}.hbs`,
      ...previewLetter(campaign, finding, { input, target }),
    })),
    excluded: finding.excluded.map(({ target, say }) => ({ office: target.officeId, name: target.name, say })),
    vacant: finding.vacancies.map(({ id }) => id),
    fallback: finding.fallback,
  };
}

function tooManyPlaces({ postalCode }: Sample, { candidates }: Finding): BadCallError {
  const labels = candidates.slice(0, MAX_PLACES).map(({ label }) => label);
  const message = `${postalCode} may lie in more than ${MAX_PLACES} districts; choose one, such as ${labels.join(', ')}`;
  return new BadCallError([{ field: '--district', message }]);
}

function constant<Value>(value: Value): { readonly get: () => Promise<Value>; readonly forget: () => void } {
  return { get: () => Promise.resolve(value), forget: () => undefined };
}

function sampleSupporter({ postalCode, givenName, familyName }: Sample): ActionInput['supporter'] {
  return {
    given_name: givenName || '[first name]',
    family_name: familyName || '[last name]',
    email: 'supporter@supporter.example',
    postal_code: postalCode,
  };
}
